"""The page of the command: every verb's own help, as it is printed."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys

from heterophony.docs.generate.markup import code, heading, page

WIDTH = "88"


def help_of(*words: str) -> str:
    """Return what the command prints for these words and `--help`."""
    from heterophony.__main__ import main

    printed = io.TextIOWrapper(io.BytesIO(), "utf-8")
    before = sys.argv, os.environ.get("COLUMNS")
    sys.argv, os.environ["COLUMNS"] = ["heterophony", *words, "--help"], WIDTH
    try:
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            main()
    finally:
        sys.argv = before[0]
        os.environ.pop("COLUMNS")
        if before[1] is not None:
            os.environ["COLUMNS"] = before[1]
    printed.flush()
    return printed.buffer.getvalue().decode("utf-8").strip("\n")


def verbs() -> list[str]:
    """List the command's verbs, in the order of its help."""
    listed = help_of().partition("Commands:")[2].partition("Example:")[0]
    return re.findall(r"^  ([a-z][a-z-]*)  ", listed, re.MULTILINE)


def command_page() -> str:
    """Write the page of all verbs."""
    return page(
        "# The command",
        "This is what `heterophony --help` and `heterophony VERB --help` print. Exit codes: 0 "
        "done, 1 the work failed, 2 the request was wrong, 130 interrupted. Results go to "
        "standard output, everything else to standard error.",
        _printed(help_of()),
        *(f"{heading(2, code(verb), verb)}\n\n{_printed(help_of(verb))}" for verb in verbs()),
    )


def _printed(text: str) -> str:
    return f"```text\n{text}\n```"

"""Tables on standard output: one line a row in a pipe, folded where a terminal is too narrow."""

import os
import pty
import subprocess
import sys

from rich.cells import cell_len
from rich.text import Text

from heterophony.experiments.commands.printing import table

NARROW = 60


def test_columns_are_aligned_whatever_their_letters(capsys):
    table(
        "Title", ("name", ">number", "unit"), [("borger", "1.5", "timer"), ("会议", "-12.25", "")]
    )
    title, heads, rule, *rows, last = capsys.readouterr().out.split("\n")
    assert (title, last) == ("Title", "")
    assert set(rule) == {"─"}
    assert heads == "name    number  unit"
    assert rows == ["borger     1.5  timer", "会议    -12.25", ""]


def test_a_narrow_terminal_folds_cells_and_loses_none_of_them(tmp_path):
    screen, terminal = pty.openpty()
    line = [sys.executable, "-m", "heterophony", "list", "outcomes"]
    environment = {**os.environ, "COLUMNS": str(NARROW), "TERM": "xterm"}
    with subprocess.Popen(line, stdout=terminal, env=environment, cwd=tmp_path):
        os.close(terminal)
        shown = _all_of(screen)
    lines = [each.strip() for each in Text.from_ansi(shown.replace("\r", "")).plain.splitlines()]
    assert max(map(cell_len, lines)) <= NARROW
    assert any(each.startswith("ownership_52w") for each in lines)


def _all_of(screen: int) -> str:
    """Read what is written to a terminal until nobody writes to it."""
    read = b""
    while True:
        try:
            more = os.read(screen, 65_536)
        except OSError:  # the other end was closed
            more = b""
        if not more:
            os.close(screen)
            return read.decode()
        read += more

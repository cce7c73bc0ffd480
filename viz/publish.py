"""One HTML file with everything in it: style, scripts and recorded runs. It fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from heterophony.experiments.methods.lesson_runs import PAIRS
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.errors import RequestError
from heterophony.viz.bundle import FOLDER, bundled
from heterophony.viz.classroom import SEED, classroom, with_results
from heterophony.viz.svg import escape

_STYLES: Final = ("page.css", "class/class.css")


def publish(
    out: Path,
    *,
    scenario: str = "baseline",
    language: str = "en",
    seed: int = SEED,
    force: bool = False,
    pairs: int = PAIRS,
) -> Path:
    """Run what the classroom shows, and write it as one file.

    Parameters
    ----------
    pairs
        How often a lesson's experiment is calculated both ways.

    Raises
    ------
    heterophony.experiments.RequestError
        If the file exists and may not be replaced.
    """
    if out.exists() and not force:
        raise RequestError(f"{out} exists; give --force to replace it")
    runs = with_results(classroom(language, scenario, seed), pairs)
    command = f"heterophony publish --scenario {scenario} --seed {seed} --lang {language}"
    runs["made"]["command"] = command
    write_file(out, published(runs).encode())
    return out


def published(runs: Mapping[str, Any]) -> str:
    """Return the file that shows some recorded runs.

    Its content policy allows its own style and script, by their digests, and nothing else.
    """
    style = "".join((FOLDER / name).read_text("utf-8") for name in _STYLES)
    script = bundled("class/main.js")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    words: Mapping[str, str] = runs["words"]
    title = escape(words["class.title"])
    return (
        f'<!doctype html>\n<html lang="{runs["language"]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#content">{escape(words["class.skip"])}</a>\n'
        f'<div id="class"><main><h1>{title}</h1></main></div>\n'
        f'<script type="application/json" id="recorded">{_as_data(runs)}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _as_data(document: Mapping[str, Any]) -> str:
    """Write a document so that no text in it can end the element that holds it."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")

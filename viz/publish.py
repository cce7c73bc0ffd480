"""One HTML file with everything in it: style, scripts, runs or rules. It fetches nothing."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import heterophony
from heterophony.experiments.methods.lesson_runs import PAIRS
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.errors import RequestError
from heterophony.viz.bundle import ASSETS, FOLDER, bundled
from heterophony.viz.classroom import SEED, classroom, with_results
from heterophony.viz.policy_file import PolicyFile, as_text, policy_file
from heterophony.viz.svg import escape
from heterophony.viz.words import words

_STYLES: Final = ("page.css", "class/class.css", "mailed/mailed.css")


POLICY, LESSON, ALL = "policy", "lesson", "all"
WORLDS: Final = 100  # all that come with the package
_NAMES: Final = {POLICY: "policy.html", LESSON: "classroom.html", ALL: "all.html"}
_SCRIPTS: Final = {
    POLICY: "page/mailed/main.js",
    LESSON: "page/class/main.js",
    ALL: "page/mailed/all.js",
}


def publish(
    out: Path | None = None,
    *,
    what: str = LESSON,
    scenario: str = "baseline",
    language: str = "en",
    seed: int = SEED,
    force: bool = False,
    pairs: int = PAIRS,
    worlds: int = WORLDS,
) -> Path:
    """Write one file, and return its path.

    Parameters
    ----------
    what
        `policy`: plans for a jobcentre, computed in the file; `lesson`: lessons with recorded runs;
        `all`: both.
    out
        Where to; by default `policy.html`, `classroom.html` or `all.html` here.
    scenario
        What the classroom shows, and the plan with which the policy page opens.
    seed
        Of the classroom's runs, and of the pairs that the policy page computes.
    pairs
        How often a lesson's experiment is calculated both ways.
    worlds
        How many plausible worlds the policy page carries; 0: none.

    Raises
    ------
    heterophony.experiments.RequestError
        If the file exists and may not be replaced, the scenario cannot be a plan, or so many worlds
        do not come with the package.
    """
    out = Path(_NAMES[what]) if out is None else out
    if out.exists() and not force:
        raise RequestError(f"{out} exists; give --force to replace it")
    asked = "" if what == LESSON else f"--what {what} --worlds {worlds} "
    command = f"heterophony publish {asked}--scenario {scenario} --seed {seed} --lang {language}"
    policy = None if what == LESSON else policy_file(scenario, language, seed, command, worlds)
    runs = None
    if what != POLICY:
        runs = with_results(classroom(language, scenario, seed), pairs)
        runs["made"]["command"] = command
    write_file(out, published(runs, policy, language).encode())
    return out


def published(
    runs: Mapping[str, Any] | None,
    policy: tuple[PolicyFile, PolicyFile] | None = None,
    language: str = "en",
) -> str:
    """Return the file that shows recorded runs of a classroom, a policy page, or both.

    Its content policy allows its own style and script, by their digests, and nothing else; for the
    rules also WebAssembly, and workers that the script itself makes.
    """
    language = language if runs is None else runs["language"]
    what = LESSON if policy is None else POLICY if runs is None else ALL
    style = "".join((FOLDER / name).read_text("utf-8") for name in _STYLES)
    script = bundled(_SCRIPTS[what], ASSETS)
    rules = "" if policy is None else " 'wasm-unsafe-eval'; worker-src blob:"
    allowed = (
        f"default-src 'none'; script-src '{_digest(script)}'{rules}; style-src '{_digest(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    body = [
        *_switch(what, language),
        *_policy(None if policy is None else policy[0], language),
        *_classroom(runs, packed=what == ALL),
    ]
    later = [] if policy is None else [_packed(*each) for each in policy[1].items()]
    title = escape(words(language)("class.title" if policy is None else "page.title"))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        + "".join(f"{each}\n" for each in body)
        + f"<script>{script}</script>\n"
        + "".join(f"{each}\n" for each in later)
        + "</body>\n</html>\n"
    )


def _switch(what: str, language: str) -> list[str]:
    """Write the links between the parts of a file that has both."""
    if what != ALL:
        return []
    speak = words(language)
    links = (("#policy", "policy"), ("#lessons", "lessons"))
    parts = " ".join(
        f'<a href="{to}">{escape(speak(f"page.mailed.{name}"))}</a>' for to, name in links
    )
    return [
        f'<nav class="file-parts" aria-label="{escape(speak("page.mailed.parts"))}">{parts}</nav>'
    ]


def _policy(policy: PolicyFile | None, language: str) -> list[str]:
    """Write the policy page's frame and data."""
    if policy is None:
        return []
    speak = words(language)
    return [
        f'<a class="skip" href="#answer">{escape(speak("page.skip"))}</a>',
        f'<div id="page" data-version="{escape(heterophony.__version__)}" '
        f'data-failed="{escape(speak("page.mailed.failed"))}">'
        f'<p class="wait">{escape(speak("page.opening"))}</p></div>',
        *(_packed(*each) for each in policy.items()),
    ]


def _classroom(runs: Mapping[str, Any] | None, *, packed: bool) -> list[str]:
    """Write the classroom's frame and recorded runs, which can be read in a file of their own."""
    if runs is None:
        return []
    text = runs["words"]
    plain = f'<script type="application/json" id="recorded">{_as_data(runs)}</script>'
    return [
        f'<a class="skip" href="#content">{escape(text["class.skip"])}</a>',
        f'<div id="class"><main><h1>{escape(text["class.title"])}</h1></main></div>',
        _packed("recorded-packed", as_text(runs).encode()) if packed else plain,
    ]


def _packed(name: str, content: bytes) -> str:
    """Write data packed and in letters; the same data gives the same bytes."""
    letters = base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
    return f'<script type="text/plain" id="{name}">{letters}</script>'


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _as_data(document: Mapping[str, Any]) -> str:
    """Write a document so that no text in it can end the element that holds it."""
    return as_text(document).replace("<", "\\u003c")

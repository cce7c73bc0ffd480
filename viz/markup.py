"""Small pieces of pages; this module escapes all data."""

import re
from collections.abc import Sequence
from importlib.resources import files

from heterophony.viz.svg import escape
from heterophony.viz.translated import danish
from heterophony.viz.words import Words

_LONG = 16  # rows of a table that may break over pages


def paragraph(text: str, name: str = "") -> str:
    """Return a paragraph of escaped text, or nothing for an empty text."""
    if not text:
        return ""
    return f'<p class="{name}">{escape(text)}</p>' if name else f"<p>{escape(text)}</p>"


def bullets(texts: Sequence[str]) -> str:
    """Return a list of escaped texts."""
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def section(heading: str, *parts: str, level: int = 2) -> str:
    """Return a section under a heading; `parts` are markup."""
    return f"<section><h{level}>{escape(heading)}</h{level}>{''.join(parts)}</section>"


def deeper(content: str) -> str:
    """Return markup whose headings all lie one level deeper, for a part within a part."""
    return re.sub(r"(</?h)([2-5])>", lambda found: f"{found[1]}{int(found[2]) + 1}>", content)


def details(summary: str, content: str) -> str:
    """Return a fold that opens on a click; `content` is markup."""
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    named: bool = False,
    words_last: bool = False,
) -> str:
    """Return a table of escaped cells that stacks on narrow screens; the first cell heads a row.

    With `named` a heading above already shows the caption, so that only screen readers get it.
    `words_last` says that the last column holds words, not numbers.
    """
    name = ' class="unseen"' if named else ""
    kind = "stacked words-last" if words_last else "stacked"
    long = " long" if len(rows) > _LONG else ""
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = []
    for first, *cells in rows:
        tds = "".join(
            f'<td data-label="{escape(label)}">{escape(cell)}</td>'
            for label, cell in zip(heads[1:], cells, strict=True)
        )
        body.append(f'<tr><th scope="row">{escape(first)}</th>{tds}</tr>')
    return (
        f'<div class="scroll{long}" tabindex="0" role="group" aria-label="{escape(caption)}">'
        f'<table class="{kind}"><caption{name}>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Return names and values beside each other."""
    return "<dl>" + "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in pairs) + "</dl>"


def figures(pictures: Sequence[str]) -> str:
    """Return pictures under each other, and in print two in a row; `pictures` are markup."""
    return f'<div class="figures">{"".join(pictures)}</div>' if pictures else ""


def commands(lines: Sequence[str]) -> str:
    """Return commands that a reader may type, one a line."""
    return "".join(f'<p class="command"><code>{escape(line)}</code></p>' for line in lines)


def told(text: str, words: Words) -> str:
    """Return a paragraph of a sentence of the results; marked where it exists in English only."""
    known = text if words.language == "en" else danish(text)
    said = (known or text).rstrip(".")
    marked = "" if known else ' lang="en"'
    return f"<p{marked}>{escape(said[:1].upper() + said[1:])}.</p>" if text else ""


def asset(name: str) -> str:
    """Return the text of a file that is shipped with the pages."""
    return files(__package__).joinpath("assets", name).read_text("utf-8")


def document(title: str, body: str, words: Words) -> str:
    """Return a whole page that needs neither network nor scripts, and forbids both."""
    return (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{asset('report.css')}{asset('parts.css')}{asset('print.css')}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )

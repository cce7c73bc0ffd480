"""Markdown as the parts of a printed page: headings, paragraphs, lists, tables, listings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    CondPageBreak,
    KeepTogether,
    LongTable,
    Paragraph,
    Spacer,
    TableStyle,
    XPreformatted,
)

SANS, MONO = "DejaVuSans", "DejaVuSansMono"
INK, QUIET, LINE = (
    colors.HexColor("#1b2733"),
    colors.HexColor("#24435c"),
    colors.HexColor("#c9d1d8"),
)
GROUND = colors.HexColor("#f3f5f7")
ROOM_BELOW_HEADING = 90  # points: less, and a heading begins on the next page
LONGEST_NAME = 30  # letters of a name in code on one line of a cell
_READER = MarkdownIt("commonmark").enable("table")


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    settings = {"fontName": SANS, "fontSize": size, "leading": size * 1.42, "textColor": INK}
    return ParagraphStyle(name, **(settings | more))


STYLES = {
    "text": _style("text", 9, spaceAfter=6),
    "item": _style("item", 9, leftIndent=14, bulletIndent=3, spaceAfter=3),
    "cell": _style("cell", 7, leading=9.2),
    "head": _style("head", 7, leading=9.2, fontName=f"{SANS}-Bold"),
    "code": _style("code", 6.8, fontName=MONO, leading=9, backColor=GROUND, borderPadding=5),
    "title": _style("title", 24, leading=30, textColor=QUIET, spaceAfter=10),
    "subtitle": _style("subtitle", 12.5, textColor=QUIET, spaceAfter=5),
    "h1": _style("h1", 17, textColor=QUIET, spaceAfter=10),
    "h2": _style("h2", 12.5, textColor=QUIET, spaceBefore=12, spaceAfter=5),
    "h3": _style("h3", 10.5, textColor=QUIET, spaceBefore=9, spaceAfter=4),
    "h4": _style("h4", 9.5, fontName=f"{SANS}-Bold", spaceBefore=6, spaceAfter=3),
}


def parts_of(markdown: str, width: float, chapters: Sequence[str] = ()) -> Iterator[Any]:
    """Yield the parts of a page that is `width` points wide.

    `chapters` are the pages that the document holds: links to them lead there, others are words.
    """
    tokens = _READER.parse(markdown)
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "heading_open":
            yield CondPageBreak(ROOM_BELOW_HEADING)
            yield Paragraph(_inline(tokens[place + 1], chapters), STYLES[token.tag])
        elif token.type == "paragraph_open":
            yield Paragraph(_inline(tokens[place + 1], chapters), STYLES["text"])
        elif token.type == "fence":
            yield from _listing(token.content)
        elif token.type in ("bullet_list_open", "ordered_list_open", "table_open"):
            end = _closing(tokens, place)
            inside = tokens[place + 1 : end]
            if token.type == "table_open":
                yield _table(inside, width, chapters)
                yield Spacer(1, 8)
            else:
                yield from _items(inside, token.type == "ordered_list_open", chapters)
            place = end
        place += 1


def _closing(tokens: Sequence[Token], start: int) -> int:
    """Return where the token that opens at `start` is closed."""
    wanted = tokens[start].type.replace("_open", "_close")
    level = tokens[start].level
    return next(
        place
        for place in range(start + 1, len(tokens))
        if tokens[place].type == wanted and tokens[place].level == level
    )


def _items(inside: Sequence[Token], numbered: bool, chapters: Sequence[str]) -> Iterator[Paragraph]:
    number = 0
    for token in inside:
        if token.type == "list_item_open":
            number += 1
        elif token.type == "inline":
            bullet = f"{number}." if numbered else "•"
            yield Paragraph(_inline(token, chapters), STYLES["item"], bulletText=bullet)


def _listing(text: str) -> Iterator[Any]:
    yield Spacer(1, 4)
    yield KeepTogether([XPreformatted(escape(text.rstrip("\n")), STYLES["code"])])
    yield Spacer(1, 9)


def _table(inside: Sequence[Token], width: float, chapters: Sequence[str]) -> LongTable:
    rows: list[list[Token]] = []
    for token in inside:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    head = any(token.content for token in rows[0])
    shown = rows if head else rows[1:]
    cells = [
        [
            Paragraph(_inline(token, chapters, narrow=True), STYLES["head" if here else "cell"])
            for token in row
        ]
        for number, row in enumerate(shown)
        for here in (head and number == 0,)
    ]
    made = LongTable(cells, colWidths=_widths(shown, width), repeatRows=1 if head else 0)
    made.setStyle(_lines(head))
    return made


def _lines(head: bool) -> TableStyle:
    commands: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        *((side, (0, 0), (-1, -1), 3) for side in ("LEFTPADDING", "RIGHTPADDING")),
        *((side, (0, 0), (-1, -1), 2.5) for side in ("TOPPADDING", "BOTTOMPADDING")),
    ]
    if head:
        commands.append(("BACKGROUND", (0, 0), (-1, 0), GROUND))
    return TableStyle(commands)


def _widths(rows: Sequence[Sequence[Token]], width: float) -> list[float]:
    """Share out the width by how much text a column holds, and let no word be cut."""
    columns = list(zip(*([_plain(token) for token in row] for row in rows), strict=True))
    longest = [max(_longest_word(text) for text in column) * 4.1 + 8 for column in columns]
    amounts = [max(12.0, sum(map(len, column)) / len(column)) ** 0.75 for column in columns]
    spare = max(0.0, width - sum(longest))
    scale = min(1.0, width / sum(longest))
    total = sum(amounts)
    return [
        least * scale + spare * amount / total
        for least, amount in zip(longest, amounts, strict=True)
    ]


def _plain(token: Token) -> str:
    return re.sub(r"\]\([^)]*\)|[`\[\]*]", "", token.content)


def _longest_word(text: str) -> int:
    return max((min(len(word), LONGEST_NAME) for word in text.split()), default=1)


def _inline(token: Token, chapters: Sequence[str], narrow: bool = False) -> str:
    """Write a line of Markdown in the markup of a paragraph."""
    written: list[str] = []
    links: list[str] = []
    for child in token.children or ():
        if child.type == "text":
            written.append(escape(child.content))
        elif child.type == "code_inline":
            name = _broken(child.content) if narrow else escape(child.content)
            written.append(f'<font name="{MONO}" size="{6.2 if narrow else 8.2}">{name}</font>')
        elif child.type in ("softbreak", "hardbreak"):
            written.append(" ")
        elif child.type == "link_open":
            target = str(child.attrs.get("href", "")).partition("#")[0].rpartition("/")[2]
            links.append("</a>" if target in chapters else "")
            if links[-1]:
                written.append(f'<a href="#{target}" color="#1f5f95">')
        elif child.type == "link_close":
            written.append(links.pop())
        else:
            written.append(_TAGS.get(child.type, ""))
    return "".join(written)


_TAGS = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>"}


def _broken(name: str) -> str:
    """Break a long name after dots and underscores, so that it fits into a cell."""
    lines = [""]
    for piece in re.findall(r"[^._/]+[._/]*|[._/]+", name):
        if lines[-1] and len(lines[-1]) + len(piece) > LONGEST_NAME:
            lines.append("")
        lines[-1] += piece
    return "<br/>".join(escape(line) for line in lines)

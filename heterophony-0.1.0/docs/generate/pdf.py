"""The model's description as one PDF: every page of it, a table of contents, numbered pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus.tableofcontents import TableOfContents

from heterophony.docs.generate.pdf_parts import MONO, QUIET, SANS, STYLES, parts_of

DOCS = Path(__file__).resolve().parents[1]
MARGIN = 20 * mm
TALL, WIDE = "tall", "wide"


class Chapter(NamedTuple):
    """A page of the documentation as a chapter of the document."""

    page: str
    title: str
    shape: str = TALL


CHAPTERS = (
    Chapter("MODEL.md", "The model"),
    Chapter("model/rules.md", "A. Rules", WIDE),
    Chapter("model/states.md", "B. States"),
    Chapter("model/parameters.md", "C. Parameters", WIDE),
    Chapter("model/patterns.md", "D. Patterns", WIDE),
    Chapter("TRACEABILITY.md", "E. The study's systems", WIDE),
    Chapter("glossary.md", "F. Glossary"),
    Chapter("literature.md", "G. Literature"),
    Chapter("alternatives.md", "H. Structural alternatives"),
)


def model_pdf(version: str, released: str) -> bytes:
    """Return the whole document; the same sources give the same bytes."""
    model_fonts()
    held = [chapter for chapter in CHAPTERS if (DOCS / chapter.page).exists()]
    store = BytesIO()
    document = _Document(store, version)
    document.multiBuild(list(_story(held, version, released)))
    return store.getvalue()


class _Document(BaseDocTemplate):
    """Pages with a running foot, and headings that the contents and the outline know."""

    def __init__(self, store: BytesIO, version: str) -> None:
        title = "Heterophony: the model by ODD+D"
        super().__init__(
            store,
            title=title,
            author="The Heterophony contributors",
            subject=f"Description of the model, version {version}",
            creator="Heterophony",
            lang="en",
            invariant=1,
        )
        self.foot = f"{title}, version {version}"
        shapes = {TALL: A4, WIDE: landscape(A4)}
        self.addPageTemplates([_template(name, size, self.foot) for name, size in shapes.items()])

    def beforeDocument(self) -> None:  # noqa: N802
        """Begin to count headings."""
        self.headings = 0

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802
        """Tell the contents and the outline of every heading of the first two levels."""
        level = {"h1": 0, "h2": 1}.get(getattr(getattr(flowable, "style", None), "name", ""))
        if level is None:
            return
        text = re.sub(r"<[^>]+>", "", flowable.text)
        key = f"heading-{self.headings}"
        self.headings += 1
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, level, closed=level == 0)
        self.notify("TOCEntry", (level, text, self.page, key))


def _template(name: str, size: tuple[float, float], foot: str) -> PageTemplate:
    width, height = size
    frame = Frame(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN, 0, 0, 0, 0, id=name)

    def drawn(canvas: Any, document: Any) -> None:
        canvas.setFont(SANS, 7)
        canvas.setFillColor(QUIET)
        if canvas.getPageNumber() > 1:
            canvas.drawString(MARGIN, 11 * mm, foot)
            canvas.drawRightString(width - MARGIN, 11 * mm, str(canvas.getPageNumber()))

    return PageTemplate(name, [frame], onPage=drawn, pagesize=size)


def _story(held: list[Chapter], version: str, released: str) -> Iterator[Any]:
    yield from _cover(version, released)
    names = [chapter.page.rpartition("/")[2] for chapter in held]
    for chapter, name in zip(held, names, strict=True):
        yield NextPageTemplate(chapter.shape)
        yield PageBreak()
        yield Paragraph(f'<a name="{name}"/>{chapter.title}', STYLES["h1"])
        page = landscape(A4) if chapter.shape == WIDE else A4
        text = (DOCS / chapter.page).read_text("utf-8").partition("\n")[2]
        parts = list(parts_of(text, page[0] - 2 * MARGIN, names))
        while isinstance(parts[-1], Spacer):  # it could take an empty page for itself
            parts.pop()
        yield from parts


def _cover(version: str, released: str) -> Iterator[Any]:
    front = (DOCS / "index.md").read_text("utf-8")
    said = front.partition("## What it cannot say")[2].partition("\nMore on this")[0]
    yield Spacer(1, 30 * mm)
    yield Paragraph("Heterophony", STYLES["title"])
    yield Paragraph("Description of the model by the ODD+D protocol", STYLES["subtitle"])
    yield Paragraph(f"Version {version}, {released}", STYLES["text"])
    yield Spacer(1, 8 * mm)
    yield from parts_of(front.split("\n\n")[1], A4[0] - 2 * MARGIN)
    yield Paragraph("What it cannot say", STYLES["h4"])
    yield from parts_of(said, A4[0] - 2 * MARGIN)
    yield PageBreak()
    yield Paragraph("Contents", STYLES["h3"])
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [
        STYLES["text"].clone("contents-1", spaceBefore=7, spaceAfter=0, fontName=f"{SANS}-Bold"),
        STYLES["text"].clone("contents-2", leftIndent=14, spaceAfter=0, fontSize=8, leading=11),
    ]
    yield contents


@cache
def model_fonts() -> None:
    """Take the fonts that come with matplotlib, which every installation has."""
    import matplotlib

    folder = Path(matplotlib.get_data_path(), "fonts/ttf")
    faces = {"": "", "-Bold": "-Bold", "-Italic": "-Oblique", "-BoldItalic": "-BoldOblique"}
    for family in (SANS, MONO):
        for face, file in faces.items():
            pdfmetrics.registerFont(TTFont(f"{family}{face}", str(folder / f"{family}{file}.ttf")))
        styles = (f"{family}{face}" for face in faces)
        pdfmetrics.registerFontFamily(family, *styles)

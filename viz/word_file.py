"""A note as a .docx file: headings, paragraphs and one table, for pasting into a report."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from heterophony.experiments.results.errors import RequestError

TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST: Final = 200  # parts of a note
_LONGEST: Final = 2_000  # letters of a part
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{TYPE}.main+xml"/></Types>'
)
_RELATIONS: Final = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_SIZES: Final = {"title": 34, "heading": 26, "text": 21, "small": 17}  # half points
_LEVELS: Final = {
    "title": 0,
    "heading": 1,
}  # of the outline
_LANGUAGES: Final = {"da": "da-DK", "en": "en-GB"}


def written(note: Mapping[str, Any]) -> bytes:
    """Return a note as the bytes of a .docx file.

    Parameters
    ----------
    note
        `parts`: a list of tables with `kind` (`title`, `heading`, `text`, `small`) and `text`, or
        with `kind` `table` and `rows` of texts. `language` is "en" where it is left out.

    Raises
    ------
    RequestError
        If it has another form, or is too long.
    """
    parts = note.get("parts")
    if not isinstance(parts, list) or not 0 < len(parts) <= _MOST:
        raise RequestError(f"parts is no list of 1 to {_MOST} parts")
    language = _LANGUAGES.get(str(note.get("language")), _LANGUAGES["en"])
    body = "".join(_part(each, language) for each in parts)
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1000" w:right="1100" w:bottom="900" w:left="1100"/></w:sectPr>'
    )
    document = f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{body}{page}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", _TYPES)
        packed.writestr("_rels/.rels", _RELATIONS)
        packed.writestr("word/document.xml", document)
    return file.getvalue()


def _part(part: Any, language: str) -> str:
    if not isinstance(part, Mapping):
        raise RequestError("a part of the note is no table of kind and text")
    kind = part.get("kind")
    if kind == "table":
        return _table(part.get("rows"), language)
    if not isinstance(kind, str) or kind not in _SIZES:
        raise RequestError(f"a part's kind is none of {', '.join(_SIZES)}, table")
    return _paragraph(part.get("text"), kind, language)


def _paragraph(text: object, kind: str, language: str) -> str:
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise RequestError(f"a part's text is no text of at most {_LONGEST:,} letters")
    clean = "".join(letter for letter in text if letter >= " ").encode(errors="replace").decode()
    bold = "<w:b/>" if kind in ("title", "heading") else ""
    level = f'<w:outlineLvl w:val="{_LEVELS[kind]}"/>' if kind in _LEVELS else ""
    look = f'{bold}<w:sz w:val="{_SIZES[kind]}"/><w:lang w:val="{language}"/>'
    return (
        f'<w:p><w:pPr><w:spacing w:before="60" w:after="60"/>{level}</w:pPr>'
        f"<w:r><w:rPr>{look}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(clean)}</w:t></w:r></w:p>'
    )


def _table(rows: object, language: str) -> str:
    if not isinstance(rows, Sequence) or isinstance(rows, str) or len(rows) > _MOST:
        raise RequestError("a table's rows are no list of lists of texts")
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="999999"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    written_rows: list[str] = []
    for row in rows:
        if not isinstance(row, list) or not 0 < len(row) <= _MOST:
            raise RequestError("a table's rows are no list of lists of texts")
        cells = "".join(f"<w:tc>{_paragraph(cell, 'text', language)}</w:tc>" for cell in row)
        head = "" if written_rows else "<w:trPr><w:tblHeader/></w:trPr>"
        written_rows.append(f"<w:tr>{head}{cells}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{border}</w:tblBorders>'
        f"</w:tblPr>{''.join(written_rows)}</w:tbl>"
    )

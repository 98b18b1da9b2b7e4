"""What is looked at in an .xlsx file before a library unpacks it: its size, and its kind.

The file comes from outside. It is a ZIP archive, and a small one can hold gigabytes; and a sheet
may have a million rows that are formatted and empty.
"""

from __future__ import annotations

import io
import zipfile

from meeting.problem import Problem

MOST_UNPACKED = 96 * 1024 * 1024
MOST_PARTS = 500
MOST_TAGS = 1_500_000
"""Tags in all parts together: a list of 20,000 rows and 10 columns has 1.2 million."""
_WORKBOOK = "xl/workbook.xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_OTHERS = {
    "content.xml": ".ods",
    "xl/workbook.bin": ".xlsb",
    "word/document.xml": ".docx",
    "ppt/presentation.xml": ".pptx",
    "Index/Document.iwa": ".numbers",
}
"""A part that only another kind of file has, and how that kind is called."""


def check_bounds(data: bytes, file: str) -> None:
    """Raise Problem where it is no workbook or too large, or whatever zipfile meets in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise _too_much(file)
        # Counted as bytes: no encoding of XML has a tag without this one.
        tags = sum(archive.read(part).count(b"<") for part in parts if _is_xml(part.filename))
        if tags > MOST_TAGS:
            raise _too_much(file)
        names = {part.filename for part in parts}
        strict = _WORKBOOK in names and _STRICT in archive.read(_WORKBOOK)
    if strict:
        raise Problem(
            "xlsx-strict",
            "This is a “Strict Open XML Spreadsheet”, a variety of .xlsx that is not read here."
            " Open it in Excel, choose “Save As”, and as the type “Excel Workbook (*.xlsx)”, the"
            " first in the list.",
            where=file,
        )
    for part, kind in _OTHERS.items():
        if part in names and _WORKBOOK not in names:
            raise Problem(
                "list-other-kind",
                "This is a file of another kind ({kind}). Save the list as .xlsx or as “CSV"
                " UTF-8”.",
                where=file,
                kind=kind,
            )


def _is_xml(part: str) -> bool:
    return part.endswith((".xml", ".rels"))


def _too_much(file: str) -> Problem:
    return Problem(
        "xlsx-unpacked",
        "This .xlsx holds far more than a list of names: pictures, or a great many rows that are"
        " formatted and empty. Copy the rows of the list into a new workbook, or save it as “CSV"
        " UTF-8”.",
        where=file,
    )

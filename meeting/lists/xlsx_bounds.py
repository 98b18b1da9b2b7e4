"""What is looked at in an .xlsx file before a library unpacks it: its size, and its kind.

The file comes from outside. It is a ZIP archive, and a small one can hold gigabytes; and a sheet
may have a million rows that are formatted and empty.
"""

from __future__ import annotations

import codecs
import copy
import io
import re
import zipfile

from meeting.problem import Problem

MOST_UNPACKED = 96 * 1024 * 1024
MOST_PARTS = 500
MOST_TAGS = 1_500_000
"""Tags in all parts together: a list of 20,000 rows and 10 columns has 1.2 million."""
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_PIECE = 1 << 16
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii"}
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
        tags = 0
        # Whatever a part is called: which is a sheet is said inside.
        for part in parts:
            tags += _tags(archive, part)
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
    for other, kind in _OTHERS.items():
        if other in names and _WORKBOOK not in names:
            raise Problem(
                "list-other-kind",
                "This is a file of another kind ({kind}). Save the list as .xlsx or as “CSV"
                " UTF-8”.",
                where=file,
                kind=kind,
            )


def _tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many tags a part has at most; raise ValueError where it is none of a workbook.

    It is read in pieces, and beyond the size that the archive declares: that may be a lie.
    """
    if part.compress_type not in _METHODS:
        raise ValueError(part.compress_type)
    whole = copy.copy(part)
    whole.file_size = MOST_UNPACKED + 1
    size = tags = 0
    with archive.open(whole) as source:
        while piece := source.read(_PIECE):
            if not size and not _is_unicode(piece):
                raise ValueError(part.filename)
            size += len(piece)
            tags += piece.count(b"<")
            if size > part.file_size:
                raise ValueError(part.filename)
    return tags


def _is_unicode(head: bytes) -> bool:
    """Say whether a part is written in UTF-8 or UTF-16, if it is XML at all.

    Others are against the rules (ECMA-376 part 2, 8.1.4), and not all of them write "<" as
    the byte that is counted.
    """
    if not head.removeprefix(codecs.BOM_UTF8).startswith(b"<?xml"):
        return True
    declared, end, _ = head.partition(b"?>")
    encoding = _ENCODING.search(declared)
    return bool(end) and (not encoding or encoding[1].lower() in _ENCODINGS)


def _too_much(file: str) -> Problem:
    return Problem(
        "xlsx-unpacked",
        "This .xlsx holds far more than a list of names: pictures, or a great many rows that are"
        " formatted and empty. Copy the rows of the list into a new workbook, or save it as “CSV"
        " UTF-8”.",
        where=file,
    )

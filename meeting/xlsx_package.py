"""An .xlsx file as a package: its parts, within bounds, and which of them are sheets.

The file comes from outside, so it is bounded before it is unpacked (an .xlsx is a ZIP archive,
and a small one can hold gigabytes), and its XML may declare no entities. Parts and relationships:
ECMA-376, parts 1 and 2.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.parsers import expat

from meeting.problem import Problem

MOST_UNPACKED = 96 * 1024 * 1024
MOST_PARTS = 500
_STRICT = "http://purl.oclc.org/ooxml/"
_WORKBOOK = "xl/workbook.xml"
_OTHERS = {
    "content.xml": ".ods",
    "xl/workbook.bin": ".xlsb",
    "word/document.xml": ".docx",
    "ppt/presentation.xml": ".pptx",
    "Index/Document.iwa": ".numbers",
}
"""A part that only another kind of file has, and how that kind is called."""

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name, the part that holds it, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Package:
    """The parts of one file, by name. Raises Problem where it is no workbook or too large."""

    def __init__(self, data: bytes, file: str) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        parts = self._archive.infolist()
        size = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or size > MOST_UNPACKED:
            raise Problem(
                "xlsx-unpacked",
                "This .xlsx unpacks to more than {limit} MB; a list of names is far smaller. Copy"
                " the rows of the list into a new workbook, or save it as “CSV UTF-8”.",
                where=file,
                limit=MOST_UNPACKED // 1024 // 1024,
            )
        # Names of parts are the same in capitals (ECMA-376 part 2, 6.2.2).
        self._names = {part.filename.lower(): part.filename for part in parts}
        for part, kind in _OTHERS.items():
            if part.lower() in self._names and _WORKBOOK not in self._names:
                raise Problem(
                    "list-other-kind",
                    "This is a file of another kind ({kind}). Save the list as .xlsx or as “CSV"
                    " UTF-8”.",
                    where=file,
                    kind=kind,
                )
        self._file = file

    def has(self, part: str) -> bool:
        """Say whether the part is there."""
        return part.lower() in self._names

    def read(self, part: str) -> bytes:
        """Return the bytes of a part; raises KeyError."""
        return self._archive.read(self._names[part.lower()])

    def sheets(self) -> tuple[tuple[Sheet, ...], bool]:
        """Return the worksheets in their order, and whether days are counted from 1904."""
        found: list[tuple[str, str, bool]] = []
        since_1904 = False

        def begin(name: str, attributes: Attributes) -> None:
            nonlocal since_1904
            if name == "workbook" and any(v.startswith(_STRICT) for v in attributes.values()):
                raise self._strict()
            if name == "workbookPr":
                since_1904 = is_true(attributes.get("date1904", ""))
            if name == "sheet":
                hidden = attributes.get("state", "visible") != "visible"
                found.append((attributes["name"], _local(attributes, "id"), hidden))

        parse(self.read(_WORKBOOK), begin)
        parts = {key: part for key, kind, part in self._related() if kind == "worksheet"}
        sheets = tuple(Sheet(name, parts[key], hide) for name, key, hide in found if key in parts)
        return sheets, since_1904

    def part_of(self, kind: str) -> str:
        """Return the workbook's part of a kind (``styles``, ``sharedStrings``), "" for none."""
        return next((part for _, found, part in self._related() if found == kind), "")

    def _related(self) -> Iterable[tuple[str, str, str]]:
        """Return (key, kind, part) for everything that the workbook is made of."""
        found: list[tuple[str, str, str]] = []

        def begin(name: str, attributes: Attributes) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                part = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")
                kind = attributes["Type"].rpartition("/")[2]
                if self.has(part):
                    found.append((attributes["Id"], kind, part))

        parse(self.read("xl/_rels/workbook.xml.rels"), begin)
        return found

    def _strict(self) -> Problem:
        return Problem(
            "xlsx-strict",
            "This is a “Strict Open XML Spreadsheet”, a variety of .xlsx that is not read here."
            " Open it in Excel, choose “Save As”, and as the type “Excel Workbook (*.xlsx)”, the"
            " first in the list.",
            where=self._file,
        )


def parse(
    data: bytes,
    begin: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse XML, calling back with local names. Raises ValueError for a document type."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    locals_of: dict[str, str] = {}

    def local(name: str) -> str:
        known = locals_of.get(name)
        if known is None:
            known = locals_of[name] = name.rpartition(":")[2]
        return known

    def refuse(*_: object) -> None:
        raise ValueError("a document type")  # entities can hold gigabytes

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: begin(local(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    parser.Parse(data, True)


def is_true(value: str) -> bool:
    """Read an xsd:boolean."""
    return value in {"1", "true", "on"}


def _local(attributes: Attributes, name: str) -> str:
    return next(v for key, v in attributes.items() if key.rpartition(":")[2] == name and ":" in key)

"""A list as a workbook, as a clerk would have it: headings in bold, columns wide enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter


def write_list(
    path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[str | float]]
) -> None:
    """Write one list on a sheet of this title, headings in bold."""
    book = Workbook()
    book.properties.creator = "票箱"
    book.properties.created = book.properties.modified = datetime(2026, 1, 1, tzinfo=UTC).replace(
        tzinfo=None
    )
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = title
    sheet.append(list(headings))
    for row in rows:
        sheet.append([value if value != "" else None for value in row])
    for index, heading in enumerate(headings, start=1):
        sheet.cell(1, index).font = Font(bold=True)
        longest = max(len(str(cell.value or "")) for cell in sheet[get_column_letter(index)])
        sheet.column_dimensions[get_column_letter(index)].width = 2 * max(longest, len(heading)) + 2
    sheet.freeze_panes = "A2"
    book.save(path)

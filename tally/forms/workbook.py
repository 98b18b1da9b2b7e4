"""The forms as a workbook: a sheet each, numbers as numbers, ready to be printed on A4.

Text is text whatever it begins with: no name can become a formula. Formulas stand only where a
reader would add up, and add up cells of the same sheet.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Final

from openpyxl import Workbook

from meeting.printable import printable
from tally.forms.form import Forms
from tally.forms.sheet import Sheet

_LONGEST_NAME: Final = 31
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def workbook_bytes(forms: Forms) -> bytes:
    """The workbook as a file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = printable(forms.title)
    book.properties.creator = "Piaoxiang"
    book.properties.created = datetime.fromisoformat(forms.date)
    for form in forms.forms:
        Sheet(book.create_sheet(_sheet_name(form.name, book.sheetnames)), form, forms).write()
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet_name(wanted: str, taken: list[str]) -> str:
    """A name that a sheet may have, and no other has."""
    plain = _NO_NAME.sub(" ", printable(wanted, keep="")).strip()[:_LONGEST_NAME] or "-"
    name, number = plain, 1
    lower = {each.lower() for each in taken}
    while name.lower() in lower:
        number += 1
        name = f"{plain[: _LONGEST_NAME - 4]} {number}"
    return name

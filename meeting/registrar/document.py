"""What the registrar prints: A4, with our typefaces, and nothing that tells of its making.

The date in it is the meeting's, so that the same slips or notice are the same bytes on any day.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from fpdf import FPDF

from meeting.definition.meeting import Meeting
from meeting.registrar.fonts import add_fonts, close_fonts


@contextmanager
def document(meeting: Meeting) -> Iterator[FPDF]:
    """An empty document of a meeting; what is made of it is made before the block ends."""
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(meeting.title)
    pdf.set_producer("Piaoxiang")
    pdf.set_creation_date(datetime.fromisoformat(meeting.date).replace(tzinfo=UTC))
    try:
        add_fonts(pdf)
        yield pdf
    finally:
        close_fonts(pdf)

"""The notice for the hall: one page with the meeting fingerprint, large and as a QR code.

It holds no secret, and is a document of its own: the slips' is destroyed after printing. Whoever
compares a fingerprint finds here the one that the registrar's machine made the slips with.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from fpdf import FPDF

from crypto.board.server_key import short_form
from meeting.definition.meeting import Meeting
from meeting.language import N_, gettext_for
from meeting.look.typefaces import FontName
from meeting.problem import ROOM
from meeting.published.given_fingerprint import fingerprint_code
from meeting.registrar.document import document
from meeting.registrar.fonts import HEI, MONO, SONG, fit
from meeting.registrar.qr_path import draw_qr

_WIDTH: Final = 210.0
_SIDE: Final = 20.0
_INNER: Final = _WIDTH - 2 * _SIDE
_QR: Final = 72.0
_INK = (0, 0, 0)
_QUIET = (93, 87, 79)
_NAME = N_("Meeting fingerprint")
_USES = (
    N_("Voters: compare it with your slip and with the screen of the kiosk."),
    N_("Staff: start every kiosk with it."),
    N_("Tellers: compare it with what your program shows."),
    N_("Observers: photograph this code, and give the picture to the program that verifies."),
)


def notice_pdf(meeting: Meeting, fingerprint: str) -> bytes:
    """The PDF of the notice; `fingerprint` is the meeting's, in 64 hexadecimal digits."""
    with document(meeting) as pdf:
        pdf.add_page()
        _draw(pdf, meeting, fingerprint)
        return bytes(pdf.output())


def _draw(pdf: FPDF, meeting: Meeting, fingerprint: str) -> None:
    chinese = gettext_for(ROOM, "zh")
    day = date.fromisoformat(meeting.date)
    page = _Lines(pdf)
    page.put(SONG, meeting.title, 26, after=3, two_lines_from=18)
    where = f"{meeting.place}　{day.year} 年 {day.month} 月 {day.day} 日".strip()
    page.put(HEI, where, 13, after=16, colour=_QUIET)
    page.put(HEI, chinese(_NAME), 24, after=1 if meeting.speaks_english else 6)
    if meeting.speaks_english:
        page.put(HEI, _NAME, 13, after=6, colour=_QUIET)
    groups = short_form(bytes.fromhex(fingerprint)).split(" ")
    half = len(groups) // 2
    for some in (groups[:half], groups[half:]):
        page.put(MONO, " ".join(some), 46, after=1)
    page.y += 4
    draw_qr(pdf, (_WIDTH - _QR) / 2, page.y, _QR, fingerprint_code(fingerprint))
    page.y += _QR + 6
    for use in _USES:
        page.put(HEI, chinese(use), 14, after=1)
        if meeting.speaks_english:
            page.put(HEI, use, 9, after=2, colour=_QUIET)
    page.y += 6
    for part in (fingerprint[:32], fingerprint[32:]):
        page.put(MONO, part, 9, after=0, colour=_QUIET)


class _Lines:
    """Lines in the middle of the page, one below another; `y` is where the next one begins."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self.y = 26.0

    def put(
        self,
        face: FontName,
        text: str,
        largest: float,
        *,
        after: float,
        colour: tuple[int, int, int] = _INK,
        two_lines_from: float | None = None,
    ) -> None:
        """Put a text in one line, or two, as large as it fits, and leave `after` millimetres."""
        pdf = self._pdf
        size, lines = fit(
            pdf, face, text, _INNER, largest=largest, smallest=5, two_lines_from=two_lines_from
        )
        pdf.set_text_color(*colour)
        pdf.set_font(face, size=size)
        for line in lines:
            height = size * 25.4 / 72
            pdf.text((_WIDTH - pdf.get_string_width(line)) / 2, self.y + height * 0.88, line)
            self.y += height * 1.3
        self.y += after

"""How one slip looks: sizes in millimetres, from the slip's own top left corner.

All slips of a pile are alike but for the code: nothing numbers them or says where they lay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import segno
from fpdf import FPDF

from crypto.server_key import ServerPublicKey, short_form
from meeting.definition import Box, Meeting
from meeting.language import gettext_for
from meeting.slip_code import slip_code
from meeting.slip_fonts import HEI, MONO, SONG, fit

WIDTH = 98.0
HEIGHT = 68.5
MARGIN = 5.0
INNER = WIDTH - 2 * MARGIN
QR_SIZE = 33.0
QR_QUIET = 4
LEFT = INNER - QR_SIZE - 3
POINT = 25.4 / 72
QUIET = (93, 87, 79)
INK = (0, 0, 0)
MESSAGES = {
    "use": "Scan this code at any voting machine. It works once, for this round only.",
    "keep": "Write nothing on it, let nobody see it, and keep it until your receipt is shown.",
    "code": "Code",
    "meeting": "Meeting fingerprint",
    "server": "Board key fingerprint",
}


@dataclass(frozen=True, slots=True)
class SlipText:
    """What is printed on every slip of a box."""

    title: str
    round: str
    group: str
    description: str
    meeting_hash: str
    server_key: str
    _chinese: dict[str, str] = field(repr=False)

    @classmethod
    def of(cls, meeting: Meeting, meeting_hash: str, box: Box) -> SlipText:
        """Gather the text of a box's slips."""
        chinese = gettext_for(Path(__file__).parent, "zh")
        return cls(
            title=meeting.title,
            round=box.round.name,
            group=box.group.name,
            description=box.group.description,
            meeting_hash=meeting_hash,
            server_key=meeting.server_key,
            _chinese={name: chinese(message) for name, message in MESSAGES.items()},
        )

    def chinese(self, name: str) -> str:
        """Return a standing text in Chinese."""
        return self._chinese[name]


def draw_slip(pdf: FPDF, x: float, y: float, text: SlipText, credential: str) -> None:
    """Draw one slip with its top left corner at (x, y) millimetres."""
    _head(pdf, x + MARGIN, y + 4.5, text)
    _qr(pdf, x + WIDTH - MARGIN - QR_SIZE, y + 13.5, slip_code(text.meeting_hash, credential))
    _group(pdf, x + MARGIN, y + 15, text)
    _credential(pdf, x + MARGIN, y + 48.2, text, credential)
    server = ServerPublicKey.parse(text.server_key)
    short_hash = short_form(bytes.fromhex(text.meeting_hash))
    _fingerprint(pdf, x + MARGIN, y + 54.6, text, "meeting", short_hash, text.meeting_hash)
    _fingerprint(pdf, x + MARGIN, y + 60.2, text, "server", server.fingerprint, text.server_key)


def _head(pdf: FPDF, x: float, y: float, text: SlipText) -> None:
    size, lines = fit(pdf, SONG, text.title, INNER, largest=12, smallest=6.5, lines=2)
    height = size * POINT * 1.2
    pdf.set_text_color(*INK)
    for line in lines:
        _put(pdf, x, y, line, SONG, size)
        y += height


def _group(pdf: FPDF, x: float, y: float, text: SlipText) -> None:
    size, lines = fit(pdf, HEI, text.round, LEFT, largest=9, smallest=5, lines=2)
    pdf.set_text_color(*QUIET)
    y = _lines(pdf, x, y, lines, HEI, size)
    pdf.set_text_color(*INK)
    size, lines = fit(pdf, SONG, text.group, LEFT, largest=30, smallest=10, lines=2)
    if len(lines) > 1:
        size, lines = fit(pdf, SONG, text.group, LEFT, largest=15, smallest=8, lines=2)
    y = _lines(pdf, x, y, lines, SONG, size)
    if text.description:
        size, lines = fit(pdf, HEI, text.description, LEFT, largest=13, smallest=6, lines=2)
        if len(lines) > 1:
            size, lines = fit(pdf, HEI, text.description, LEFT, largest=8, smallest=5, lines=2)
        _lines(pdf, x, y, lines, HEI, size)
    _instructions(pdf, x, y + 6.5, text)


def _instructions(pdf: FPDF, x: float, y: float, text: SlipText) -> None:
    for name in ("use", "keep"):
        pdf.set_text_color(*INK)
        size, lines = fit(pdf, HEI, text.chinese(name), LEFT, largest=7, smallest=5, lines=2)
        y = _lines(pdf, x, y, lines, HEI, size)
        pdf.set_text_color(*QUIET)
        size, lines = fit(pdf, HEI, MESSAGES[name], LEFT, largest=5.5, smallest=4, lines=2)
        y = _lines(pdf, x, y, lines, HEI, size) + 0.4
    pdf.set_text_color(*INK)


def _credential(pdf: FPDF, x: float, y: float, text: SlipText, credential: str) -> None:
    pdf.set_text_color(*QUIET)
    _put(pdf, x, y + 1.4, f"{text.chinese('code')} {MESSAGES['code']}", HEI, 6.5)
    pdf.set_text_color(*INK)
    _put(pdf, x + 15, y, credential, MONO, 14)


def _fingerprint(
    pdf: FPDF, x: float, y: float, text: SlipText, name: str, short: str, full: str
) -> None:
    pdf.set_text_color(*QUIET)
    _put(pdf, x, y, text.chinese(name), HEI, 6)
    _put(pdf, x, y + 2.4, MESSAGES[name], HEI, 4)
    pdf.set_text_color(*INK)
    _put(pdf, x + 21.5, y + 0.6, short, MONO, 8.5)
    half = len(full) // 2
    pdf.set_text_color(*QUIET)
    _put(pdf, x + 53, y, full[:half], MONO, 5.8)
    _put(pdf, x + 53, y + 2.3, full[half:], MONO, 5.8)


def _lines(pdf: FPDF, x: float, y: float, lines: list[str], face: str, size: float) -> float:
    """Put lines under one another and return where the next one would begin."""
    for line in lines:
        _put(pdf, x, y, line, face, size)
        y += size * POINT * 1.32
    return y


def _put(pdf: FPDF, x: float, y: float, text: str, face: str, size: float) -> None:
    """Put one line with the top of its em box at ``y``."""
    pdf.set_font(face, size=size)
    pdf.text(x, y + size * POINT * 0.88, text)


def _qr(pdf: FPDF, x: float, y: float, code: str) -> None:
    """Draw a QR code of level Q (a quarter of it may be dirty) with its quiet zone, as vectors."""
    matrix = segno.make_qr(code, error="q").matrix
    module = QR_SIZE / (len(matrix) + 2 * QR_QUIET)
    pdf.set_fill_color(0, 0, 0)
    for row, modules in enumerate(matrix):
        top = y + (row + QR_QUIET) * module
        for start, length in _runs(modules):
            pdf.rect(x + (start + QR_QUIET) * module, top, length * module, module, style="F")


def _runs(modules: bytearray) -> list[tuple[int, int]]:
    """Return (start, length) of every run of dark modules, so that no hairline splits them."""
    runs: list[tuple[int, int]] = []
    for index, dark in enumerate(modules):
        if dark and runs and sum(runs[-1]) == index:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((index, 1))
    return runs

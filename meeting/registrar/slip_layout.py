"""How one slip looks: sizes in millimetres, from the slip's own top left corner.

All slips of a pile are alike but for the code: nothing numbers them or says where they lay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import segno
from fpdf import FPDF

from crypto.board.server_key import ServerPublicKey, short_form
from meeting.definition.meeting import Box, Meeting
from meeting.language import N_, gettext_for
from meeting.problem import ROOM
from meeting.published.setups import setups_hash
from meeting.registrar.fonts import HEI, MONO, SONG, fit
from meeting.registrar.slip_code import slip_code

WIDTH = 98.0
HEIGHT = 68.5
MARGIN = 5.0
INNER = WIDTH - 2 * MARGIN
QR_SIZE = 31.5
QR_QUIET = 4
LEFT = INNER - QR_SIZE - 3
POINT = 25.4 / 72
LEADING = 1.32
RULE = 9.9
QUIET = (93, 87, 79)
INK = (0, 0, 0)
MESSAGES = {
    "use": N_("Scan this code at any kiosk. It works once."),
    "keep": N_("Write nothing on this slip, and show it to nobody."),
    "code": N_("Code"),
    "meeting": N_("Meeting fingerprint"),
    "boxes": N_("Boxes' fingerprint"),
    "server": N_("Server key fingerprint"),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """The lower part of a slip: sizes in points; widths and heights in millimetres."""

    code_top: float
    label: float
    """Size of the word before the code."""
    use: float
    use_top: float
    fingerprint: float
    """Size of a fingerprint's name; `pitch` is from one fingerprint to the next."""
    short: float
    fingerprints_top: float
    pitch: float
    short_left: float
    full_left: float
    full_pitch: float


BILINGUAL = Measures(41.4, 8, 7.5, 47, 5.5, 7.5, 53.2, 4.2, 18, 52, 1.8)
CHINESE = Measures(40.7, 10, 8.5, 46.6, 7, 8, 54.5, 3.95, 20, 54.5, 1.7)
"""Where the English lines are left out, the Chinese takes their room."""


@dataclass(frozen=True, slots=True)
class SlipText:
    """What is printed on every slip of a box; its standing texts in English too, if `english`."""

    title: str
    round: str
    group: str
    description: str
    meeting_hash: str
    setup_hash: str
    setups_hash: str
    server_key: str
    english: bool
    _chinese: dict[str, str] = field(repr=False)

    @classmethod
    def of(
        cls, meeting: Meeting, meeting_hash: str, setups: Mapping[str, str], box: Box
    ) -> SlipText:
        """Gather the text of a box's slips; `setups` are the Setup hashes by box id."""
        chinese = gettext_for(ROOM, "zh")
        return cls(
            title=meeting.title,
            round=box.round.name,
            group=box.group.name,
            description=box.group.description,
            meeting_hash=meeting_hash,
            setup_hash=setups[box.id],
            setups_hash=setups_hash({each.id: setups[each.id] for each in meeting.boxes()}),
            server_key=meeting.server_key,
            english=meeting.speaks_english,
            _chinese={name: chinese(message) for name, message in MESSAGES.items()},
        )

    def chinese(self, name: str) -> str:
        """A standing text in Chinese."""
        return self._chinese[name]

    @property
    def measures(self) -> Measures:
        """How large the lower part is set."""
        return BILINGUAL if self.english else CHINESE


def draw_slip(pdf: FPDF, x: float, y: float, text: SlipText, credential: str) -> None:
    """Draw one slip with its top left corner at (x, y) millimetres."""
    x += MARGIN
    _head(pdf, x, y, text)
    _qr(
        pdf,
        x + INNER - QR_SIZE,
        y + 9.9,
        slip_code(text.meeting_hash, text.setup_hash, credential),
    )
    _group(pdf, x, y + 11.2, text)
    measures = text.measures
    _credential(pdf, x, y + measures.code_top, text, credential)
    _instruction(pdf, x, y + measures.use_top, text)
    server = ServerPublicKey.parse(text.server_key)
    for row, (name, short, full) in enumerate(
        (
            ("meeting", short_form(bytes.fromhex(text.meeting_hash)), text.meeting_hash),
            ("boxes", short_form(bytes.fromhex(text.setups_hash)), text.setups_hash),
            ("server", server.fingerprint, text.server_key),
        )
    ):
        top = y + measures.fingerprints_top + row * measures.pitch
        _fingerprint(pdf, x, top, text, name, short, full)


def _head(pdf: FPDF, x: float, y: float, text: SlipText) -> None:
    """The title stands on a rule, in one line or two."""
    size, lines = fit(pdf, SONG, text.title, INNER, largest=12, smallest=5, two_lines_from=8.5)
    pdf.set_text_color(*INK)
    _lines(pdf, x, y + RULE - 0.2 - len(lines) * size * POINT * LEADING, lines, SONG, size)
    pdf.set_draw_color(*INK)
    pdf.set_line_width(0.2)
    pdf.line(x, y + RULE, x + INNER, y + RULE)


def _group(pdf: FPDF, x: float, y: float, text: SlipText) -> None:
    pdf.set_text_color(*QUIET)
    size, lines = fit(pdf, HEI, text.round, LEFT, largest=10, smallest=4)
    y = _lines(pdf, x, y, lines, HEI, size)
    pdf.set_text_color(*INK)
    size, lines = fit(pdf, SONG, text.group, LEFT, largest=34, smallest=10)
    y = _lines(pdf, x, y, lines, SONG, size)
    if text.description:
        size, lines = fit(pdf, HEI, text.description, LEFT, largest=14, smallest=5)
        _lines(pdf, x, y + 0.8, lines, HEI, size)


def _credential(pdf: FPDF, x: float, y: float, text: SlipText, credential: str) -> None:
    pdf.set_text_color(*QUIET)
    if text.english:
        _put(pdf, x, y + 0.3, text.chinese("code"), HEI, text.measures.label)
        _put(pdf, x, y + 3.4, MESSAGES["code"], HEI, 5)
    else:
        _put(pdf, x, y + 1.3, text.chinese("code"), HEI, text.measures.label)
    pdf.set_text_color(*INK)
    size, _ = fit(pdf, MONO, credential, INNER - 12, largest=15, smallest=10)
    _put(pdf, x + 12, y, credential, MONO, size)


def _instruction(pdf: FPDF, x: float, y: float, text: SlipText) -> None:
    """What to do with the slip, and what not: in two lines of Chinese, or in one a language."""
    pdf.set_text_color(*INK)
    use, keep = text.chinese("use"), text.chinese("keep")
    if not text.english:
        _put(pdf, x, y, use, HEI, text.measures.use)
        _put(pdf, x, y + 3.5, keep, HEI, text.measures.use)
        return
    size, (line,) = fit(pdf, HEI, use + keep, INNER, largest=text.measures.use, smallest=5)
    _put(pdf, x, y, line, HEI, size)
    pdf.set_text_color(*QUIET)
    english = f"{MESSAGES['use']} {MESSAGES['keep']}"
    size, (line,) = fit(pdf, HEI, english, INNER, largest=5.5, smallest=4)
    _put(pdf, x, y + 3, line, HEI, size)


def _fingerprint(
    pdf: FPDF, x: float, y: float, text: SlipText, name: str, short: str, full: str
) -> None:
    measures = text.measures
    pdf.set_text_color(*QUIET)
    if text.english:
        _put(pdf, x, y, text.chinese(name), HEI, measures.fingerprint)
        _put(pdf, x, y + 2.1, MESSAGES[name], HEI, 3.6)
    else:
        _put(pdf, x, y + 0.6, text.chinese(name), HEI, measures.fingerprint)
    pdf.set_text_color(*INK)
    _put(pdf, x + measures.short_left, y + 0.4, short, MONO, measures.short)
    half = len(full) // 2
    pdf.set_text_color(*QUIET)
    for line, part in enumerate((full[:half], full[half:])):
        _put(pdf, x + measures.full_left, y + 0.1 + measures.full_pitch * line, part, MONO, 4.8)


def _lines(pdf: FPDF, x: float, y: float, lines: list[str], face: str, size: float) -> float:
    """Put lines under one another and return where the next one would begin."""
    for line in lines:
        _put(pdf, x, y, line, face, size)
        y += size * POINT * LEADING
    return y


def _put(pdf: FPDF, x: float, y: float, text: str, face: str, size: float) -> None:
    """Put one line with the top of its em box at `y`."""
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
    """(start, length) of every run of dark modules, so that no hairline splits them."""
    runs: list[tuple[int, int]] = []
    for index, dark in enumerate(modules):
        if dark and runs and sum(runs[-1]) == index:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((index, 1))
    return runs

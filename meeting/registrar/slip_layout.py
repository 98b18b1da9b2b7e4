"""How one slip looks: sizes in millimetres, from the slip's own top left corner.

All slips of a pile are alike but for the code: nothing numbers them or says where they lay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fpdf import FPDF

from crypto.board.server_key import short_form
from crypto.election.credential import make_credential
from meeting.definition.meeting import Box, Meeting
from meeting.language import N_, gettext_for
from meeting.look.typefaces import FontName
from meeting.problem import ROOM
from meeting.published.setups import meeting_fingerprint
from meeting.registrar.fonts import HEI, MONO, SONG, fit
from meeting.registrar.qr_path import draw_qr
from meeting.registrar.slip_code import slip_code

WIDTH = 98.0
HEIGHT = 68.5
MARGIN = 5.0
INNER = WIDTH - 2 * MARGIN
QR_SIZE = 31.5
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
    "fingerprint": N_("Meeting fingerprint"),
    "compare": N_("Compare it with the notice in the hall and with the screen of the kiosk."),
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
    """Size of the fingerprint's name; it stands at `name_top`, the fingerprint at `short_top`."""
    name_top: float
    short: float
    short_top: float


BILINGUAL = Measures(41.4, 8, 7.5, 47, 8, 53, 12.5, 60.2)
CHINESE = Measures(40.7, 10, 8.5, 46.6, 9.5, 54.6, 12.5, 59.4)
"""Where the English lines are left out, the Chinese takes their room."""


@dataclass(frozen=True, slots=True)
class SlipText:
    """What is printed on every slip of a box; its standing texts in English too, if `english`."""

    title: str
    round: str
    group: str
    description: str
    setup_hash: str
    meeting_fingerprint: str
    english: bool
    _chinese: dict[str, str] = field(repr=False)

    @classmethod
    def of(cls, meeting: Meeting, setups: Mapping[str, str], box: Box) -> SlipText:
        """Gather the text of a box's slips; `setups` are the Setup hashes by box id."""
        chinese = gettext_for(ROOM, "zh")
        return cls(
            title=meeting.title,
            round=box.round.name,
            group=box.group.name,
            description=box.group.description,
            setup_hash=setups[box.id],
            meeting_fingerprint=meeting_fingerprint(
                {each.id: setups[each.id] for each in meeting.boxes()}
            ),
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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its left end and the top of its em box, from the slip's inner corner."""

    x: float
    y: float
    text: str
    face: FontName
    size: float
    colour: tuple[int, int, int] = INK

    def put(self, pdf: FPDF, x: float, y: float) -> None:
        """Put it into a document, on the slip whose inner corner is there."""
        pdf.set_text_color(*self.colour)
        pdf.set_font(self.face, size=self.size)
        pdf.text(x + self.x, y + self.y + self.size * POINT * 0.88, self.text)


class SlipForm:
    """What all slips of a box have in common, fitted once and printed on each.

    It holds no code: that is given to `draw` and kept nowhere but on the page.
    """

    def __init__(self, pdf: FPDF, text: SlipText) -> None:
        self._pdf = pdf
        self._text = text
        self._lines = tuple(_standing(pdf, text))
        # Every character of this typeface is as wide as any other: a code that nobody gets will do.
        measured = make_credential()
        self._code_size, _ = fit(pdf, MONO, measured, INNER - 12, largest=15, smallest=10)

    def draw(self, x: float, y: float, credential: str) -> None:
        """Draw one slip with its top left corner at (x, y) millimetres."""
        pdf, text = self._pdf, self._text
        x += MARGIN
        pdf.set_draw_color(*INK)
        pdf.set_line_width(0.2)
        pdf.line(x, y + RULE, x + INNER, y + RULE)
        code = slip_code(text.meeting_fingerprint, text.setup_hash, credential)
        draw_qr(pdf, x + INNER - QR_SIZE, y + RULE, QR_SIZE, code)
        for line in self._lines:
            line.put(pdf, x, y)
        Line(12, text.measures.code_top, credential, MONO, self._code_size).put(pdf, x, y)


def _standing(pdf: FPDF, text: SlipText) -> Iterator[Line]:
    yield from _head(pdf, text)
    yield from _group(pdf, text)
    yield from _code_name(text)
    yield from _instruction(pdf, text)
    yield from _fingerprint(pdf, text)


def _head(pdf: FPDF, text: SlipText) -> Iterator[Line]:
    """The title stands on a rule, in one line or two."""
    size, lines = fit(pdf, SONG, text.title, INNER, largest=12, smallest=5, two_lines_from=8.5)
    yield from _under_one_another(RULE - 0.2 - len(lines) * _pitch(size), lines, SONG, size)


def _group(pdf: FPDF, text: SlipText) -> Iterator[Line]:
    y = 11.2
    size, lines = fit(pdf, HEI, text.round, LEFT, largest=10, smallest=4)
    yield from _under_one_another(y, lines, HEI, size, QUIET)
    y += len(lines) * _pitch(size)
    size, lines = fit(pdf, SONG, text.group, LEFT, largest=34, smallest=10)
    yield from _under_one_another(y, lines, SONG, size)
    y += len(lines) * _pitch(size)
    if text.description:
        size, lines = fit(pdf, HEI, text.description, LEFT, largest=14, smallest=5)
        yield from _under_one_another(y + 0.8, lines, HEI, size)


def _code_name(text: SlipText) -> Iterator[Line]:
    y, size = text.measures.code_top, text.measures.label
    if text.english:
        yield Line(0, y + 0.3, text.chinese("code"), HEI, size, QUIET)
        yield Line(0, y + 3.4, MESSAGES["code"], HEI, 5, QUIET)
    else:
        yield Line(0, y + 1.3, text.chinese("code"), HEI, size, QUIET)


def _instruction(pdf: FPDF, text: SlipText) -> Iterator[Line]:
    """What to do with the slip, and what not: in two lines of Chinese, or in one a language."""
    y, largest = text.measures.use_top, text.measures.use
    use, keep = text.chinese("use"), text.chinese("keep")
    if not text.english:
        yield Line(0, y, use, HEI, largest)
        yield Line(0, y + 3.5, keep, HEI, largest)
        return
    size, (line,) = fit(pdf, HEI, use + keep, INNER, largest=largest, smallest=5)
    yield Line(0, y, line, HEI, size)
    english = f"{MESSAGES['use']} {MESSAGES['keep']}"
    size, (line,) = fit(pdf, HEI, english, INNER, largest=5.5, smallest=4)
    yield Line(0, y + 3, line, HEI, size, QUIET)


def _fingerprint(pdf: FPDF, text: SlipText) -> Iterator[Line]:
    """Its name, what to do with it, and its short form in one line."""
    measures = text.measures
    y, size = measures.name_top, measures.fingerprint
    name = text.chinese("fingerprint")
    yield Line(0, y, name, HEI, size)
    pdf.set_font(HEI, size=size)
    left = pdf.get_string_width(name) + 2
    size, (line,) = fit(
        pdf, HEI, text.chinese("compare"), INNER - left, largest=size - 2, smallest=5
    )
    yield Line(left, y + 0.4, line, HEI, size, QUIET)
    if text.english:
        english = f"{MESSAGES['fingerprint']}. {MESSAGES['compare']}"
        size, (line,) = fit(pdf, HEI, english, INNER, largest=5.5, smallest=4)
        yield Line(0, y + 3.4, line, HEI, size, QUIET)
    short = short_form(bytes.fromhex(text.meeting_fingerprint))
    yield Line(0, measures.short_top, short, MONO, measures.short)


def _under_one_another(
    y: float,
    lines: list[str],
    face: FontName,
    size: float,
    colour: tuple[int, int, int] = INK,
) -> Iterator[Line]:
    for row, line in enumerate(lines):
        yield Line(0, y + row * _pitch(size), line, face, size, colour)


def _pitch(size: float) -> float:
    """Millimetres from one line to the next, at so many points."""
    return size * POINT * LEADING

"""The printed slips: A4, eight to a page, cut lines, one pile after another.

This document is the one place where private credentials exist in the clear. It carries no time,
no path and no order; the slips of a pile can be told apart by nothing but their codes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from fpdf import FPDF

from crypto.board.server_key import short_form
from meeting.definition.meeting import Meeting
from meeting.language import N_, gettext_for
from meeting.problem import ROOM
from meeting.registrar.credentials import Slips
from meeting.registrar.document import document
from meeting.registrar.fonts import HEI, MONO, SONG, check_glyphs, fit
from meeting.registrar.slip_layout import HEIGHT, INK, MESSAGES, QUIET, WIDTH, SlipForm, SlipText

PAGE_WIDTH = 210.0
COLUMNS = 2
ROWS = 4
PER_PAGE = COLUMNS * ROWS
SIDE = (PAGE_WIDTH - COLUMNS * WIDTH) / 2
TOP = 16.0
HEADER = N_("Slips: {count}; pages: {pages}. Cut along the lines, then shuffle them face down.")


def slips_pdf(
    meeting: Meeting,
    setups: Mapping[str, str],
    piles: Sequence[Slips],
    *,
    drawn: Callable[[], None] = lambda: None,
) -> bytes:
    """The PDF of all piles; `setups` are the Setup hashes of the meeting's boxes by id.

    `drawn` is called after each slip.

    Raises Problem("glyph-missing") or Problem("text-too-wide").
    """
    with document(meeting) as pdf:
        for pile in piles:
            text = SlipText.of(meeting, setups, pile.box)
            _check(pdf, text)
            _pile(pdf, text, pile, drawn)
        return bytes(pdf.output())


def _check(pdf: FPDF, text: SlipText) -> None:
    """Find out before anything is drawn whether the typefaces have every character."""
    check_glyphs(pdf, SONG, text.title + text.group)
    standing = "".join(text.chinese(name) + MESSAGES[name] for name in MESSAGES)
    check_glyphs(pdf, HEI, text.title + text.round + text.group + text.description + standing)
    check_glyphs(pdf, MONO, short_form(bytes.fromhex(text.meeting_fingerprint)))


def _pile(pdf: FPDF, text: SlipText, pile: Slips, drawn: Callable[[], None]) -> None:
    order = list(pile.private_credentials)
    secrets.SystemRandom().shuffle(order)
    rest = iter(order)
    form = SlipForm(pdf, text)
    pages = -(-len(order) // PER_PAGE)
    while on_page := list(islice(rest, PER_PAGE)):
        pdf.add_page()
        _header(pdf, text, len(order), pages)
        _cut_lines(pdf)
        for place, credential in enumerate(on_page):
            row, column = divmod(place, COLUMNS)
            form.draw(SIDE + column * WIDTH, TOP + row * HEIGHT, credential)
            drawn()


def _header(pdf: FPDF, text: SlipText, count: int, pages: int) -> None:
    """Name the pile on the strip that is cut away."""
    chinese = gettext_for(ROOM, "zh")
    name = " · ".join(part for part in (text.round, text.group, text.description) if part)
    pdf.set_text_color(*INK)
    size, lines = fit(pdf, SONG, name, 80, largest=13, smallest=4, two_lines_from=8)
    for index, line in enumerate(lines):
        pdf.set_font(SONG, size=size)
        pdf.text(SIDE + 2, 9.5 + index * 4, line)
    pdf.set_text_color(*QUIET)
    told = [(chinese(HEADER), 8.5, 8.5), (HEADER, 6.5, 12.1)]
    if not text.english:
        told = [(chinese(HEADER), 10, 9.5)]
    for translated, points, y in told:
        pdf.set_font(HEI, size=points)
        line = translated.format(count=count, pages=pages)
        pdf.text(PAGE_WIDTH - SIDE - 2 - pdf.get_string_width(line), y, line)


def _cut_lines(pdf: FPDF) -> None:
    pdf.set_draw_color(150, 150, 150)
    pdf.set_line_width(0.15)
    pdf.set_dash_pattern(dash=1.2, gap=1.2)
    for row in range(ROWS + 1):
        y = TOP + row * HEIGHT
        pdf.line(0, y, PAGE_WIDTH, y)
    for column in range(COLUMNS + 1):
        x = SIDE + column * WIDTH
        pdf.line(x, TOP - 3, x, TOP + ROWS * HEIGHT + 4)
    pdf.set_dash_pattern()

"""Distribution bars as inline SVG that stays legible in black and white.

Attributes only, no style: a published page carries a strict content security policy. Shares of the
width are exact until they become pixels, and the pixels add up to the whole bar.
"""

from __future__ import annotations

from markupsafe import Markup

WIDTH, HEIGHT = 200, 16
FILLS = ("ink", "grey", "hatch", "dots", "lines", "cross")
"""Fill of each option in turn; those after `grey` are patterns defined once by `patterns`."""

_SOLID = {"ink": "#1d1b19", "grey": "#9a948a"}
_PATTERNS = {
    "hatch": '<path d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke="#a3161b" stroke-width="2"/>',
    "dots": '<circle cx="3" cy="3" r="1.4" fill="#1d1b19"/>',
    "lines": '<path d="M1.5 0v6" stroke="#1d1b19" stroke-width="1.2"/>',
    "cross": '<path d="M0 3h6M3 0v6" stroke="#5d574f" stroke-width="1"/>',
}


def patterns() -> Markup:
    """A hidden drawing that defines the patterns; it stands once at the head of a page."""
    tiles = "".join(
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="#fff"/>{marks}</pattern>'
        for name, marks in _PATTERNS.items()
    )
    return Markup(f'<svg width="0" height="0" aria-hidden="true"><defs>{tiles}</defs></svg>')  # noqa: S704 - constants


def bar(votes: tuple[int, ...], abstain: int, label: str) -> Markup:
    """A bar of all ballots: the options in order, then the abstentions as an empty stretch."""
    whole = sum(votes) + abstain
    parts = [*zip((*votes, abstain), (*_cycle(len(votes)), ""), strict=True)]
    pieces = []
    before = 0
    for number, fill in parts:
        left, right = _pixel(before, whole), _pixel(before + number, whole)
        before += number
        if right > left:
            pieces.append(_piece(left, right - left, fill))
    return _drawing(WIDTH, "".join(pieces), label)


def share_bar(part: int, whole: int, label: str) -> Markup:
    """A bar of one figure out of `whole`, filled from the left."""
    filled = _pixel(part, whole)
    rest = _piece(filled, WIDTH - filled, "") if filled < WIDTH else Markup()
    return _drawing(WIDTH, (_piece(0, filled, "ink") if filled else "") + rest, label)


def swatch(option: int | None) -> Markup:
    """The small square of the legend for an option's index, or for abstentions (None)."""
    fill = "" if option is None else FILLS[option % len(FILLS)]
    return _drawing(HEIGHT, _piece(0, HEIGHT, fill), "")


def _cycle(count: int) -> list[str]:
    return [FILLS[index % len(FILLS)] for index in range(count)]


def _pixel(part: int, whole: int) -> int:
    return (2 * part * WIDTH + whole) // (2 * whole) if whole else 0


def _piece(left: int, width: int, fill: str) -> str:
    if not fill:
        return (
            f'<rect x="{left + 0.5}" y="0.5" width="{max(width - 1, 0)}" height="{HEIGHT - 1}" '
            'fill="none" stroke="#9a948a"/>'
        )
    paint = _SOLID.get(fill, f"url(#{fill})")
    edge = "" if fill in _SOLID else ' stroke="#1d1b19" stroke-width="0.5"'
    return f'<rect x="{left}" width="{width}" height="{HEIGHT}" fill="{paint}"{edge}/>'


def _drawing(width: int, pieces: str, label: str) -> Markup:
    named = Markup('role="img" aria-label="{}"').format(label) if label else 'aria-hidden="true"'
    head = f'<svg width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}" {named}>'
    return Markup(f"{head}{pieces}</svg>")  # noqa: S704 - numbers, constants, and an escaped label

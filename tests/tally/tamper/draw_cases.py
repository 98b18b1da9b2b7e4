"""Draws by lot, each wrong in one way, beside an otherwise whole published folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from meeting.draws.draw_list import DrawList
from tally.findings.finding import Finding
from tally.folder.draw import Draw
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tests.tally.fixtures.draws import NAME, draw_of, list_of, share_of, write_draw
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.rewritten_pages import rewrite_pages

Case = Callable[[Held, Path], list[Finding]]


def drawn(change: Callable[[Held, Draw], Draw] = lambda _held, draw: draw) -> Case:
    """A folder with a draw; `change` is made to it after the tellers gave their shares."""

    def make(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path)
        honest = draw_of(held.hall, list_of(held.hall, path))
        write_draw(held.hall, path, change(held, honest))
        return found_in(held, path)

    return make


def drawn_from(change: Callable[[DrawList], DrawList]) -> Case:
    """A folder whose tellers really drew from a list that they should not have drawn from."""

    def make(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path)
        of = change(list_of(held.hall, path))
        write_draw(held.hall, path, draw_of(held.hall, of), table=False)
        return found_in(held, path)

    return make


def around(change: Callable[[Path], None]) -> Case:
    """A folder with a draw, changed in its draw's folder."""

    def make(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path)
        write_draw(held.hall, path, draw_of(held.hall, list_of(held.hall, path)))
        change(path / "draws" / NAME)
        return found_in(held, path)

    return make


def found_in(held: Held, path: Path) -> list[Finding]:
    rewrite_pages(held, path)
    return list(verify_folder(open_folder(path), workers=1).findings)


def _first(draw: Draw, **changed: object) -> Draw:
    first, *others = draw.shares
    return replace(draw, shares=(replace(first, **changed), *others))  # type: ignore[arg-type]


def _another_drawn(place: Path) -> None:
    path = place / "drawn.csv"
    path.write_bytes(path.read_bytes().replace("否 no".encode(), "是 yes".encode()))


def _another_folder(place: Path) -> None:
    place.rename(place.with_name("chairs"))


CASES: dict[str, Case] = {
    "draw-differs": around(_another_drawn),
    "draw-list": drawn_from(lambda of: replace(of, take=6)),
    "draw-meeting": drawn_from(lambda of: replace(of, meeting="0" * 64)),
    "draw-missing": around(lambda place: (place / "draw.json").unlink()),
    "draw-unfinished": drawn(lambda _held, draw: replace(draw, shares=draw.shares[:1])),
}
ALSO: dict[str, tuple[Case, set[str]]] = {
    "a list that is called otherwise than its folder": (
        around(_another_folder),
        {"draw-list"},
    ),
    "an entry twice": (
        drawn_from(lambda of: replace(of, entries=(*of.entries, of.entries[0]))),
        {"draw-list"},
    ),
    "an entry that a spreadsheet computes": (
        drawn_from(lambda of: replace(of, entries=(*of.entries, "=1+1"))),
        {"draw-list"},
    ),
    "the list exchanged below the shares": (
        drawn(lambda _held, draw: replace(draw, list=replace(draw.list, purpose="三名评委"))),
        {"act-signature", "bound-proof", "draw-unfinished"},
    ),
    "a share that is another power": (
        drawn(
            lambda _held, draw: _first(
                draw, share=draw.group.multiply(draw.shares[0].share, draw.group.generator)
            )
        ),
        {"act-signature", "bound-proof", "draw-unfinished"},
    ),
    "a share in another teller's name": (
        drawn(lambda _held, draw: _first(draw, owner=2)),
        {"act-signature", "bound-proof", "draw-unfinished"},
    ),
    "a share that nobody signed": (
        drawn(lambda _held, draw: _first(draw, signature=draw.shares[1].signature)),
        {"act-signature", "draw-unfinished"},
    ),
    "a share of nobody": (
        drawn(lambda _held, draw: _first(draw, owner=4)),
        {"owner-unknown", "draw-unfinished"},
    ),
    "a teller's share twice": (
        drawn(
            lambda held, draw: replace(
                draw, shares=(*draw.shares, share_of(held.hall, draw.list, 1))
            )
        ),
        {"owner-repeated"},
    ),
    "a share of another list under this one": (
        drawn(
            lambda held, draw: replace(
                draw,
                shares=(share_of(held.hall, replace(draw.list, take=1), 3), *draw.shares[1:]),
            )
        ),
        {"act-signature", "bound-proof", "draw-unfinished"},
    ),
    "the table taken out": (
        around(lambda place: (place / "drawn.csv").unlink()),
        {"file-missing"},
    ),
}
"""Broken in ways that are found by codes of others; each with all the codes that are found."""

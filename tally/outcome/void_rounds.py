"""Figures of the hall of which one is larger than another that ought to bound it, box by box.

Such figures are true now and then, so they are published as they are. What follows from them is one
of two things. More ballots were received than slips issued, or than people who could have voted:
then the round is *void as a whole*, and no result follows from it. Or more people were present than
are entitled, or more slips issued than people were present (a torn slip was replaced): then it is
*remarked*, and people decide what follows.

Refused is only what cannot have happened: there are no more slips than were printed, and the record
holds no ballot without a slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meeting.definition.meeting import Box
from meeting.language import N_
from tally.outcome.denominators import Figures
from tally.problem import Problem


@dataclass(frozen=True, slots=True)
class Excess:
    """In one box the figure `more`, which is `found`, is larger than `than`, which is `limit`."""

    box: Box
    more: str
    than: str
    found: int
    limit: int

    def to_json(self) -> dict[str, int | str]:
        """The excess for programs."""
        return {
            "box": self.box.id,
            "more": self.more,
            "than": self.than,
            "found": self.found,
            "limit": self.limit,
        }


def void_reasons(box: Box, figures: Figures) -> Iterator[Excess]:
    """Why the box makes its round void; nothing if it does not.

    Nobody knows how many people were there as long as it is not entered; then those entitled are
    all that could have been.
    """
    people = "entitled" if figures.present is None else "present"
    yield from _excesses(box, figures, (("returned", "issued"), ("returned", people)))


def remarks(box: Box, figures: Figures) -> Iterator[Excess]:
    """What is unusual about the figures of a box and makes nothing void."""
    yield from _excesses(box, figures, (("present", "entitled"), ("issued", "present")))


def impossibilities(box: Box, figures: Figures) -> Iterator[Problem]:
    """What cannot have happened: more slips issued, or ballots received, than slips were printed.

    收回 = 有效 + 无效 (+ unopened) holds by how the figures are made.
    """
    pairs = (
        (figures.issued, N_("Slips issued: {value}, but printed: only {limit}.")),
        (figures.returned, N_("Ballots received: {value}, but slips printed: only {limit}.")),
    )
    for value, sentence in pairs:
        if value is not None and value > box.slips:
            yield Problem("figures-disagree", sentence, where=box.id, value=value, limit=box.slips)


def _excesses(box: Box, figures: Figures, pairs: tuple[tuple[str, str], ...]) -> Iterator[Excess]:
    for more, than in pairs:
        found, limit = getattr(figures, more), getattr(figures, than)
        if found is not None and limit is not None and found > limit:
            yield Excess(box, more, than, found, limit)

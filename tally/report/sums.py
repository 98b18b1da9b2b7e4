"""What the report says of boxes that were opened as one: why, and where the record of it is."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.definition.meeting import Meeting
from meeting.language import listed, said
from tally.outcome.outcome import Outcome
from tally.outcome.sum_count import SumCount
from tally.report.derivation import Translate
from tally.words.figures_and_names import box_name, short_hash


@dataclass(frozen=True, slots=True)
class SumView:
    """One sum at the foot of the report, with the hashes that stand for its files."""

    id: str
    name: str
    ballots: int
    sum: str
    opening: str


def told_together(
    meeting: Meeting, sums: tuple[SumCount, ...], language: str, _: Translate
) -> tuple[str, ...]:
    """One sentence for each sum of a round: its boxes with their ballots, and why."""
    return tuple(_told(meeting, each, language, _) for each in sums)


def sum_views(outcome: Outcome, language: str) -> list[SumView]:
    """The sums at the foot of the report."""
    return [
        SumView(
            each.count.box.id,
            box_name(each.count.box, language),
            each.count.ballots,
            short_hash(each.count.setup),
            short_hash(each.count.head),
        )
        for each in outcome.sums
    ]


def _told(meeting: Meeting, each: SumCount, language: str, _: Translate) -> str:
    parts = [
        _("{group} (ballots: {count})").format(
            group=said(part.box.group, "name", language), count=part.ballots
        )
        for part in each.parts
    ]
    small = [
        said(part.box.group, "name", language)
        for part in each.parts
        if part.ballots < meeting.minimum_group
    ]
    sentence = (
        _(
            "Opened as one: {groups}, {count} ballots together, with one result for all of them. "
            "Fewer than {minimum} ballots were received from {small}; opened alone, so few could "
            "reveal single votes. What each of these voter groups chose is known to nobody."
        )
        if small
        else _(
            "Opened as one, as the tellers decided: {groups}, {count} ballots together, with one "
            "result for all of them. What each of these voter groups chose is known to nobody."
        )
    )
    return sentence.format(
        groups=listed(parts, language),
        count=each.count.ballots,
        minimum=meeting.minimum_group,
        small=listed(small, language),
    )

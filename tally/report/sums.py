"""What the report says of boxes that were opened as one: why, and where the record of it is."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.definition.meeting import Meeting
from meeting.language import listed, said
from tally.outcome.outcome import Outcome, RoundOutcome
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


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan by which a round was opened, at the foot of the report."""

    round: str
    hash: str


def told_together(
    meeting: Meeting, outcome: RoundOutcome, language: str, _: Translate
) -> tuple[str, ...]:
    """One sentence for each sum of a round: its boxes with their ballots, and why.

    Before them one about an exception, if it took one.
    """
    excepted = _excepted(meeting, outcome, _) if outcome.excepted else ()
    return (*excepted, *(_told(meeting, each, language, _) for each in outcome.sums))


def plan_views(outcome: Outcome, language: str) -> list[PlanView]:
    """The plans at the foot of the report; none under the rules of schema 1."""
    return [
        PlanView(said(each.round, "name", language), short_hash(each.plan))
        for each in outcome.rounds
        if each.plan
    ]


def _excepted(meeting: Meeting, outcome: RoundOutcome, _: Translate) -> tuple[str]:
    sentence = _(
        "Opened by an exception: this round has {count} ballots, fewer than the meeting's minimum "
        "of {minimum}, so that single votes may be worked out from the totals. All tellers have "
        "signed that it is opened all the same."
    )
    count = sum(figures.returned for _box, figures in outcome.figures.by_box)
    return (sentence.format(count=count, minimum=meeting.minimum_group),)


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

"""The ballots of a demonstration, such that its procedure comes to an end.

In a real hall a tie is voted on again, and a round in which nobody has a majority elects nobody. A
demonstration shows the whole procedure: the simulated voters' choices are drawn again until the
rules leave nothing open and every stage that follows has people to choose from. The rules are asked
as `meeting try` asks them, on the counts that the choices must lead to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from demo.climate import Climate
from demo.decisions import decided
from demo.expected import Count, expected_count, placed, scored
from demo.opinion import HIGHEST_SCORE, Choices, choose
from demo.stages import next_stages
from meeting.continuing.next_meeting import Before
from meeting.definition.marks import marks_by_column
from meeting.definition.meeting import Box, Meeting
from meeting.definition.paper import ABSTAIN, RANKING, SCORES, WRITE_IN, PaperItem
from meeting.rules.acts import Ruled
from tally.continuing.came_to import CameTo
from tally.folder.ruling import Ruling
from tally.outcome.box_count import AnyCount, ItemCount
from tally.outcome.denominators import Figures
from tally.outcome.single_count import RankingCount, ScoreCount, falling
from tally.outcome.steps.counted import Counted, CountedRound
from tally.outcome.steps.derive import derive
from tally.outcome.steps.lots import DrawAwaited, DrawnLots
from tally.outcome.steps.result import StepResult

Ballots = Mapping[str, Sequence[Choices]]
"""Box id to the choices of its voters."""
ATTEMPTS = 200
"""How often choices are drawn; then the last ones are cast, and something may be left open."""
WITH_A_CHOICE = 100
"""How often of these two people at least must stand in every stage; some rules leave only one."""


def ballots(meeting: Meeting, come: Mapping[str, int]) -> Ballots:
    """The choices of all who come (group id to their number), for every box."""
    drawn: Ballots = {}
    for attempt in range(ATTEMPTS):
        climate = Climate.of(meeting)
        drawn = {
            box.id: [choose(meeting, box, climate) for _ in range(come[box.group.id])]
            for box in meeting.boxes()
        }
        if _comes_to_an_end(meeting, drawn, 2 if attempt < WITH_A_CHOICE else 1):
            break
    return drawn


def _comes_to_an_end(meeting: Meeting, drawn: Ballots, least: int) -> bool:
    """Whether no step waits, and at least so many people stand in every stage that follows."""
    results = foreseen(meeting, drawn)
    before = Before(meeting, CameTo(meeting, results), "", "")
    return not any(each.waits for each in results) and all(
        each.people >= least or each.needless for each in next_stages(before)
    )


def foreseen(meeting: Meeting, drawn: Ballots) -> tuple[StepResult, ...]:
    """What the rules come to on these choices, with what people will decide and any lots drawn."""
    rounds = {
        each.id: _counted(meeting, [box for box in meeting.boxes() if box.round == each], drawn)
        for each in meeting.rounds
    }
    rulings: dict[str, Ruling] = {}
    lots: dict[str, DrawnLots] = {}
    marks = marks_by_column(meeting.marks)
    while True:
        known = len(rulings) + len(lots)
        results = derive(meeting, Counted(rounds, marks, rulings, lots))
        for each in results:
            step, waits = each.step, each.waits
            if isinstance(waits, DrawAwaited):
                lots.setdefault(step.id, DrawnLots(waits.about[: waits.take]))
            elif isinstance(step, Ruled) and (waits is None or waits.code == "ruling-awaited"):
                answers = decided(step, waits.about if waits else each.people)
                ruling = Ruling(step.kind, step.id, "", "", "", answers)
                rulings.setdefault(step.id, ruling)
        if len(rulings) + len(lots) == known:
            return results


def _counted(meeting: Meeting, boxes: Sequence[Box], drawn: Ballots) -> CountedRound:
    figures: dict[str, Figures] = {}
    items: dict[str, dict[str, AnyCount]] = {}
    for box in boxes:
        cast = len(drawn[box.id])
        figures[box.group.id] = Figures(box.group.size, cast, cast, cast, cast, 0, 0)
        count = expected_count(meeting, box, drawn[box.id])
        for item in box.items(meeting):
            if item.form != WRITE_IN:
                items.setdefault(item.id, {})[box.group.id] = _item(item, count, cast)
    return CountedRound(figures, items)


def _item(item: PaperItem, count: Count, cast: int) -> AnyCount:
    votes = count[item.id]
    if item.form == RANKING:
        places = tuple(
            tuple(votes[placed(option.id, at)] for at in range(1, item.maximum + 1))
            for option in item.options
        )
        return RankingCount(cast, votes[ABSTAIN], places, ())
    if item.form == SCORES:
        return ScoreCount(cast, tuple(_tenths(votes, each.id) for each in item.options), ())
    return ItemCount(cast, votes[ABSTAIN], tuple(votes[each.id] for each in item.options))


def _tenths(votes: Counter[str], person: str) -> tuple[int, ...]:
    given = (
        tenths for tenths in range(HIGHEST_SCORE + 1) for _ in range(votes[scored(person, tenths)])
    )
    return falling(given)

"""The plans by which the rounds of a meeting are opened.

Which boxes are opened alone and which as one follows from the closed boxes (`plan_of`), so the
verifier works it out itself; nothing that says so is read. That it was kept is the rule that came
with schema 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from meeting.definition.meeting import Box, Meeting, Round
from meeting.opening_plan.plan import ClosedBox, Plan, plan_of
from tally.findings.finding import Findings
from tally.folder.source import Folder
from tally.folder.sum import sum_name
from tally.verify.meeting.exception import exception_signers
from tally.verify.record.box import VerifiedBox
from tally.verify.record.closing import closing_head


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """The plan of a round whose boxes are all closed.

    `signed` are the numbers of the tellers whose signature under the exception holds; None where
    there is no such file. `tellers` is how many must sign.
    """

    round: Round
    plan: Plan
    tellers: int
    signed: frozenset[int] | None = None

    @property
    def excepted(self) -> bool:
        """Whether every teller has signed that the round is opened although it is too small."""
        return bool(self.plan.exception) and self.signed == frozenset(range(1, self.tellers + 1))

    @property
    def openings(self) -> tuple[tuple[str, ...], ...]:
        """Everything that is opened: the ids of one box alone, or of several as one."""
        return self.plan.all_openings(excepted=self.excepted)

    def opening_of(self, box: str) -> tuple[str, ...]:
        """The ids of what this box is opened with; () if it stays closed."""
        return self.plan.opening_of(box, excepted=self.excepted)

    def opens_alone(self, box: str) -> bool:
        """Whether this box is opened, and by itself."""
        return self.opening_of(box) == (box,)

    def excepts(self, box: str) -> bool:
        """Whether every teller has signed that this box is opened by itself, small as it is."""
        return self.excepted and self.opens_alone(box)

    def sums(self, meeting: Meeting) -> dict[str, tuple[Box, ...]]:
        """The boxes that are opened as one, by the name of their sum."""
        found = (tuple(map(meeting.box, ids)) for ids in self.openings if len(ids) > 1)
        return {sum_name(boxes): boxes for boxes in found}


def round_plan(
    meeting: Meeting, definition_hash: str, each: Round, verified: Mapping[str, VerifiedBox]
) -> Plan | None:
    """The plan of a round, from its boxes by id; None as long as one is missing or not closed."""
    closed = []
    for box in meeting.boxes():
        if box.round != each:
            continue
        record = verified[box.id].record if box.id in verified else None
        head = closing_head(record) if record is not None else None
        if record is None or head is None:
            return None
        closed.append(ClosedBox(box.id, record.setup_hash, head, len(record.ballots)))
    return plan_of(definition_hash, each.id, meeting.minimum_group, closed)


def plans_of(
    folder: Folder, verified: Mapping[str, VerifiedBox], findings: Findings
) -> dict[str, RoundPlan]:
    """The plans of all rounds whose records hold, by round; none under the rules of schema 1."""
    meeting = folder.meeting
    found: dict[str, RoundPlan] = {}
    for each in meeting.rounds if meeting.rules_of_2 else ():
        own = [verified.get(box.id) for box in meeting.boxes() if box.round == each]
        if any(box is None or box.findings.bad for box in own):
            continue  # what does not hold is said; the plan of it would say nothing
        plan = round_plan(meeting, folder.definition_hash, each, verified)
        trustees = own[0].setup.trustees if own[0] is not None else None
        if plan is None or trustees is None:
            continue
        data = folder.exception(each.id)
        signed = None if data is None else exception_signers(data, plan, trustees, findings)
        found[each.id] = RoundPlan(each, plan, len(trustees.owners), signed)
    return found


def sum_in_plan(plans: Mapping[str, RoundPlan], meeting: Meeting, box: Box) -> str:
    """The name of the sum that the plan puts this box in, or nothing."""
    planned = plans.get(box.round.id)
    sums = planned.sums(meeting) if planned else {}
    return next((name for name, boxes in sums.items() if box in boxes), "")


def openings_told(plans: Iterable[RoundPlan]) -> dict[str, tuple[str, bool]]:
    """What outcome.json says of each round: the hash of its plan, and whether it was excepted."""
    return {each.round.id: (each.plan.hash, each.excepted) for each in plans}

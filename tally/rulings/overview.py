"""What people are asked to decide in a work folder, and how far each of it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from meeting.published.act_files import ruling_kinds
from meeting.rules.acts import Defer, Ruled, Withdraw
from tally.folder.ruling import NEEDED, HeldRuling, Ruling, decided_on, decided_on_names
from tally.opening.sign_ruling import begun_ruling
from tally.opening.work_folder import WorkFolder
from tally.outcome.merged_names import written_tally
from tally.outcome.outcome import Outcome
from tally.outcome.single_outcome import WrittenTable
from tally.outcome.written_names import WrittenName, written_names
from tally.problem import Problem
from tally.rulings.merge_file import counts_of
from tally.rulings.people_asked import MergeAsked, people_asked, ruled_step
from tally.rulings.proposals import Proposal, proposals

State: TypeAlias = Literal["open", "optional", "begun", "unfit", "early", "holds", "nobody"]
"""Two tellers may rule; they may, but need not; one has signed; what was ruled is about others; it
is not known yet about whom; it is ruled; nobody came to it."""
ORDER: Final[tuple[State, ...]] = (
    "open", "begun", "unfit", "optional", "early", "holds", "nobody",
)  # fmt: skip
"""What somebody has to do comes first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to decide: about whom, or about which written names, and `empty` lines beside them.

    `ruling` is what lies there, with who has signed it; `early` says why nobody knows yet about
    whom it is.
    """

    step: Ruled | MergeAsked
    state: State
    people: tuple[str, ...] = ()
    names: tuple[WrittenName, ...] = ()
    empty: int = 0
    proposals: tuple[Proposal, ...] = ()
    ruling: HeldRuling | None = None
    early: Problem | None = None


def overview(work: WorkFolder, outcome: Outcome) -> tuple[Asked, ...]:
    """Everything that people are asked to decide: by `ORDER`, merges before steps."""
    kinds = ruling_kinds(work.meeting) if work.meeting.rules_of_2 else {}
    asked = [_asked(work, outcome, ruled_step(work, name)) for name in kinds]
    return tuple(
        sorted(asked, key=lambda each: (ORDER.index(each.state), isinstance(each.step, Ruled)))
    )


def is_about_others(outcome: Outcome, step: Ruled | MergeAsked, ruling: Ruling) -> bool:
    """Whether others came to the step than it is about, or other names were written.

    As long as nobody knows who they are, nobody knows it of the ruling.
    """
    if isinstance(step, MergeAsked):
        written = written_tally(step.paper, counts_of(outcome, step.round))
        return ruling.decided_on != decided_on_names(step.round, step.paper.id, written)
    try:
        people = people_asked(outcome, step)
    except Problem:
        return False
    return ruling.decided_on != decided_on(step.id, people)


def _asked(work: WorkFolder, outcome: Outcome, step: Ruled | MergeAsked) -> Asked:
    begun = begun_ruling(work, step.id)
    ruling = begun if begun is not None and begun.signed else None
    if isinstance(step, MergeAsked):
        counts = counts_of(outcome, step.round)
        names = written_names(written_tally(step.paper, counts), step.paper, work.meeting.people)
        return Asked(
            step,
            _state(outcome, step, ruling, asked=bool(names)),
            names=names,
            empty=_empty_lines(outcome, step),
            proposals=proposals(work.meeting, step.paper, names),
            ruling=ruling,
        )
    try:
        people = people_asked(outcome, step)
    except Problem as early:
        return Asked(step, "early", ruling=ruling, early=early)
    return Asked(step, _state(outcome, step, ruling, asked=bool(people)), people, ruling=ruling)


def _state(
    outcome: Outcome, step: Ruled | MergeAsked, ruling: HeldRuling | None, *, asked: bool
) -> State:
    if ruling is not None:
        if is_about_others(outcome, step, ruling.ruling):
            return "unfit"
        return "holds" if len(ruling.signed) >= NEEDED else "begun"
    if not asked:
        return "nobody"
    may = isinstance(step, Defer | Withdraw) and step.unruled != "waits"
    return "optional" if may else "open"


def _empty_lines(outcome: Outcome, asked: MergeAsked) -> int:
    """How many lines of the paper were left empty, in all groups."""
    return sum(
        line.all.nothing
        for each in outcome.rounds
        if each.round.id == asked.round
        for table in each.singles
        if isinstance(table, WrittenTable) and table.table.paper.id == asked.paper.id
        for line in table.lines
    )

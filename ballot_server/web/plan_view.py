"""The plan by which the tellers open a round, as the hall shows it once all its boxes are closed.

It follows from the closed boxes alone, and the tellers' own tools work it out again: they compare
one fingerprint with the one shown here.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballot_server.board.board import Board
from ballot_server.store import chain
from crypto.board.server_key import short_form
from crypto.record.event_order import Stage
from meeting.definition.meeting import Round
from meeting.language import said
from meeting.opening_plan.plan import ClosedBox, Plan, plan_of


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan in the groups' names: what is opened alone or as one, and what stays closed.

    `excepted` is whether what stays closed is too little even together.
    """

    round: str
    openings: tuple[tuple[str, ...], ...]
    closed: tuple[str, ...]
    excepted: bool
    hash: str

    @property
    def short(self) -> str:
        """The fingerprint of the plan, for comparing by eye."""
        return short_form(bytes.fromhex(self.hash))


def plan_views(board: Board, session: Session, language: str) -> dict[str, PlanView]:
    """The plans of the rounds whose boxes are all closed, by round."""
    meeting = board.meeting()
    plans = ((each, _plan(board, session, each)) for each in meeting.rounds)
    names = {box.id: said(box.group, "name", language) for box in meeting.boxes()}
    return {
        each.id: _view(plan, said(each, "name", language), names)
        for each, plan in plans
        if plan is not None
    }


def _plan(board: Board, session: Session, each: Round) -> Plan | None:
    meeting = board.meeting()
    closed = []
    for box in meeting.boxes():
        if box.round != each:
            continue
        found = chain.standing(session, box.id)
        if found.stage is not Stage.TALLIED:
            return None
        setup = chain.find_box(session, box.id).setup
        closed.append(ClosedBox(box.id, setup, found.head, found.sealed))
    return plan_of(board.definition().hash, each.id, meeting.minimum_group, closed)


def _view(plan: Plan, name: str, names: dict[str, str]) -> PlanView:
    opened = {box for each in plan.openings for box in each}
    return PlanView(
        name,
        tuple(tuple(names[box] for box in each) for each in plan.openings),
        tuple(names[box.id] for box in plan.boxes if box.id not in opened),
        bool(plan.exception),
        plan.hash,
    )

"""What the hall's wall shows, read from one snapshot into plain values.

Ballots in an open box are told in whole fives (`STEP`), so that hardly anybody's cast moves a
figure; the exact number stands there once the box is closed. Nothing is told of choices or times.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from math import ceil, floor

from sqlalchemy.orm import Session

from ballot_server.board.board import Board
from ballot_server.board.result_folder import is_registered
from ballot_server.store import chain
from ballot_server.store.models import State
from ballot_server.web.hall_papers import present_by_box, result_lines
from ballot_server.web.plan_view import PlanView, plan_views
from meeting.definition.meeting import Round
from meeting.language import said
from meeting.rules.selections import Quorum

STEP = 5
"""Ballots."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group in a round; `present` is None where nobody entered it, `ballots` as it is shown."""

    name: str
    state: str
    entitled: int
    present: int | None
    ballots: int


@dataclass(frozen=True, slots=True)
class QuorumView:
    """法定人数: `there` of `entitled` people or ballots, where `needed` are enough.

    `there` is None as long as those present were not entered.
    """

    of: str
    needed: int
    there: int | None
    entitled: int

    @property
    def reached(self) -> bool:
        """Whether what is shown is enough."""
        return self.there is not None and self.there >= self.needed


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round and its groups, in the order of the meeting; `plan` once all its boxes are closed."""

    name: str
    state: str
    last_voters: bool
    groups: tuple[GroupView, ...]
    quorums: tuple[QuorumView, ...]
    plan: PlanView | None

    @property
    def entitled(self) -> int:
        """How many are entitled, all groups together."""
        return sum(each.entitled for each in self.groups)

    @property
    def present(self) -> int | None:
        """How many are present; None unless it was entered for every group."""
        known = [each.present for each in self.groups if each.present is not None]
        return sum(known) if len(known) == len(self.groups) else None

    @property
    def ballots(self) -> int:
        """The sum of the ballots as they are shown."""
        return sum(each.ballots for each in self.groups)


@dataclass(frozen=True, slots=True)
class HallView:
    """The rounds that are on, and the first lines of the result (none before it is published)."""

    state: str
    rounds: tuple[RoundView, ...]
    published: bool
    result: tuple[str, ...]

    @property
    def digest(self) -> str:
        """A name for all that is shown: another one, and the page is to be read again."""
        return sha256(repr(self).encode()).hexdigest()


def hall_view(board: Board, language: str) -> HallView:
    """What is shown now; no connection is kept. Raises BoardProblem."""
    return board.look(lambda session: _hall(board, session, language))


def shown_ballots(accepted: int, state: str) -> int:
    """The number of ballots in a box as the wall tells it: exact once the box is closed."""
    return accepted if state == State.CLOSED else accepted - accepted % STEP


def _hall(board: Board, session: Session, language: str) -> HallView:
    published = is_registered(board)
    present, plans = present_by_box(board), plan_views(board, session, language)
    views = tuple(
        _round(board, session, each, present, plans.get(each.id), language)
        for each in board.meeting().rounds
    )
    state, rounds = _now(views)
    return HallView(state, rounds, published, result_lines(board, language) if published else ())


def _now(rounds: tuple[RoundView, ...]) -> tuple[str, tuple[RoundView, ...]]:
    """The rounds that are on: the open ones, else the next one, else all, which are closed."""
    if going := tuple(each for each in rounds if each.state == State.OPEN):
        return State.OPEN.value, going
    if coming := tuple(each for each in rounds if each.state != State.CLOSED):
        return coming[0].state, coming[:1]
    return State.CLOSED.value, rounds


def _round(
    board: Board,
    session: Session,
    round_: Round,
    present: dict[str, int],
    plan: PlanView | None,
    language: str,
) -> RoundView:
    boxes = [box for box in board.meeting().boxes() if box.round == round_]
    rows = {box.id: chain.find_box(session, box.id) for box in boxes}
    groups = tuple(
        GroupView(
            said(box.group, "name", language),
            rows[box.id].state,
            box.group.size,
            present.get(box.id),
            shown_ballots(chain.standing(session, box.id).accepted, rows[box.id].state),
        )
        for box in boxes
    )
    view = RoundView(
        said(round_, "name", language),
        _state([each.state for each in groups]),
        any(row.last_voters for row in rows.values()),
        groups,
        (),
        plan,
    )
    rules = (each for each in board.meeting().rules if isinstance(each, Quorum))
    quorums = tuple(_quorum(each, view) for each in rules if each.round == round_.id)
    return RoundView(view.name, view.state, view.last_voters, groups, quorums, plan)


def _state(states: list[str]) -> str:
    """Open while any box is; closed when all are."""
    if State.OPEN in states:
        return State.OPEN.value
    return next((each for each in states if each != State.CLOSED), State.CLOSED.value)


def _quorum(rule: Quorum, view: RoundView) -> QuorumView:
    exact = rule.limit * view.entitled
    needed = floor(exact) + 1 if rule.strictly else ceil(exact)
    there = view.present if rule.of == "present" else view.ballots
    return QuorumView(rule.of, needed, there, view.entitled)

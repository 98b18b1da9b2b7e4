"""What the staff's page shows, read into plain values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballot_server.board.board import Board
from ballot_server.board.cancel import Cancelled
from ballot_server.box import cancelled
from ballot_server.staff.desk import Desk
from ballot_server.store import chain
from ballot_server.store.models import State
from ballot_server.web.board_view import box_view
from meeting.language import listed, said
from meeting.problem import Problem


@dataclass(frozen=True, slots=True)
class SlipsView:
    """The slips of a box: how many were printed, voted and were cancelled; `rest` is the others."""

    id: str
    round: str
    group: str
    state: str
    printed: int
    voted: int
    audited: int
    left_over: int

    @property
    def rest(self) -> int:
        """How many are neither used nor cancelled."""
        return self.printed - self.voted - self.audited - self.left_over


@dataclass(frozen=True, slots=True)
class ToldView:
    """What became of the last slip: `kind` is done, before or refused.

    `papers` is what an audited slip is for, in words.
    """

    kind: str
    box: str = ""
    papers: str = ""
    problem: str = ""


def slips_views(board: Board, language: str) -> tuple[SlipsView, ...]:
    """The slips of all boxes, in the order of the meeting."""
    with board.store.reading() as session:
        ids = [row.id for row in chain.all_boxes(session)]
        return tuple(_slips_view(board, session, each, language) for each in ids)


def told_view(desk: Desk, language: str) -> ToldView | None:
    """What is said of the slip that was scanned last, if any was."""
    last = desk.last
    if last is None:
        return None
    if isinstance(last, Problem):
        return ToldView("refused", problem=last.text(language))
    return _told(desk, last, language)


def audit_is_over(views: tuple[SlipsView, ...]) -> bool:
    """Whether voting has begun in every box, so that no slip can be audited any more."""
    return all(each.state != State.PREPARED for each in views)


def _slips_view(board: Board, session: Session, box_id: str, language: str) -> SlipsView:
    row = chain.find_box(session, box_id)
    shown = box_view(board, session, row, language)
    parts = Counter(audited for _, audited in cancelled.names(session, row))
    return SlipsView(
        id=box_id,
        round=shown.round,
        group=shown.group,
        state=shown.state,
        printed=shown.slips,
        voted=shown.accepted,
        audited=parts[True],
        left_over=parts[False],
    )


def _told(desk: Desk, done: Cancelled, language: str) -> ToldView:
    meeting = desk.board.meeting()
    box = meeting.box(done.box_id)
    name = f"{said(box.round, 'name', language)} · {said(box.group, 'name', language)}"
    papers = ""
    if desk.last_audited:
        papers = listed([said(each, "title", language) for each in box.papers(meeting)], language)
    return ToldView("before" if done.before else "done", name, papers)

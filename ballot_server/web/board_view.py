"""What the pages show, read from one snapshot into plain values."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballot_server.board.board import Board
from ballot_server.store import chain
from ballot_server.store.models import BoxRow, EventRow, SealedBallot
from crypto.board.board_proof import SealedProof
from crypto.board.checkpoint import read_checkpoint
from crypto.board.server_key import short_form
from meeting.language import said


@dataclass(frozen=True, slots=True)
class BoxView:
    """A box as the overview shows it. `slips`: how many were printed; hashes in hex.

    `entitled` is 应到. `last_voters`: it is open, and no new slip is let in.
    """

    id: str
    round: str
    group: str
    state: str
    accepted: int
    waiting: int
    slips: int
    entitled: int
    last_voters: bool
    setup: str
    head: str
    size: int

    @property
    def over(self) -> int:
        """How many ballots more there are than entitled voters."""
        return max(0, self.accepted - self.entitled)

    @property
    def head_short(self) -> str:
        """The short form of the head, for comparing by eye."""
        return short_form(bytes.fromhex(self.head))


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of the chain; `fingerprint` and `tracker` of a ballot, else empty."""

    height: int
    type: str
    hash: str
    parent: str
    payload: str
    fingerprint: str
    tracker: str


@dataclass(frozen=True, slots=True)
class ProofView:
    """Where a ballot stands: its event, and the hashes from there to the root of `size` events.

    All hashes in hex, the proof's from the leaf upwards; `checkpoint` is the signed note.
    """

    event: str
    parent: str
    height: int
    size: int
    root: str
    steps: tuple[str, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class ChainPage:
    """Some events of a chain, the newest first; so do pages, which count from 1."""

    events: tuple[EventView, ...]
    number: int
    pages: int


def box_views(board: Board, session: Session, language: str) -> tuple[BoxView, ...]:
    """All boxes in the order of the meeting."""
    return tuple(box_view(board, session, row, language) for row in chain.all_boxes(session))


def box_view(board: Board, session: Session, row: BoxRow, language: str) -> BoxView:
    """What is shown of a box."""
    box = board.meeting().box(row.id)
    found = chain.standing(session, row.id)
    return BoxView(
        id=row.id,
        round=said(box.round, "name", language),
        group=said(box.group, "name", language),
        state=row.state,
        accepted=found.accepted,
        waiting=found.waiting,
        slips=box.slips,
        entitled=box.group.size,
        last_voters=row.last_voters,
        setup=row.setup,
        head=found.head,
        size=found.size,
    )


def proof_view(proof: SealedProof) -> ProofView:
    """What is shown of the proof that a ballot is sealed."""
    event, signed = proof.parsed_event(), read_checkpoint(proof.checkpoint.encode())
    return ProofView(
        event=event.hash,
        parent=event.parent or "",
        height=event.height,
        size=signed.size,
        root=signed.root.hex(),
        steps=tuple(each.hex() for each in proof.proof),
        checkpoint=proof.checkpoint,
    )


def page_of(board: Board, height: int, size: int) -> int:
    """The number of the page that shows the event at a height of a chain of a size."""
    return (size - 1 - height) // board.config.events_per_page + 1


def chain_page(board: Board, session: Session, box_id: str, number: int) -> ChainPage | None:
    """A page of a box's chain, None if there is no such page."""
    per_page = board.config.events_per_page
    size = chain.standing(session, box_id).size
    pages = (size - 1) // per_page + 1
    if not 1 <= number <= pages:
        return None
    last = size - 1 - (number - 1) * per_page
    first = max(0, last - per_page + 1)
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.box_id == box_id, EventRow.height.between(first, last))
        .order_by(EventRow.height)
    )
    ballots = {
        ballot.height: ballot
        for ballot in session.scalars(
            select(SealedBallot).where(
                SealedBallot.box_id == box_id, SealedBallot.height.between(first, last)
            )
        )
    }
    before = session.get(EventRow, (box_id, first - 1)) if first else None
    parent = before.hash if before else ""
    events = []
    for event in rows:
        ballot = ballots.get(event.height)
        events.append(
            EventView(
                height=event.height,
                type=event.type,
                hash=event.hash,
                parent=parent,
                payload=event.payload or "",
                fingerprint=ballot.fingerprint if ballot is not None else "",
                tracker=ballot.tracker if ballot is not None else "",
            )
        )
        parent = event.hash
    return ChainPage(tuple(reversed(events)), number, pages)

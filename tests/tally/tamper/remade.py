"""Records made again after a change, so that only the changed thing can be at fault.

`closed` makes a box anew up to its encrypted tally: ballots are added up again, the chain is
linked again, the checkpoint signed again. `chained` links any list of archive members again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crypto.ballots.ballot import parse_ballot
from crypto.canonical import sha256_hex
from crypto.election.election import Election
from crypto.errors import Refused
from crypto.opening.encrypted_tally import aggregate
from crypto.record.archive import Archive, archive_header
from crypto.record.archive_member import BLOCK, Member, MemberKind, header_block
from crypto.record.record import scan_record
from crypto.record.record_builder import RecordBuilder
from tally.verify.record.box import VerifiedBox
from tests.tally.fixtures.box_check import verified
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.sealed_order import in_order
from tests.tally.fixtures.small_hall import TIMESTAMP
from tests.tally.fixtures.spoiled_records import parts_of


def closed(held: Held, **changed: Any) -> VerifiedBox:
    """The box with parts of its record replaced, sorted, closed again and not yet opened."""
    parts = parts_of(held)
    ballots = changed.get("order", in_order)(changed.get("ballots", parts.ballots))
    election: bytes = changed.get("election", parts.election)
    trustees: bytes = changed.get("trustees", parts.trustees)
    credentials: bytes = changed.get("credentials", parts.credentials)
    builder = RecordBuilder.start(TIMESTAMP, election, trustees, credentials)
    builder = builder.add_ballots(ballots).end_ballots()
    tally = changed.get("tally") or _tally(election, ballots) or parts.tally
    if tally is not None:
        text, number, weight = tally
        builder = builder.add_encrypted_tally(text, num_tallied=number, total_weight=weight)
    return checked(held, builder.appended_bytes())


def checked(held: Held, data: bytes, **files: Any) -> VerifiedBox:
    """The verifier's view of these bytes, under a checkpoint of what is readable of them."""
    record, _problems = scan_record(data)
    if record is not None and record.head.size == len(record.events):
        files.setdefault("checkpoint", held.hall.checkpoint(record))
    return verified(held, record=data, **files)


def _tally(election_text: bytes, ballots: Iterable[bytes]) -> tuple[bytes, int, int] | None:
    try:
        election = Election.parse(election_text)
        parsed = [(parse_ballot(election, each), 1) for each in ballots]
    except Refused:
        return None
    return aggregate(election, parsed).to_json().encode(), len(parsed), len(parsed)


def members_of(data: bytes) -> list[Member]:
    from crypto.record.archive import read_archive  # noqa: PLC0415 - the name is used here only

    return list(read_archive(data).members)


def archived(members: Iterable[Member]) -> bytes:
    return Archive(TIMESTAMP, tuple(members)).to_bytes()


def raw_member(content: bytes, *, name: str = "", timestamp: int = TIMESTAMP) -> bytes:
    """A member under a name and a time that need not be right."""
    proper = name or f"{sha256_hex(content)}.data.json"
    return header_block(proper, len(content), timestamp) + content + bytes(-len(content) % BLOCK)


def data(content: bytes) -> Member:
    return Member(MemberKind.DATA, content)


def event(content: bytes) -> Member:
    return Member(MemberKind.EVENT, content)


HEADER = archive_header(TIMESTAMP)

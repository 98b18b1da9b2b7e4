"""Archives and chains, each wrong in one way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from crypto.canonical import dumps
from crypto.record.archive import archive_header
from crypto.record.archive_member import BLOCK, Member
from crypto.record.record_builder import RecordBuilder
from tally.verify.record.box import VerifiedBox
from tests.tally.fixtures.box_check import files_of
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import TIMESTAMP
from tests.tally.fixtures.spoiled_records import edited, parts_of
from tests.tally.tamper.remade import (
    archived,
    checked,
    data,
    event,
    members_of,
    raw_member,
)


def whole(held: Held) -> bytes:
    found = files_of(held).record
    assert isinstance(found, bytes)
    return found


def bytes_case(change: Callable[[bytes], bytes]) -> Callable[[Held], VerifiedBox]:
    """The finished record's bytes changed; the checkpoint is that of the true record."""

    def make(held: Held) -> VerifiedBox:
        return checked(held, change(whole(held)), checkpoint=files_of(held).checkpoint)

    return make


def members_case(change: Callable[[list[Member]], list[Member]]) -> Callable[[Held], VerifiedBox]:
    """The closed record's members changed."""

    def make(held: Held) -> VerifiedBox:
        start = members_of((held.closed / "boxes/r1-A/record.bel").read_bytes())
        return checked(held, archived(change(start)))

    return make


def _last_event(change: Callable[[Any], Any]) -> Callable[[list[Member]], list[Member]]:
    """The last event rewritten: nothing comes after it that could notice."""

    def make(members: list[Member]) -> list[Member]:
        return [*members[:-1], event(edited(members[-1].data, change))]

    return make


def _flip(found: bytes, at: int) -> bytes:
    return found[:at] + bytes([found[at] ^ 1]) + found[at + 1 :]


def _after_event(members: list[Member]) -> list[Member]:
    return [*members[:-3], members[-1], members[-3], members[-2]]


def _swap(members: list[Member]) -> list[Member]:
    """The tally and its payload change places before their event."""
    return [*members[:-3], members[-2], members[-3], members[-1]]


def _misplaced(members: list[Member]) -> list[Member]:
    """The tally stands before EndBallots."""
    return [*members[:-4], members[-3], members[-4], *members[-2:]]


def _reused(members: list[Member]) -> list[Member]:
    """A second Ballot event refers to the data of the first."""
    at = next(i for i, each in enumerate(members) if b'"type":"Ballot"' in each.data)
    first = json.loads(members[at].data)
    again = first | {"parent": members[at].hash, "height": first["height"] + 1}
    return [*members[: at + 1], event(dumps(again).encode())]


def _without_end_of_ballots(members: list[Member]) -> list[Member]:
    """The EndBallots event taken out, and what follows linked again."""
    kept = [each for each in members if b'"type":"EndBallots"' not in each.data]
    ballots = [each for each in kept if b'"type":"Ballot"' in each.data]
    last = json.loads(ballots[-1].data)

    def relink(value: Any) -> Any:
        return value | {"parent": ballots[-1].hash, "height": last["height"] + 1}

    return [*kept[:-1], event(edited(kept[-1].data, relink))]


def _second_opening(held: Held) -> VerifiedBox:
    parts = parts_of(held)
    (owner, first), (_other, second) = parts.shares
    builder = RecordBuilder.start(TIMESTAMP, parts.election, parts.trustees, parts.credentials)
    text, number, weight = parts.tally or (b"", 0, 0)
    builder = builder.add_ballots(parts.ballots).end_ballots()
    builder = builder.add_encrypted_tally(text, num_tallied=number, total_weight=weight)
    builder = builder.add_partial_decryption(owner, first)
    other = RecordBuilder.resume(TIMESTAMP, builder.head, builder.stage)  # type: ignore[arg-type]
    again = other.add_partial_decryption(owner, second)
    return checked(held, builder.appended_bytes() + again.appended_bytes())


CASES: dict[str, Callable[[Held], VerifiedBox]] = {
    "archive-block": bytes_case(lambda b: b[: BLOCK * 2 + 100] + b"7" + b[BLOCK * 2 + 101 :]),
    "archive-content": bytes_case(lambda b: b + raw_member(b"[\0]")),
    "archive-duplicate": bytes_case(lambda b: b + b[2 * BLOCK :][: 2 * BLOCK + 0]),
    "archive-hash": bytes_case(lambda b: _flip(b, 3 * BLOCK + 20)),
    "archive-header": bytes_case(lambda b: b[2 * BLOCK :]),
    "archive-name": bytes_case(lambda b: b + raw_member(b"[1]", name="readme.txt")),
    "archive-padding": bytes_case(lambda b: b[:-1] + b"x"),
    "archive-time": bytes_case(lambda b: archive_header(TIMESTAMP + 1) + b[2 * BLOCK :]),
    "archive-truncated": bytes_case(lambda b: b[: -200 - BLOCK]),
    "archive-zero-block": bytes_case(lambda b: b + bytes(2 * BLOCK)),
    "data-after-event": members_case(_after_event),
    "data-missing": members_case(lambda m: [*m[:-3], *m[-2:]]),
    "data-misplaced": members_case(_misplaced),
    "data-order": members_case(_swap),
    "data-reused": members_case(_reused),
    "data-unreferenced": members_case(lambda m: [*m, data(b"[1]")]),
    "event-height": members_case(_last_event(lambda e: e | {"height": e["height"] + 1})),
    "event-order": members_case(_without_end_of_ballots),
    "event-parent": members_case(_last_event(lambda e: e | {"parent": "0" * 64})),
    "event-payload": members_case(
        _last_event(lambda e: {name: e[name] for name in ("parent", "height", "type")})
    ),
    "event-type": members_case(_last_event(lambda e: e | {"type": "Recount"})),
    "owner-repeated": _second_opening,
    "setup-missing": members_case(lambda m: m[5:]),
}

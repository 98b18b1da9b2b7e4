"""Ballots, each wrong in one way; the box is closed again around them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from crypto.groups.edwards_kernel.curve import ORDER
from tally.verify.record.box import VerifiedBox
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.spoiled_records import edited, parts_of, resigned, without
from tests.tally.tamper.remade import closed


def signed(edit: Callable[[Any], Any]) -> Callable[[Held], VerifiedBox]:
    """The first ballot edited, hashed and signed again."""

    def make(held: Held) -> VerifiedBox:
        return closed(held, ballots=(resigned(held, 0, edit), *parts_of(held).ballots[1:]))

    return make


def written(edit: Callable[[str], str]) -> Callable[[Held], VerifiedBox]:
    """The first ballot's text edited."""

    def make(held: Held) -> VerifiedBox:
        first, *others = parts_of(held).ballots
        return closed(held, ballots=(edit(first.decode()).encode(), *others))

    return make


def spoil(*path: Any) -> Callable[[Any], None]:
    """Raise the decimal number at `path` by one."""

    def edit(ballot: Any) -> None:
        for step in path[:-1]:
            ballot = ballot[step]
        ballot[path[-1]] = str(int(ballot[path[-1]]) + 1)

    return edit


def _swap_proofs(ballot: Any) -> None:
    proofs = ballot["answers"][0]["individual_proofs"]
    proofs[0], proofs[1] = proofs[1], proofs[0]


def _other_election(ballot: Any) -> None:
    ballot["election_uuid"] = "1" * 22


def _no_blank_proof(ballot: Any) -> None:
    del ballot["answers"][0]["blank_proof"]


def _too_large(ballot: Any) -> None:
    """The order itself: it is as long as the longest scalar, so the ballot is not too long."""
    ballot["answers"][0]["overall_proof"][0]["response"] = str(ORDER)


def _bad_signature(held: Held) -> VerifiedBox:
    first, *others = parts_of(held).ballots
    changed = edited(first, spoil("signature", "proof", "response"))
    return closed(held, ballots=(changed, *others))


def _wrong_hash(held: Held) -> VerifiedBox:
    return written(lambda text: re.sub('"hash":"[^"]{43}"', f'"hash":"{"A" * 43}"', text))(held)


def _twice(held: Held) -> VerifiedBox:
    hall = held.hall
    again = hall.ballot("r1-A", 0, hall.cast["r1-A"][1])
    return closed(held, ballots=(*parts_of(held).ballots, again))


def _unknown(held: Held) -> VerifiedBox:
    """A credential taken off the list after it voted; another one fills the list."""
    hall = held.hall
    keys = json.loads(parts_of(held).credentials)
    used = json.loads(parts_of(held).ballots[0])["credential"]
    other = json.loads(hall.slips["r1-B"].public_list())[0]
    changed = json.dumps(sorted([*(k for k in keys if k != used), other]), separators=(",", ":"))
    return closed(held, credentials=changed.encode())


def _copied(held: Held) -> VerifiedBox:
    """Two ballots made from one seed by kiosks whose randomness is the same."""
    hall = held.hall
    group = hall.elections["r1-A"].group
    from tests.tally.fixtures.cheating_tellers import forced_ballot  # noqa: PLC0415 - heavy, used here only

    r = [group.random_scalar() for _ in range(3)]
    ballots = [forced_ballot(hall, "r1-A", at, ((0, 1, 0),), r) for at in (0, 1)]
    return closed(held, ballots=(*ballots, *without(held, 0, 1)))


def _open_to_all(held: Held) -> VerifiedBox:
    """A ballot whose first choice was encrypted with r = 0."""
    from tests.tally.fixtures.cheating_tellers import forced_ballot  # noqa: PLC0415 - heavy, used here only

    group = held.hall.elections["r1-A"].group
    r = [0, group.random_scalar(), group.random_scalar()]
    ballot = forced_ballot(held.hall, "r1-A", 0, ((0, 1, 0),), r)
    return closed(held, ballots=(ballot, *without(held, 0)))


def _unsorted(held: Held) -> VerifiedBox:
    """As chance or the voters ordered them: releases before sealed ballots like this."""
    first, *others = parts_of(held).ballots
    return closed(held, ballots=(*others, first), order=tuple)


CASES: dict[str, Callable[[Held], VerifiedBox]] = {
    "individual-proof": signed(_swap_proofs),
    "overall-proof": signed(spoil("answers", 0, "overall_proof", 0, "response")),
    "blank-proof": signed(spoil("answers", 0, "blank_proof", 1, "response")),
    "ballot-election": signed(_other_election),
    "ballot-signature": _bad_signature,
    "ballot-hash": _wrong_hash,
    "json-fields": signed(_no_blank_proof),
    "scalar-out-of-range": signed(_too_large),
    "scalar-not-canonical": written(
        lambda t: re.sub('"challenge":".', '"challenge":"0', t, count=1)
    ),
    "json-not-canonical": written(lambda t: re.sub(r'("challenge":"\d+)\d"', r'\1" ', t, count=1)),
    "json-too-long": written(lambda t: t.replace(":", ":" + " " * 5000, 1)),
    "json-syntax": written(lambda t: t[:-1]),
    "json-not-utf8": lambda held: closed(
        held, ballots=(b"\xff" + parts_of(held).ballots[0][1:], *parts_of(held).ballots[1:])
    ),
    "json-too-deep": written(lambda _t: "[" * 300 + "]" * 300),
    "json-type": written(lambda _t: "[]"),
    "hash-form": written(lambda t: re.sub('"election_hash":"[^"]*"', '"election_hash":"x"', t)),
    "credential-reused": _twice,
    "credential-unknown": _unknown,
    "alpha-reused": _copied,
    "alpha-identity": _open_to_all,
    "ballots-unsorted": _unsorted,
}

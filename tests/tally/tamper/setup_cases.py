"""Elections, tellers and credentials, each wrong in one way; the box is closed again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crypto.canonical import dumps
from crypto.groups.group import Group
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import sign_message
from crypto.trustees.certificate import Certificate
from crypto.trustees.commitment import Commitment, certificates_message, coefexps_message
from crypto.trustees.teller_keys import derive_keys
from crypto.trustees.threshold import Threshold
from crypto.trustees.trustee import Trustees
from tally.verify.record.box import VerifiedBox
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.spoiled_records import edited, parts_of
from tests.tally.tamper.remade import closed

IDENTITY = "0" * 63 + "1"
FRESH = SystemRandomness()


def part(name: str, change: Callable[[Any], Any]) -> Callable[[Held], VerifiedBox]:
    def make(held: Held) -> VerifiedBox:
        return closed(held, **{name: edited(getattr(parts_of(held), name), change)})

    return make


def _tellers(change: Callable[[Any], Any]) -> Callable[[Held], VerifiedBox]:
    def edit(items: Any) -> None:
        change(items[0][1])

    return part("trustees", edit)


def _question(**changed: Any) -> Callable[[Held], VerifiedBox]:
    def edit(election: Any) -> None:
        election["questions"][0] |= changed

    return part("election", edit)


def _single(length: int) -> dict[str, Any]:
    value = {"answers": [str(at) for at in range(length)], "question": "名次"}
    return {"type": "NonHomomorphic", "value": value}


def _questions(*found: Any) -> Callable[[Any], Any]:
    return lambda election: election | {"questions": list(found)}


def _duplicate_key(content: Any) -> None:
    content["verification_keys"][1] = content["verification_keys"][0]


def _other_group(content: Any) -> None:
    message = content["certs"][0]["message"]
    content["certs"][0]["message"] = message.replace('"Ed25519"', '"BELENIOS-2048"')


def _other_threshold(content: Any) -> None:
    content["threshold"] = 3


def _unsigned_key(content: Any) -> None:
    del content["verification_keys"][0]["signature"]


def _wrong_certificate(content: Any) -> None:
    proof = content["certs"][0]["signature"]
    proof["response"] = str(int(proof["response"]) ^ 1)


def _unproved_key(content: Any) -> None:
    proof = content["verification_keys"][0]["pok"]
    proof["response"] = str(int(proof["response"]) ^ 1)


def _swapped_keys(content: Any) -> None:
    keys = content["verification_keys"]
    keys[0], keys[1] = keys[1], keys[0]


def _one_tellers_key(held: Held) -> VerifiedBox:
    key = held.hall.trustees.owner(1).public_key
    text_of_key = held.hall.elections["r1-A"].group.encode(key)
    election = edited(parts_of(held).election, lambda e: e | {"public_key": text_of_key})
    return closed(held, election=election)


def _one_slip_less(held: Held) -> VerifiedBox:
    """A slip that nobody used is not on the list."""
    keys = json.loads(parts_of(held).credentials)
    used = {json.loads(ballot)["credential"] for ballot in parts_of(held).ballots}
    left = next(key for key in keys if key not in used)
    return closed(held, credentials=dumps([key for key in keys if key != left]).encode())


def _dealt_again(
    held: Held, change: Callable[[Group, Threshold, list[int]], Threshold]
) -> VerifiedBox:
    """The tellers' set changed by them all, with their signing keys, and signed again by each."""
    hall = held.hall
    group = hall.trustees.group
    (content,) = hall.trustees.items
    assert isinstance(content, Threshold)
    signing = [derive_keys(group, hall.key(teller).key.seed).signing for teller in (1, 2, 3)]
    changed = change(group, content, signing)
    signatures = tuple(
        sign_message(
            group, key, certificates_message(group, changed.certs, dealt.coefexps), FRESH
        ).signature
        for key, dealt in zip(signing, changed.coefexps, strict=True)
    )
    made = Trustees(group, (replace(changed, signatures=signatures),))
    return closed(held, trustees=made.to_json().encode())


def _coefexp_missing(group: Group, content: Threshold, signing: list[int]) -> Threshold:
    """The first teller's polynomial is of a lower degree than the threshold asks for."""
    first, *others = content.coefexps
    fewer = first.coefexps[:-1]
    signed = sign_message(group, signing[0], coefexps_message(group, fewer), FRESH)
    return replace(content, coefexps=(Commitment(signed, fewer), *others))


def _shared_key(group: Group, content: Threshold, signing: list[int]) -> Threshold:
    """The second teller receives its messages with the first one's key."""
    first, second, third = content.certs
    message = dumps(
        {
            "context": second.context.to_json(),
            "verification": group.encode(second.verification),
            "encryption": group.encode(first.encryption),
        }
    )
    again = sign_message(group, signing[1], message, FRESH)
    return replace(content, certs=(first, Certificate.from_json(group, again.to_json()), third))


CASES: dict[str, Callable[[Held], VerifiedBox]] = {
    "proof-of-knowledge": _tellers(_unproved_key),
    "election-key": _one_tellers_key,
    "group-unknown": part("election", lambda e: e | {"group": "P-256"}),
    "question-limits": _question(min=2, max=1),
    "question-unsupported": part("election", _questions({"type": "Borda", "value": {}})),
    "vector-length": part("election", _questions(_single(40))),
    "language-direction": part("election", lambda e: e | {"language": ["zh", "Up"]}),
    "uuid-form": part("election", lambda e: e | {"uuid": "0OIl"}),
    "election-not-meeting": part("election", lambda e: e | {"name": "another"}),
    "text-too-long": part("election", lambda e: e | {"language": ["z" * 36, "Ltr"]}),
    "certificate-context": _tellers(_other_threshold),
    "certificate-duplicate": lambda held: _dealt_again(held, _shared_key),
    "certificate-group": _tellers(_other_group),
    "coefexps-length": lambda held: _dealt_again(held, _coefexp_missing),
    "key-signature": _tellers(_unsigned_key),
    "message-signature": _tellers(_wrong_certificate),
    "verification-key": _tellers(_swapped_keys),
    "trustee-duplicate": _tellers(_duplicate_key),
    "trustee-kind": part("trustees", lambda items: [["Alone", items[0][1]]]),
    "credentials-unsorted": part("credentials", lambda keys: keys[::-1]),
    "credential-duplicate": part("credentials", lambda keys: [*keys, keys[-1]]),
    "credential-weight": part("credentials", lambda keys: [*keys[:-1], keys[-1] + ",0"]),
    "credential-weighted": part("credentials", lambda keys: [*keys[:-1], keys[-1] + ",1"]),
    "credentials-not-slips": _one_slip_less,
    "element-identity": part("credentials", lambda keys: [IDENTITY, *keys[1:]]),
    "element-outside-group": part("credentials", lambda keys: ["0" * 64, *keys[1:]]),
    "element-not-canonical": part("credentials", lambda keys: [keys[0].upper(), *keys[1:]]),
    "decimal-not-canonical": part("credentials", lambda keys: [*keys[:-1], keys[-1] + ",01"]),
    "decimal-out-of-range": part(
        "credentials", lambda keys: [*keys[:-1], keys[-1] + "," + "9" * 19]
    ),
}

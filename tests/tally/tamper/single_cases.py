"""Boxes with single answers, each wrong in one way; the hall is one of `single_hall`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crypto.ballots.ballot import parse_ballot
from crypto.ballots.single_answer import SingleAnswer
from crypto.canonical import sha256_b64, sha256_hex
from crypto.election.credential import secret_exponent
from crypto.opening.combine import combine
from crypto.opening.encrypted_tally import aggregate
from crypto.opening.result import decode
from crypto.proofs.schnorr import Proof
from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from crypto.shuffles.shuffle import Shuffle
from tally.findings.finding import Finding
from tally.folder.acts import Act, acts_bytes
from tally.verify.record.box import VerifiedBox, verify_record
from tests.tally.fixtures.cheating_tellers import honest_share, with_shares
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.spoiled_records import edited, slip_of
from tests.tally.verify.record.test_attacks import SINGLE, shuffled_record

BOX = "r1-A"
SingleCase = Callable[[Hall], list[Finding]]


def verified(data: bytes, acts: tuple[Act, ...]) -> VerifiedBox:
    return verify_record(data, BOX, acts=acts_bytes(acts), workers=1)


def judged(data: bytes, acts: tuple[Act, ...]) -> list[Finding]:
    return verified(data, acts).findings.found


def acted(change: Callable[[tuple[Act, ...]], tuple[Act, ...]]) -> SingleCase:
    """A shuffled box whose acts were changed."""

    def make(hall: Hall) -> list[Finding]:
        data, _before, _after, acts = shuffled_record(hall)
        return judged(data, change(acts))

    return make


def _one_shuffle(hall: Hall) -> list[Finding]:
    data, _before, _after, acts = shuffled_record(hall)
    parts = Parts.of(data)
    return judged(replace(parts, shuffles=parts.shuffles[:1]).record(), acts[:1])


def _false_proof(hall: Hall) -> list[Finding]:
    """The last shuffle's proof spoiled, its act signed again: the signature stays the teller's."""
    from crypto.trustees.act import act_message, sign_act  # noqa: PLC0415 - used here only
    from crypto.trustees.teller_keys import derive_keys  # noqa: PLC0415

    data, _before, _after, acts = shuffled_record(hall)

    def edit(shuffle: Any) -> None:
        responses = shuffle["proofs"][0][1]
        responses[0] = str(int(responses[0]) ^ 1)

    parts = Parts.of(data)
    owner, text = parts.shuffles[1]
    spoiled = edited(text, edit)
    changed = replace(parts, shuffles=(parts.shuffles[0], (owner, spoiled))).record()
    event = read_record(changed).shuffles[1].event.event
    record = read_record(changed)
    group = hall.elections[BOX].group
    payload = sha256_hex(spoiled)
    message = act_message(record.setup_hash, event.parent or "", owner, payload)
    signature = sign_act(group, derive_keys(group, hall.key(owner).key.seed).signing, message)
    return judged(changed, (acts[0], Act(owner, payload, None, signature)))


def _unknowing(hall: Hall) -> list[Finding]:
    """A single answer whose maker does not know what it holds; hashed and signed again."""
    election = hall.elections[BOX]
    parts = Parts.of(hall.closed_record(BOX))
    ballot = parse_ballot(election, parts.ballots[0])
    answer = ballot.answers[SINGLE]
    assert isinstance(answer, SingleAnswer)
    wrong = replace(answer, proof=replace(answer.proof, response=answer.proof.response ^ 1))
    answers = (*ballot.answers[:SINGLE], wrong, *ballot.answers[SINGLE + 1 :])
    first = _signed(hall, replace(ballot, answers=answers))
    return judged(replace(parts, ballots=(first, *parts.ballots[1:])).record(), ())


def _signed(hall: Hall, ballot: Any) -> bytes:
    from crypto.groups.randomness import SystemRandomness  # noqa: PLC0415
    from crypto.proofs.schnorr import prove_knowledge  # noqa: PLC0415

    election = hall.elections[BOX]
    digest = sha256_b64(ballot.unsigned_json())
    slip = slip_of(hall, ballot.to_json().encode())
    private = hall.slips[BOX].private_credentials[slip]
    proof = prove_knowledge(
        election.group,
        secret_exponent(election.group, election.uuid, private),
        lambda A: f"sig|{digest}|{A}",
        SystemRandomness(),
    )
    return replace(ballot, fingerprint=digest, signature=proof).to_json().encode()  # type: ignore[no-any-return]


def _heavy(hall: Hall) -> list[Finding]:
    """A credential of weight 2 votes on single answers."""
    parts = Parts.of(hall.closed_record(BOX))
    weighty = edited(parts.credentials, lambda keys: sorted(f"{key},2" for key in keys))
    return judged(replace(parts, credentials=weighty, tally=None).record(), ())


def marked(hall: Hall) -> VerifiedBox:
    """An answer that holds an element of the group which no vector makes; all else is right."""
    from crypto.groups.elgamal import Ciphertext  # noqa: PLC0415
    from crypto.groups.randomness import SystemRandomness  # noqa: PLC0415
    from crypto.proofs.schnorr import prove_knowledge  # noqa: PLC0415

    election = hall.elections[BOX]
    group = election.group
    parts = Parts.of(hall.closed_record(BOX))
    ballot = parse_ballot(election, parts.ballots[0])
    r = group.random_scalar()
    mark = group.base_power(group.random_scalar())
    made = Ciphertext(
        group.base_power(r), group.multiply(group.power(election.public_key, r), mark)
    )
    statement = f"{election.fingerprint}|{group.encode(ballot.credential)}"
    prefix = f"raweg|{statement}|{group.encode(election.public_key)},{made.to_text(group)}"
    proof = prove_knowledge(group, r, lambda A: f"{prefix}|{A}", SystemRandomness())
    answers = (*ballot.answers[:SINGLE], SingleAnswer(made, proof))
    ballots = (_signed(hall, replace(ballot, answers=answers)), *parts.ballots[1:])
    tally = aggregate(election, [(parse_ballot(election, each), 1) for each in ballots])
    text = tally.to_json().encode()
    closed = replace(parts, ballots=ballots, tally=(text, len(ballots), len(ballots))).record()
    data, _before, after, acts = shuffled_record(hall, closed=closed)
    shares = {teller: honest_share(hall, election, after, teller) for teller in (1, 3)}
    data, opened = with_shares(hall, data, after, shares)
    result = decode(election, after, combine(election, hall.trustees, shares), len(ballots))
    record = read_record(data)
    data += RecordBuilder.after(record).add_result(result.to_json().encode()).appended_bytes()
    return verified(data, (*acts, *opened))


def needless(hall: Hall) -> list[Finding]:
    """A shuffle in a box whose questions need none; `hall` is one without single answers."""
    parts = Parts.of(hall.closed_record(BOX))
    group = hall.elections[BOX].group
    empty = Shuffle(group, (), ()).to_json().encode()
    return judged(replace(parts, shuffles=((1, empty),)).record(), ())


CASES: dict[str, SingleCase] = {
    "shuffle-unsigned": acted(lambda acts: acts[:1]),
    "act-kind": acted(lambda acts: (acts[0], replace(acts[1], bound=Proof(1, 1)))),
    "shuffles-few": _one_shuffle,
    "shuffle-proof": _false_proof,
    "single-answer-proof": _unknowing,
    "single-answer-weight": _heavy,
    "single-answer-marked": lambda hall: marked(hall).findings.found,
}

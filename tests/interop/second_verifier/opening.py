"""Partial decryptions, bound proofs, signed acts, and the result (chapters 11 and 14)."""

import hashlib
from dataclasses import dataclass
from typing import Any

from .archive import Event
from .canonical import Exactly, digest, natural, read, weight
from .election import Election
from .findings import Findings, Refused, demand
from .group import Element, Proof
from .shuffles import Rows, flat
from .trustees import Owner, Trustees, signed_by


@dataclass(frozen=True)
class Acts:
    """acts.json: entries by payload and owner (chapter 14)."""

    entries: dict[tuple[str, int], dict[str, Any]]

    def of(self, event: Event) -> dict[str, Any] | None:
        """The entry for an event, if there is one."""
        return self.entries.get((event.payload["payload"], event.payload["owner"]))


def read_acts(text: bytes, election: Election, events: list[Event], findings: Findings) -> Acts:
    """The entries of acts.json; those that belong to nothing are noted."""
    proof = election.group.proof
    entry = {"owner": natural, "payload": digest, "bound?": proof, "signature": proof}
    entries = read(text, {"version": 1, "acts": [entry]})["acts"]
    payloads = [one["payload"] for one in entries]
    demand(len(set(payloads)) == len(payloads), "act-duplicate", "two acts for one payload")
    acts = Acts({(one["payload"], one["owner"]): one for one in entries})
    kinds = {"Shuffle", "PartialDecryption"}
    known = {event.payload["payload"] for event in events if event.type in kinds}
    if set(payloads) - known:
        add = findings.add if events[-1].type == "Result" else findings.note
        add("acts.json", "act-stray", "an act that belongs to no event")
    return acts


def demand_signed(event: Event, setup: str, election: Election, owner: Owner, act: Any) -> None:
    """Whether the owner signed this event (chapter 14)."""
    if owner.certificate is None:
        raise Refused("act-without-certificate", "an act of an owner without certificate")
    text = f"{event.payload['owner']}|{event.payload['payload']}"
    text = f"piaoxiang-act|{setup}|{event.parent}|{text}"
    good = signed_by(election.group, owner.certificate, text, act["signature"])
    demand(good, "act-signature", "an act's signature does not hold")


def read_share(text: bytes, election: Election, owner: Owner, rows: Rows) -> list[Element]:
    """An owner's factors in the order of the record, if all their proofs hold (chapter 11)."""
    group = election.group
    form = {"decryption_factors": [[group.element]], "decryption_proofs": [[group.proof]]}
    share = read(text, form)
    for part in share.values():
        demand(list(map(len, part)) == list(map(len, rows)), "array-length", "form of a share")
    factors: list[Element] = flat(share["decryption_factors"])
    prefix = f"decrypt|{election.fingerprint}|{group.text(owner.key)}"
    proofs: list[Proof] = flat(share["decryption_proofs"])
    for (alpha, _beta), factor, (c, r) in zip(flat(rows), factors, proofs, strict=True):
        a = group.product([(group.g, r), (owner.key, c)])
        b = group.product([(alpha, r), (factor, c)])
        good = c == group.hash(f"{prefix}|{group.commas([a, b])}")
        demand(good, "decryption-proof", "the proof of a factor does not hold")
    return factors


def demand_bound(
    election: Election,
    names: list[str],
    key: Element,
    rows: Rows,
    factors: list[Element],
    proof: Proof,
) -> None:
    """The proof that ties all factors to all ciphertexts (chapter 14).

    `names` are the Setup hash, the opening head and the owner's number.
    """
    group, (c, r) = election.group, proof
    ciphers = flat(rows)
    parts = ["piaoxiang-bound-1", group.name, election.fingerprint, *names]
    parts += [group.text(key), str(len(factors))]
    for (alpha, beta), factor in zip(ciphers, factors, strict=True):
        parts += map(group.text, (alpha, beta, factor))
    seed = hashlib.sha512(b"".join(_framed(part.encode()) for part in parts)).digest()
    rhos = [
        int.from_bytes(hashlib.sha256(seed + k.to_bytes(8)).digest()[:16])
        for k in range(len(factors))
    ]
    alpha = group.product(zip((cipher[0] for cipher in ciphers), rhos, strict=True))
    factor = group.product(zip(factors, rhos, strict=True))
    a = group.product([(group.g, r), (key, c)])
    b = group.product([(alpha, r), (factor, c)])
    tail = (_framed(group.text(one).encode()) for one in (alpha, factor, a, b))
    whole = hashlib.sha512(_framed(seed) + b"".join(tail)).digest()
    good = c == int.from_bytes(whole) % group.q
    demand(good, "bound-proof", "a bound proof does not hold")


def _framed(part: bytes) -> bytes:
    """LP (chapter 14)."""
    return len(part).to_bytes(4) + part


def combine(
    election: Election, trustees: Trustees, shares: dict[int, list[Element]], count: int
) -> list[Element]:
    """The combined factors: all Singles' and, of a set, those of the smallest numbers."""
    group, powers = election.group, list[tuple[list[Element], int]]()
    for item, threshold in enumerate(trustees.thresholds):
        members = {
            owner.number: shares[i]
            for i, owner in enumerate(trustees.owners, 1)
            if owner.item == item and i in shares
        }
        chosen = sorted(members)[:threshold]
        demand(len(chosen) == threshold, "shares-missing", "too few valid shares")
        for j in chosen:
            exponent = 1
            for k in chosen:
                if k != j:
                    exponent = exponent * k * pow(k - j, -1, group.q) % group.q
            powers.append((members[j], exponent))
    return [group.product((share[k], exponent) for share, exponent in powers) for k in range(count)]


def read_result(
    text: bytes,
    election: Election,
    rows: Rows,
    factors: list[Element],
    most: int,
    marked: set[tuple[int, int]],
) -> list[Any]:
    """The result, if every number and vector follows from the factors (chapter 11).

    Single answers that honest encoding does not make are put into `marked`, by question and
    place.
    """
    group, remaining = election.group, iter(factors)
    form = {"result": Exactly(len(rows), list)}
    result: list[Any] = read(text, form)["result"]
    values = []
    for at, (question, row, claimed) in enumerate(
        zip(election.questions, rows, result, strict=True)
    ):
        demand(len(claimed) == len(row), "array-length", "the length of a row of the result")
        numbers: list[Any] = []
        for (_alpha, beta), one in zip(row, claimed, strict=True):
            opened = group.product([(beta, 1), (next(remaining), -1)])
            if question.single:
                numbers.append(group.as_vector(opened, question.answers))
                demand(one == numbers[-1], "result-value", "a vector does not follow")
                honest = group.of_vector(one)
                if honest is None or not group.same(honest, opened):
                    marked.add((at, len(numbers) - 1))
                continue
            numbers.append(weight(one))
            right = numbers[-1] <= most and group.same(
                group.product([(group.g, numbers[-1])]), opened
            )
            demand(right, "result-value", "a number of the result does not follow")
        values.append(numbers)
    return values

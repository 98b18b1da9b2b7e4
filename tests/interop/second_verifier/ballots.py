"""Ballots: their proofs and signatures (chapter 6)."""

from dataclasses import dataclass, replace
from typing import Any

from .canonical import Exactly, conform, fingerprint, parse, sha256_b64, write
from .election import Election, Question
from .findings import Findings, demand
from .group import Cipher, Element, Group, Proof


@dataclass(frozen=True)
class Ballot:
    """A ballot that holds: its credential, fingerprint, and every question's ciphertexts."""

    credential: str
    fingerprint: str
    rows: list[list[Cipher]]

    def alphas(self, group: Group) -> list[str]:
        """The texts of all α."""
        return [group.text(alpha) for row in self.rows for alpha, _beta in row]


@dataclass(frozen=True)
class _Claims:
    """What all proofs of one answer hash and use."""

    group: Group
    key: Element
    scope: str  # S
    answer: str = ""  # W

    def one_holds(self, prefix: str, claims: list[tuple[Cipher, int]], proofs: list[Proof]) -> bool:
        """Whether the proof shows that one of the claims (ciphertext, number) holds."""
        group, commitments = self.group, []
        for ((alpha, beta), number), (c, r) in zip(claims, proofs, strict=True):
            commitments.append(group.product([(group.g, r), (alpha, c)]))
            powers = [(self.key, r), (beta, c), (group.g, -number * c)]
            commitments.append(group.product(powers))
        total = sum(c for c, _r in proofs) % group.q
        return total == group.hash(f"{prefix}|{group.commas(commitments)}")

    def total(self, ciphers: list[Cipher]) -> Cipher:
        """The product of ciphertexts, (1, 1) of none."""
        alpha = self.group.product((alpha, 1) for alpha, _beta in ciphers)
        return alpha, self.group.product((beta, 1) for _alpha, beta in ciphers)


def read_ballot(text: bytes, election: Election, place: str, findings: Findings) -> Ballot | None:
    """The ballot in a text; None, and what is wrong with it noted, if it does not hold."""
    group, before = election.group, len(findings.problems)
    form = {
        "election_uuid": str,
        "election_hash": fingerprint,
        "credential": group.key,
        "answers": Exactly(len(election.questions), dict),
        "signature": {"hash": fingerprint, "proof": group.proof},
    }
    value = parse(text)
    ballot = conform(value, form)
    own, (c, r) = ballot["signature"]["hash"], ballot["signature"]["proof"]
    with findings.at(place):
        found = (ballot["election_uuid"], ballot["election_hash"])
        right = found == (election.uuid, election.fingerprint)
        demand(right, "ballot-election", "a ballot of another election")
    with findings.at(place):
        unsigned = {name: part for name, part in value.items() if name != "signature"}
        right = sha256_b64(write(unsigned)) == own
        demand(right, "ballot-hash", "the fingerprint is another")
    with findings.at(place):
        commitment = group.text(group.product([(group.g, r), (ballot["credential"], c)]))
        right = c == group.hash(f"sig|{own}|{commitment}")
        demand(right, "ballot-signature", "a ballot's signature does not hold")
    claims = _Claims(group, election.key, f"{election.fingerprint}|{value['credential']}")
    rows = []
    for question, answer in zip(election.questions, ballot["answers"], strict=True):
        with findings.at(place):
            row = (_single if question.single else _choice)(claims, question, answer)
            _demand_hidden(group, row)
            rows.append(row)
    if len(findings.problems) > before:
        return None
    return Ballot(value["credential"], own, rows)


def _choice(claims: _Claims, question: Question, value: Any) -> list[Cipher]:
    """The answer to a homomorphic question."""
    group, count = claims.group, question.ciphertexts
    numbers = range(question.minimum, question.maximum + 1)
    form = {
        "choices": Exactly(count, group.cipher),
        "individual_proofs": Exactly(count, Exactly(2, group.proof)),
        "overall_proof": Exactly(len(numbers) + question.blank, group.proof),
    }
    if question.blank:
        form["blank_proof"] = Exactly(2, group.proof)
    answer = conform(value, form)
    ciphers: list[Cipher] = answer["choices"]
    whole = group.commas(element for cipher in ciphers for element in cipher)
    claims = replace(claims, answer=f"{claims.scope}|{whole}")
    for cipher, proofs in zip(ciphers, answer["individual_proofs"], strict=True):
        prefix = f"prove|{claims.scope}|{group.commas(cipher)}"
        good = claims.one_holds(prefix, [(cipher, 0), (cipher, 1)], proofs)
        demand(good, "individual-proof", "an individual proof does not hold")
    total = claims.total(ciphers[question.blank :])
    limits = [(total, number) for number in numbers]
    prefix = f"prove|{claims.answer}|{group.commas(total)}"
    if question.blank:
        both = [(ciphers[0], 0), (total, 0)]
        good = claims.one_holds(f"bproof0|{claims.answer}", both, answer["blank_proof"])
        demand(good, "blank-proof", "a blank proof does not hold")
        limits = [(ciphers[0], 1), *limits]
        prefix = f"bproof1|{claims.answer}"
    good = claims.one_holds(prefix, limits, answer["overall_proof"])
    demand(good, "overall-proof", "an overall proof does not hold")
    return ciphers


def _demand_hidden(group: Group, ciphers: list[Cipher]) -> None:
    """No choice is encrypted without randomness, for everybody to read (chapter 6)."""
    hidden = not any(group.same(alpha, group.one) for alpha, _beta in ciphers)
    demand(hidden, "alpha-identity", "an α of a ballot is the identity")


def _single(claims: _Claims, _question: Question, value: Any) -> list[Cipher]:
    """A single answer: the proof that its randomness is known."""
    group = claims.group
    answer = conform(value, {"choices": group.cipher, "proof": group.proof})
    c, r = answer["proof"]
    alpha = answer["choices"][0]
    commitment = group.text(group.product([(group.g, r), (alpha, c)]))
    whole = group.commas([claims.key, *answer["choices"]])
    good = c == group.hash(f"raweg|{claims.scope}|{whole}|{commitment}")
    demand(good, "single-answer-proof", "a single answer's proof does not hold")
    return [answer["choices"]]

"""The proof that a ciphertext encrypts something other than zero (Belenios 3.x, *Lists*).

Not in the specification; from the reference implementation's sources. For (α, β)
with α = g^r, β = y^r g^m the prover publishes C = g^(ms) for a random s, which is
1 only if m is 0, and proves, with A1 = α^t1 · g^t2 and A2 = β^t1 · y^t2 · C^challenge,
that it knows s and rs: challenge = SHA256(`nonzero|S|C,A1,A2`) mod q.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from crypto.errors import ProofError
from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Element, Group
from crypto.json_values import JSON, array, fields, item, join
from crypto.place import Where
from crypto.proofs.checks import Check


@dataclass(frozen=True, slots=True)
class NonzeroProof:
    """The element C, the challenge, and the two responses t1 and t2."""

    commitment: Element
    challenge: int
    response: tuple[int, int]

    @classmethod
    def from_json(cls, group: Group, value: JSON, where: Where = "") -> Self:
        """Read `{"commitment","challenge","response":[t1,t2]}`; raises `ParseError`."""
        found = fields(value, ("commitment", "challenge", "response"), where=where)
        place = join(where, "response")
        first, second = array(found["response"], place, least=2, most=2)
        return cls(
            group.decode(found["commitment"], join(where, "commitment")),
            group.decode_scalar(found["challenge"], join(where, "challenge")),
            (
                group.decode_scalar(first, item(place, 0)),
                group.decode_scalar(second, item(place, 1)),
            ),
        )

    def to_json(self, group: Group) -> dict[str, JSON]:
        """The proof as it stands in a ballot."""
        return {
            "commitment": group.encode(self.commitment),
            "challenge": str(self.challenge),
            "response": [str(response) for response in self.response],
        }


def nonzero_check(
    group: Group,
    public_key: Element,
    statement: str,
    ciphertext: Ciphertext,
    proof: NonzeroProof,
    *,
    where: Where = "",
) -> Check:
    """The check that `ciphertext` does not encrypt 0; refuses with `nonzero-proof`."""
    t1, t2 = proof.response
    shown, challenge = proof.commitment, proof.challenge
    A1, A2 = yield (
        ((ciphertext.alpha, t1), (group.generator, t2)),
        ((ciphertext.beta, t1), (public_key, t2), (shown, challenge)),
    )
    encoded = ",".join(group.encode(e) for e in (shown, A1, A2))
    if (
        shown == group.identity
        or group.hash_to_scalar(f"nonzero|{statement}|{encoded}") != challenge
    ):
        raise ProofError("nonzero-proof", "the proof does not verify", where=where)

"""The public side of a teller's secret polynomial (specification 4.6.4).

With f(x) = a_0 + a_1·x + … + a_{t-1}·x^{t-1} the teller's secret polynomial, its coefexps are
A_k = g^{a_k}, published as a message `{"coefexps":[A_0,…,A_{t-1}]}` signed by its certificate
key. From all tellers' coefexps anyone computes the joint key and every teller's verification key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from crypto.canonical import JSON, array, dumps, fields, item, join, loads
from crypto.errors import ParseError, ProofError
from crypto.groups.group import Element, Group
from crypto.place import Where
from crypto.proofs.schnorr import Proof, SignedMessage, check_message
from crypto.trustees.certificate import MAX_TELLERS, Certificate

_MAX_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Commitment:
    """One teller's signed coefexps; none of them is the identity."""

    signed: SignedMessage
    coefexps: tuple[Element, ...]

    @classmethod
    def from_json(cls, group: Group, value: JSON, where: Where = "") -> Self:
        """Read signed coefexps; raises ParseError."""
        signed = SignedMessage.from_json(group, value, where)
        place = join(where, "message")
        found = fields(
            loads(signed.message, limit=_MAX_BYTES, where=place), ("coefexps",), where=place
        )
        place = join(place, "coefexps")
        listed = array(found["coefexps"], place, least=1, most=MAX_TELLERS)
        return cls(
            signed,
            tuple(
                group.decode_nonidentity(text, item(place, number))
                for number, text in enumerate(listed)
            ),
        )

    def to_json(self) -> JSON:
        """The JSON value."""
        return self.signed.to_json()

    def check(
        self,
        group: Group,
        certificates: Sequence[Certificate],
        index: int,
        signature: Proof,
        *,
        where: Where = "",
    ) -> None:
        """Check both signatures of the teller at `index` (from 0), and the degree.

        `signature` is its signature of the whole set of certificates together with these
        coefexps. Raises ParseError for a wrong number of coefexps, ProofError for a signature.
        """
        key = certificates[index].verification
        threshold = certificates[index].context.threshold
        if len(self.coefexps) != threshold:
            raise ParseError(
                "coefexps-length",
                f"{len(self.coefexps)} coefexps found, expected {threshold}, the threshold",
                where=where,
            )
        check_message(group, key, self.signed, where=where)
        message = SignedMessage(certificates_message(group, certificates, self.coefexps), signature)
        check_message(group, key, message, where=where)


def coefexps_message(group: Group, coefexps: Sequence[Element]) -> str:
    """The text of a commitment."""
    return dumps({"coefexps": [group.encode(element) for element in coefexps]})


def certificates_message(
    group: Group, certificates: Sequence[Certificate], coefexps: Sequence[Element]
) -> str:
    """What each teller signs to say: with these tellers, and with these coefexps of mine.

    `certs_sig|` and `{"certs":[every certificate],"coefexps":[the signer's own]}`.
    """
    return "certs_sig|" + dumps(
        {
            "certs": [certificate.signed.to_json() for certificate in certificates],
            "coefexps": [group.encode(element) for element in coefexps],
        }
    )


def share_key(group: Group, coefexps: Sequence[Element], number: int) -> Element:
    """g^f(number) = Π A_k^(number^k): the public side of teller `number`'s share."""
    result = group.identity
    for element in reversed(coefexps):  # Horner's rule, in the exponent
        result = group.multiply(group.power_public(result, number), element)
    return result


def verification_key(group: Group, commitments: Sequence[Commitment], number: int) -> Element:
    """The public key of teller `number` (from 1): the product of all its share keys."""
    return group.product(
        share_key(group, commitment.coefexps, number) for commitment in commitments
    )


def threshold_key(group: Group, commitments: Sequence[Commitment]) -> Element:
    """The tellers' joint key, the product of every A_0."""
    return group.product(commitment.coefexps[0] for commitment in commitments)


def check_equal_keys(found: Element, expected: Element, *, where: Where = "") -> None:
    """Raise ProofError unless a published verification key is the one the coefexps give."""
    if found != expected:
        raise ProofError(
            "verification-key", "this key does not follow from the tellers' coefexps", where=where
        )

"""The published parameters of a t-of-n set of trustees (specification 4.6.7, release 3.x)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeVar

from crypto.canonical import JSON, array, fields, integer, item, join
from crypto.groups.group import Element, Group
from crypto.place import Where
from crypto.proofs.schnorr import Proof
from crypto.trustees.certificate import MAX_TELLERS, Certificate, Context, check_distinct
from crypto.trustees.commitment import Commitment, check_equal_keys, threshold_key, verification_key
from crypto.trustees.trustee_key import TrusteePublicKey

_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Threshold:
    """Certificates, coefexps, signatures and verification keys: one of each per trustee."""

    threshold: int
    certs: tuple[Certificate, ...]
    coefexps: tuple[Commitment, ...]
    signatures: tuple[Proof, ...]
    verification_keys: tuple[TrusteePublicKey, ...]

    @classmethod
    def from_json(cls, group: Group, value: JSON, where: Where = "") -> Self:
        """Read parameters with the same number of everything; raises ParseError."""
        found = fields(
            value,
            ("threshold", "certs", "coefexps", "signatures", "verification_keys"),
            where=where,
        )
        certs = array(found["certs"], join(where, "certs"), least=1, most=MAX_TELLERS)
        size = len(certs)

        def parts(name: str, parse: Callable[[Group, JSON, Where], _Part]) -> tuple[_Part, ...]:
            place = join(where, name)
            listed = array(found[name], place, least=size, most=size)
            return tuple(
                parse(group, part, item(place, number)) for number, part in enumerate(listed)
            )

        return cls(
            integer(found["threshold"], join(where, "threshold"), least=1, most=size),
            parts("certs", Certificate.from_json),
            parts("coefexps", Commitment.from_json),
            parts("signatures", Proof.from_json),
            parts("verification_keys", TrusteePublicKey.from_json),
        )

    def to_json(self, group: Group) -> JSON:
        """The JSON value."""
        return {
            "threshold": self.threshold,
            "certs": [certificate.signed.to_json() for certificate in self.certs],
            "coefexps": [commitment.to_json() for commitment in self.coefexps],
            "signatures": [signature.to_json() for signature in self.signatures],
            "verification_keys": [key.to_json(group) for key in self.verification_keys],
        }

    def check(self, group: Group, *, where: Where = "") -> None:
        """Check every certificate, coefexp, signature and key; raises ProofError or ParseError."""
        for index in range(len(self.certs)):
            self._check_certificate(group, index, item(join(where, "certs"), index))
        for index, commitment in enumerate(self.coefexps):
            place = item(join(where, "coefexps"), index)
            commitment.check(group, self.certs, index, self.signatures[index], where=place)
        for index in range(len(self.certs)):
            self._check_key(group, index, item(join(where, "verification_keys"), index))

    def joint_key(self, group: Group) -> Element:
        """The public key that any `threshold` of these trustees can open."""
        return threshold_key(group, self.coefexps)

    def _check_certificate(self, group: Group, index: int, where: Where) -> None:
        context = Context(group.name, len(self.certs), self.threshold, index + 1)
        self.certs[index].check(group, context, where=where)
        check_distinct(self.certs, index, where=where)

    def _check_key(self, group: Group, index: int, where: Where) -> None:
        key = self.verification_keys[index]
        expected = verification_key(group, self.coefexps, index + 1)
        check_equal_keys(key.public_key, expected, where=join(where, "public_key"))
        key.check(group, where=where)
        key.check_signature(group, self.certs[index].verification, where=where)

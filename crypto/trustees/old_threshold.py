"""Sets of trustees with a threshold as releases 2.x of Belenios wrote them (specification 1.x).

Three things of today's form (`crypto.trustees.threshold`) are missing. A certificate names no
group, size, threshold and place, so nothing ties it to this set; no trustee signed which others it
dealt shares to; and no trustee signed its verification key. All else is there, and is checked:
certificates and coefexps are signed, keys are proved, and every verification key follows from the
coefexps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeVar

from crypto.canonical import JSON, array, fields, integer, item, join, loads
from crypto.errors import ParseError, ProofError
from crypto.groups.group import Element, Group
from crypto.place import Where
from crypto.proofs.schnorr import SignedMessage, check_message
from crypto.trustees.certificate import MAX_TELLERS, check_distinct
from crypto.trustees.commitment import Commitment, check_equal_keys, threshold_key, verification_key
from crypto.trustees.trustee_key import TrusteePublicKey

_MAX_BYTES = 4096
_FIELDS = ("threshold", "certs", "coefexps", "verification_keys")
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class OldCertificate:
    """Two public keys, signed with the first of them; it does not say for which set."""

    signed: SignedMessage
    verification: Element
    encryption: Element

    @classmethod
    def from_json(cls, group: Group, value: JSON, where: Where = "") -> Self:
        """Read a certificate; raises ParseError."""
        signed = SignedMessage.from_json(group, value, where)
        place = join(where, "message")
        message = loads(signed.message, limit=_MAX_BYTES, where=place)
        found = fields(message, ("verification", "encryption"), where=place)
        return cls(
            signed,
            group.decode_nonidentity(found["verification"], join(place, "verification")),
            group.decode_nonidentity(found["encryption"], join(place, "encryption")),
        )


@dataclass(frozen=True, slots=True)
class OldThreshold:
    """Certificates, coefexps and verification keys: one of each per trustee."""

    threshold: int
    certs: tuple[OldCertificate, ...]
    coefexps: tuple[Commitment, ...]
    verification_keys: tuple[TrusteePublicKey, ...]

    @classmethod
    def from_json(cls, group: Group, value: JSON, where: Where = "") -> Self:
        """Read parameters with the same number of everything; raises ParseError."""
        found = fields(value, _FIELDS, where=where)
        size = len(array(found["certs"], join(where, "certs"), least=1, most=MAX_TELLERS))

        def parts(name: str, parse: Callable[[Group, JSON, Where], _Part]) -> tuple[_Part, ...]:
            place = join(where, name)
            listed = array(found[name], place, least=size, most=size)
            return tuple(
                parse(group, part, item(place, number)) for number, part in enumerate(listed)
            )

        return cls(
            integer(found["threshold"], join(where, "threshold"), least=1, most=size),
            parts("certs", OldCertificate.from_json),
            parts("coefexps", Commitment.from_json),
            parts("verification_keys", TrusteePublicKey.from_json),
        )

    def to_json(self, group: Group) -> JSON:
        """The JSON value."""
        return {
            "threshold": self.threshold,
            "certs": [certificate.signed.to_json() for certificate in self.certs],
            "coefexps": [commitment.to_json() for commitment in self.coefexps],
            "verification_keys": [key.to_json(group) for key in self.verification_keys],
        }

    def check(self, group: Group, *, where: Where = "") -> None:
        """Check every signature, proof and key that is there; raises ProofError or ParseError."""
        for index, certificate in enumerate(self.certs):
            place = item(join(where, "certs"), index)
            check_message(group, certificate.verification, certificate.signed, where=place)
            check_distinct(self.certs, index, where=place)
        for index, commitment in enumerate(self.coefexps):
            self._check_commitment(group, commitment, index, item(join(where, "coefexps"), index))
        for index, key in enumerate(self.verification_keys):
            place = item(join(where, "verification_keys"), index)
            expected = verification_key(group, self.coefexps, index + 1)
            check_equal_keys(key.public_key, expected, where=join(place, "public_key"))
            key.check(group, where=place)
            if key.signature is not None:
                msg = "an owner's signature, which sets of this form have not"
                raise ProofError("key-signature", msg, where=place)

    def joint_key(self, group: Group) -> Element:
        """The public key that any `threshold` of these trustees can open."""
        return threshold_key(group, self.coefexps)

    def _check_commitment(
        self, group: Group, commitment: Commitment, index: int, where: Where
    ) -> None:
        if len(commitment.coefexps) != self.threshold:
            raise ParseError(
                "coefexps-length",
                f"{len(commitment.coefexps)} coefexps found, expected {self.threshold}, the "
                "threshold",
                where=where,
            )
        check_message(group, self.certs[index].verification, commitment.signed, where=where)


def is_old(value: JSON) -> bool:
    """Whether a set of trustees is written in this form: without the tellers' `signatures`."""
    return isinstance(value, dict) and tuple(value) == _FIELDS

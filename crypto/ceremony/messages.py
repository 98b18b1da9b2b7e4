"""What tellers hand to one another in the key ceremony (specification 4.6.4 to 4.6.6).

In the order in which they are made: a certificate each (`crypto.trustees.certificate`), a promise
each, a polynomial each, out of these one input for every teller, and an output each. Texts that
only one teller can open are kept as they were sent (`crypto.ceremony.channel`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from crypto.canonical import JSON, array, dumps, fields, hex_digest, item, join, loads, text
from crypto.ceremony.channel import MAX_MESSAGE_BYTES
from crypto.groups.group import Group
from crypto.place import Where
from crypto.proofs.schnorr import Proof, SignedMessage
from crypto.trustees.certificate import MAX_TELLERS
from crypto.trustees.commitment import Commitment
from crypto.trustees.trustee_key import TrusteePublicKey

_MAX_BYTES = 1 << 22
_MAX_PROMISE_BYTES = 4096
_MAX_PROMISED_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Promise:
    """A teller's signed hash of its coefexps, given before anybody shows theirs.

    Its text is `{"certificates":h,"coefexps":h}`: SHA-256 of the JSON array of all certificates
    and of the text of the coefexps. It is ours; Belenios' protocol version 1 has no such step.
    """

    signed: SignedMessage
    certificates: str
    coefexps: str

    @classmethod
    def parse(cls, group: Group, data: bytes | str, *, where: Where = "") -> Self:
        """Read a promise's JSON text; raises ParseError."""
        signed = SignedMessage.from_json(
            group, loads(data, limit=_MAX_PROMISE_BYTES, where=where), where
        )
        place = join(where, "message")
        found = fields(
            loads(signed.message, limit=_MAX_PROMISED_BYTES, where=place),
            ("certificates", "coefexps"),
            where=place,
        )
        return cls(
            signed,
            hex_digest(found["certificates"], join(place, "certificates")),
            hex_digest(found["coefexps"], join(place, "coefexps")),
        )

    def to_json(self) -> str:
        """The canonical JSON text."""
        return dumps(self.signed.to_json())


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A teller's dealing: its coefexps for all, a share for each teller, the secret for itself."""

    polynomial: str
    secrets: tuple[str, ...]
    coefexps: Commitment
    signature: Proof

    @classmethod
    def parse(cls, group: Group, data: bytes | str, *, where: Where = "") -> Self:
        """Read a dealing's JSON text; raises ParseError."""
        found = fields(
            loads(data, limit=_MAX_BYTES, where=where),
            ("polynomial", "secrets", "coefexps", "signature"),
            where=where,
        )
        return cls(
            _sealed(found["polynomial"], join(where, "polynomial")),
            _all_sealed(found["secrets"], join(where, "secrets")),
            Commitment.from_json(group, found["coefexps"], join(where, "coefexps")),
            Proof.from_json(group, found["signature"], join(where, "signature")),
        )

    def to_json(self) -> str:
        """The canonical JSON text."""
        return dumps(
            {
                "polynomial": self.polynomial,
                "secrets": list(self.secrets),
                "coefexps": self.coefexps.to_json(),
                "signature": self.signature.to_json(),
            }
        )


@dataclass(frozen=True, slots=True)
class Vinput:
    """All that one teller needs of all dealings; `secrets` are the shares meant for it."""

    polynomial: str
    secrets: tuple[str, ...]
    coefexps: tuple[Commitment, ...]
    signatures: tuple[Proof, ...]

    @classmethod
    def parse(cls, group: Group, data: bytes | str, *, where: Where = "") -> Self:
        """Read an input's JSON text, with as many of each part; raises ParseError."""
        found = fields(
            loads(data, limit=_MAX_BYTES, where=where),
            ("polynomial", "secrets", "coefexps", "signatures"),
            where=where,
        )
        secrets = _all_sealed(found["secrets"], join(where, "secrets"))
        size = len(secrets)
        coefexps, signatures = join(where, "coefexps"), join(where, "signatures")
        return cls(
            _sealed(found["polynomial"], join(where, "polynomial")),
            secrets,
            tuple(
                Commitment.from_json(group, value, item(coefexps, number))
                for number, value in enumerate(
                    array(found["coefexps"], coefexps, least=size, most=size)
                )
            ),
            tuple(
                Proof.from_json(group, value, item(signatures, number))
                for number, value in enumerate(
                    array(found["signatures"], signatures, least=size, most=size)
                )
            ),
        )

    def to_json(self) -> str:
        """The canonical JSON text."""
        return dumps(
            {
                "polynomial": self.polynomial,
                "secrets": list(self.secrets),
                "coefexps": [commitment.to_json() for commitment in self.coefexps],
                "signatures": [signature.to_json() for signature in self.signatures],
            }
        )


@dataclass(frozen=True, slots=True)
class Voutput:
    """A teller's public key, and its decryption key sealed for itself alone."""

    group: Group
    private_key: str
    public_key: TrusteePublicKey

    @classmethod
    def parse(cls, group: Group, data: bytes | str, *, where: Where = "") -> Self:
        """Read an output's JSON text; raises ParseError."""
        found = fields(
            loads(data, limit=_MAX_BYTES, where=where), ("private_key", "public_key"), where=where
        )
        return cls(
            group,
            _sealed(found["private_key"], join(where, "private_key")),
            TrusteePublicKey.from_json(group, found["public_key"], join(where, "public_key")),
        )

    def to_json(self) -> str:
        """The canonical JSON text."""
        return dumps(
            {"private_key": self.private_key, "public_key": self.public_key.to_json(self.group)}
        )


def inputs_for(polynomials: Sequence[Polynomial], number: int) -> Vinput:
    """Sort out of all tellers' dealings what teller `number` (from 1) needs."""
    return Vinput(
        polynomials[number - 1].polynomial,
        tuple(dealing.secrets[number - 1] for dealing in polynomials),
        tuple(dealing.coefexps for dealing in polynomials),
        tuple(dealing.signature for dealing in polynomials),
    )


def _sealed(value: JSON, where: Where) -> str:
    return text(value, where, longest=MAX_MESSAGE_BYTES)


def _all_sealed(value: JSON, where: Where) -> tuple[str, ...]:
    listed = array(value, where, least=1, most=MAX_TELLERS)
    return tuple(_sealed(sealed, item(where, number)) for number, sealed in enumerate(listed))

"""The payloads of events that refer to further data.

Belenios specification 2.0: section 4.10 for Setup, 4.16 for EncryptedTally, 4.17 and 4.18 for
Shuffle and PartialDecryption. A ballot or a result is a payload by itself and refers to nothing.
"""

from dataclasses import dataclass

from crypto.canonical import JSON, dumps, fields, hex_digest, integer, loads, weight, weight_value
from crypto.json_values import join
from crypto.place import Where
from crypto.record.event import MAX_HEIGHT, EventType

_TEXT_LIMIT = 1024  # bytes; the longest, a Setup payload with a certificate, has 340


@dataclass(frozen=True, slots=True)
class SetupPayload:
    """The payload of Setup: the hashes of the three texts that make a box.

    Some foreign records name a certificate of the credentials too.
    """

    election: str
    trustees: str
    credentials: str
    credentials_certificate: str | None = None

    def to_bytes(self) -> bytes:
        """The canonical JSON text."""
        value: dict[str, JSON] = {
            "election": self.election,
            "trustees": self.trustees,
            "credentials": self.credentials,
        }
        if self.credentials_certificate is not None:
            value["credentials_certificate"] = self.credentials_certificate
        return dumps(value).encode()

    @property
    def references(self) -> tuple[str, ...]:
        """The hashes of the data it refers to, in the order in which they precede it."""
        hashes = (self.election, self.trustees, self.credentials, self.credentials_certificate)
        return tuple(found for found in hashes if found is not None)

    @classmethod
    def parse(cls, data: bytes, *, where: Where = "") -> "SetupPayload":
        """Read the payload of a Setup event; raises ParseError."""
        certificate = "credentials_certificate"
        value = fields(
            loads(data, limit=_TEXT_LIMIT, where=where),
            ("election", "trustees", "credentials"),
            (certificate,),
            where,
        )
        return cls(
            hex_digest(value["election"], join(where, "election")),
            hex_digest(value["trustees"], join(where, "trustees")),
            hex_digest(value["credentials"], join(where, "credentials")),
            hex_digest(value[certificate], join(where, certificate))
            if certificate in value
            else None,
        )


@dataclass(frozen=True, slots=True)
class SizedTallyPayload:
    """The payload of EncryptedTally: how many ballots were added up, their weight, and the sums."""

    num_tallied: int
    total_weight: int
    encrypted_tally: str

    def to_bytes(self) -> bytes:
        """The canonical JSON text."""
        value: dict[str, JSON] = {
            "num_tallied": self.num_tallied,
            "total_weight": weight_value(self.total_weight),
            "encrypted_tally": self.encrypted_tally,
        }
        return dumps(value).encode()

    @property
    def references(self) -> tuple[str, ...]:
        """The hash of the encrypted tally."""
        return (self.encrypted_tally,)

    @classmethod
    def parse(cls, data: bytes, *, where: Where = "") -> "SizedTallyPayload":
        """Read the payload of an EncryptedTally event; raises ParseError."""
        value = fields(
            loads(data, limit=_TEXT_LIMIT, where=where),
            ("num_tallied", "total_weight", "encrypted_tally"),
            where=where,
        )
        return cls(
            integer(value["num_tallied"], join(where, "num_tallied"), least=0, most=MAX_HEIGHT),
            weight(value["total_weight"], join(where, "total_weight")),
            hex_digest(value["encrypted_tally"], join(where, "encrypted_tally")),
        )


@dataclass(frozen=True, slots=True)
class OwnedPayload:
    """The payload of Shuffle and PartialDecryption: who did it (from 1) and the hash of what."""

    owner: int
    payload: str

    def to_bytes(self) -> bytes:
        """The canonical JSON text."""
        return dumps({"owner": self.owner, "payload": self.payload}).encode()

    @property
    def references(self) -> tuple[str, ...]:
        """The hash of what the owner did."""
        return (self.payload,)

    @classmethod
    def parse(cls, data: bytes, *, where: Where = "") -> "OwnedPayload":
        """Read the payload of a Shuffle or PartialDecryption event; raises ParseError."""
        text = loads(data, limit=_TEXT_LIMIT, where=where)
        value = fields(text, ("owner", "payload"), where=where)
        return cls(
            integer(value["owner"], join(where, "owner"), least=1, most=MAX_HEIGHT),
            hex_digest(value["payload"], join(where, "payload")),
        )


Payload = SetupPayload | SizedTallyPayload | OwnedPayload

PAYLOADS: dict[EventType, type[SetupPayload] | type[SizedTallyPayload] | type[OwnedPayload]] = {
    EventType.SETUP: SetupPayload,
    EventType.ENCRYPTED_TALLY: SizedTallyPayload,
    EventType.SHUFFLE: OwnedPayload,
    EventType.PARTIAL_DECRYPTION: OwnedPayload,
}
"""How to read the payload of each type of event whose payload refers to further data."""

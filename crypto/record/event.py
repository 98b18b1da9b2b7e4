"""Events, the links of a record's hash chain (Belenios specification 2.0, section 4.4)."""

from dataclasses import dataclass
from enum import StrEnum

from crypto.canonical import JSON, dumps, fields, hex_digest, integer, loads, sha256_hex
from crypto.errors import ParseError
from crypto.json_values import join
from crypto.place import Where

MAX_HEIGHT = 2**30 - 1  # the largest integer that Belenios' programs read everywhere
_TEXT_LIMIT = 512  # bytes; an event has at most 220


class EventType(StrEnum):
    """What an event records; the values are those of the JSON text."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END_BALLOTS = "EndBallots"
    ENCRYPTED_TALLY = "EncryptedTally"
    SHUFFLE = "Shuffle"
    END_SHUFFLES = "EndShuffles"
    PARTIAL_DECRYPTION = "PartialDecryption"
    RESULT = "Result"


WITHOUT_PAYLOAD = frozenset({EventType.END_BALLOTS, EventType.END_SHUFFLES})


@dataclass(frozen=True, slots=True)
class Event:
    """One link: the hash of the event before it (none at height 0) and the hash of its payload."""

    parent: str | None
    height: int
    type: EventType
    payload: str | None

    def to_bytes(self) -> bytes:
        """The canonical JSON text, whose SHA-256 names the event."""
        value: dict[str, JSON] = {} if self.parent is None else {"parent": self.parent}
        value |= {"height": self.height, "type": self.type.value}
        if self.payload is not None:
            value["payload"] = self.payload
        return dumps(value).encode()

    @property
    def hash(self) -> str:
        """The event's name in the chain: the SHA-256 of its text in hexadecimal."""
        return sha256_hex(self.to_bytes())

    @classmethod
    def parse(cls, data: bytes, *, where: Where = "") -> "Event":
        """Read an event's text; raises ParseError.

        The event at height 0 has no parent and every other one has; EndBallots and EndShuffles
        have no payload and every other type has.
        """
        value = fields(
            loads(data, limit=_TEXT_LIMIT, where=where),
            ("height", "type"),
            ("parent", "payload"),
            where,
            order=("parent", "height", "type", "payload"),
        )
        height = integer(value["height"], join(where, "height"), least=0, most=MAX_HEIGHT)
        kind = _event_type(value["type"], join(where, "type"))
        if ("parent" in value) == (height == 0):
            detail = "the event at height 0 has no parent, and every other one has"
            raise ParseError("event-parent", detail, where=join(where, "parent"))
        if ("payload" in value) == (kind in WITHOUT_PAYLOAD):
            detail = "EndBallots and EndShuffles have no payload, and every other type has"
            raise ParseError("event-payload", detail, where=join(where, "payload"))
        return cls(
            _optional_hash(value, "parent", where),
            height,
            kind,
            _optional_hash(value, "payload", where),
        )


def _event_type(value: JSON, where: Where) -> EventType:
    try:
        return EventType(str(value))
    except ValueError:
        names = ", ".join(EventType)
        raise ParseError("event-type", f"expected one of {names}", where=where) from None


def _optional_hash(value: dict[str, JSON], name: str, where: Where) -> str | None:
    return hex_digest(value[name], join(where, name)) if name in value else None

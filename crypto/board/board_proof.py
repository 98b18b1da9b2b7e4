"""What a board proves about a box's chain, as JSON texts that anybody can check.

`SealedProof`: this ballot is an event of the chain that the checkpoint stands for. It carries the
ballot itself: its fingerprint leaves out the signature, so only the whole text leads from the
fingerprint to the event's payload.

    {"ballot":…,"event":…,"height":…,"parent":…,"proof":[base64,…],"checkpoint":note}

`GrowthProof`: the chain of `to` events begins with that of `from` events.

    {"from":…,"to":…,"proof":[base64,…],"checkpoint"?:note}

Proofs are those of RFC 6962 sections 2.1.1 and 2.1.2, their hashes in unpadded base64. Checkpoints
are the server's signed notes; without their signatures nothing is proved.
"""

from dataclasses import dataclass, field
from typing import Self

from crypto.base64_texts import from_unpadded, unpadded
from crypto.board.checkpoint import Checkpoint, event_leaf, open_checkpoint
from crypto.board.merkle import MOST_STEPS, check_inclusion
from crypto.board.note import LONGEST_NOTE
from crypto.board.server_key import ServerPublicKey
from crypto.canonical import (
    JSON,
    array,
    base64_hash,
    dumps,
    fields,
    hex_digest,
    integer,
    item,
    loads,
    sha256_b64,
    sha256_hex,
    text,
)
from crypto.errors import ParseError, ProofError, RecordError
from crypto.json_values import join
from crypto.place import Where
from crypto.record.event import MAX_HEIGHT, Event, EventType

LONGEST_GROWTH = LONGEST_NOTE * 2  # bytes; a proof has at most 64 hashes
LONGEST_SEALED = 1 << 24  # bytes; mostly the ballot


@dataclass(frozen=True, slots=True)
class SealedProof:
    """A ballot's text, the text of its event, the proof of the event, a checkpoint's note."""

    ballot: str = field(repr=False)
    event: str
    proof: tuple[bytes, ...]
    checkpoint: str

    @classmethod
    def parse(cls, data: bytes | str, *, where: Where = "") -> Self:
        """Read the canonical JSON text; raises ParseError. Nothing is verified yet."""
        names = ("ballot", "event", "height", "parent", "proof", "checkpoint")
        value = fields(loads(data, limit=LONGEST_SEALED, where=where), names, where=where)
        found = cls(
            text(value["ballot"], join(where, "ballot")),
            text(value["event"], join(where, "event")),
            _hashes(value["proof"], join(where, "proof")),
            text(value["checkpoint"], join(where, "checkpoint")),
        )
        height = integer(value["height"], join(where, "height"), least=1, most=MAX_HEIGHT)
        parent = hex_digest(value["parent"], join(where, "parent"))
        event = found.parsed_event(where=where)
        if (event.height, event.parent) != (height, parent):
            detail = "another height or parent than the event's"
            raise ParseError("proof-event", detail, where=join(where, "event"))
        return found

    def to_json(self) -> str:
        """The canonical JSON text."""
        event = self.parsed_event()
        return dumps(
            {
                "ballot": self.ballot,
                "event": self.event,
                "height": event.height,
                "parent": event.parent or "",
                "proof": _shown(self.proof),
                "checkpoint": self.checkpoint,
            }
        )

    def parsed_event(self, *, where: Where = "") -> Event:
        """The event; raises ParseError."""
        return Event.parse(self.event.encode(), where=join(where, "event"))

    def check(self, fingerprint: str, key: ServerPublicKey, *, where: Where = "") -> Checkpoint:
        """Check that the ballot of this fingerprint is sealed; what the checkpoint says.

        Raises ParseError or ProofError for the checkpoint, ProofError `proof-ballot` when ballot,
        event and fingerprint do not belong together, and ProofError `merkle-…`.
        """
        checkpoint = open_checkpoint(self.checkpoint.encode(), key, where=join(where, "checkpoint"))
        event = self.parsed_event(where=where)
        if event.type is not EventType.BALLOT or event.payload != sha256_hex(self.ballot):
            detail = "the event is not that of the ballot"
            raise ProofError("proof-ballot", detail, where=join(where, "event"))
        if fingerprint_of(self.ballot, where=join(where, "ballot")) != fingerprint:
            detail = "the ballot has another fingerprint"
            raise ProofError("proof-ballot", detail, where=join(where, "ballot"))
        check_inclusion(
            event_leaf(event),
            event.height,
            checkpoint.size,
            self.proof,
            checkpoint.root,
            where=join(where, "proof"),
        )
        return checkpoint


@dataclass(frozen=True, slots=True)
class GrowthProof:
    """The sizes of an earlier and a later tree, the proof between them, and the later's note.

    The note is empty where whoever asked has both checkpoints already.
    """

    first: int
    second: int
    proof: tuple[bytes, ...]
    checkpoint: str = ""

    @classmethod
    def parse(cls, data: bytes | str, *, where: Where = "") -> Self:
        """Read the canonical JSON text; raises ParseError. Nothing is verified yet."""
        value = fields(
            loads(data, limit=LONGEST_GROWTH, where=where),
            ("from", "to", "proof"),
            ("checkpoint",),
            where,
        )
        return cls(
            integer(value["from"], join(where, "from"), least=1, most=MAX_HEIGHT + 1),
            integer(value["to"], join(where, "to"), least=1, most=MAX_HEIGHT + 1),
            _hashes(value["proof"], join(where, "proof")),
            text(value.get("checkpoint", ""), join(where, "checkpoint")),
        )

    def to_json(self) -> str:
        """The canonical JSON text."""
        value: dict[str, JSON] = {"from": self.first, "to": self.second}
        value["proof"] = _shown(self.proof)
        if self.checkpoint:
            value["checkpoint"] = self.checkpoint
        return dumps(value)

    def check(self, earlier: Checkpoint, later: Checkpoint, *, where: Where = "") -> None:
        """Check that this proves of two checkpoints, both opened, that the chain only grew.

        Raises RecordError `checkpoint-…`.
        """
        if (self.first, self.second) != (earlier.size, later.size):
            detail = f"a proof from {self.first} to {self.second} events"
            raise RecordError("checkpoint-fork", detail, where=where)
        later.check_follows(earlier, self.proof, where=where)


def fingerprint_of(ballot: str, *, where: Where = "") -> str:
    """The fingerprint of a ballot's text: the hash of it without its signature.

    Nothing else of the ballot is looked at. Raises ParseError when it is not canonical JSON, or
    has no signature at its end.
    """
    value = loads(ballot, limit=LONGEST_SEALED, where=where)
    if not isinstance(value, dict) or list(value)[-1:] != ["signature"]:
        raise ParseError("proof-ballot", "not a signed ballot", where=where)
    return sha256_b64(dumps({name: each for name, each in value.items() if name != "signature"}))


def _hashes(value: JSON, where: Where) -> tuple[bytes, ...]:
    return tuple(
        from_unpadded(base64_hash(each, item(where, index)))
        for index, each in enumerate(array(value, where, least=0, most=MOST_STEPS))
    )


def _shown(proof: tuple[bytes, ...]) -> list[JSON]:
    return [unpadded(each) for each in proof]

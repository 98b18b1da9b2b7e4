"""A teller's certificate: its two public keys, bound to its place in one ceremony.

Specification 4.6.2 with the context of release 3.x. A certificate is a signed message, signed
with the key whose public half stands in it, over the text

`{"context":{"group","size","threshold","index"},"verification":vk,"encryption":ek}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from crypto.canonical import JSON, dumps, fields, integer, join, loads, text
from crypto.errors import ParseError, ProofError
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness, SystemRandomness
from crypto.place import Where
from crypto.proofs.schnorr import SignedMessage, check_message, sign_message
from crypto.trustees.teller_keys import derive_keys

MAX_TELLERS = 255
_MAX_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Context:
    """The ceremony a certificate is for, and the teller's 1-based place in it."""

    group: str
    size: int
    threshold: int
    index: int

    @classmethod
    def from_json(cls, value: JSON, where: Where = "") -> Self:
        """Read a context whose numbers fit together; raises ParseError."""
        found = fields(value, ("group", "size", "threshold", "index"), where=where)
        size = integer(found["size"], join(where, "size"), least=1, most=MAX_TELLERS)
        return cls(
            text(found["group"], join(where, "group")),
            size,
            integer(found["threshold"], join(where, "threshold"), least=1, most=size),
            integer(found["index"], join(where, "index"), least=1, most=size),
        )

    def to_json(self) -> JSON:
        """The JSON value."""
        return {
            "group": self.group,
            "size": self.size,
            "threshold": self.threshold,
            "index": self.index,
        }


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that was read; only `check` says that its signature is good."""

    signed: SignedMessage
    context: Context
    verification: Element
    encryption: Element

    @classmethod
    def from_json(cls, group: Group, value: JSON, where: Where = "") -> Self:
        """Read a certificate for `group`; raises ParseError."""
        signed = SignedMessage.from_json(group, value, where)
        place = join(where, "message")
        found = fields(
            loads(signed.message, limit=_MAX_BYTES, where=place),
            ("context", "verification", "encryption"),
            where=place,
        )
        context = Context.from_json(found["context"], join(place, "context"))
        if context.group != group.name:
            msg = f"group {context.group!r:.40} found, expected {group.name}"
            raise ParseError("certificate-group", msg, where=join(place, "context.group"))
        return cls(
            signed,
            context,
            group.decode_nonidentity(found["verification"], join(place, "verification")),
            group.decode_nonidentity(found["encryption"], join(place, "encryption")),
        )

    @classmethod
    def parse(cls, group: Group, data: bytes | str, *, where: Where = "") -> Self:
        """Read a certificate's JSON text; raises ParseError."""
        return cls.from_json(group, loads(data, limit=_MAX_BYTES, where=where), where)

    def to_json(self) -> str:
        """The canonical JSON text."""
        return dumps(self.signed.to_json())

    def check(self, group: Group, context: Context, *, where: Where = "") -> None:
        """Raise ProofError unless it is self-signed and made for exactly `context`."""
        if self.context != context:
            msg = f"{self.context} found, expected {context}"
            raise ProofError("certificate-context", msg, where=where)
        check_message(group, self.verification, self.signed, where=where)


def make_certificate(
    group: Group,
    seed: str,
    context: Context,
    randomness: Randomness | None = None,
) -> Certificate:
    """Make the certificate of the teller who holds `seed`.

    Raises ParseError for a seed of the wrong form or a context that is not possible.
    """
    keys = derive_keys(group, seed)
    message = dumps(
        {
            "context": context.to_json(),
            "verification": group.encode(keys.verification),
            "encryption": group.encode(keys.encryption),
        }
    )
    signed = sign_message(group, keys.signing, message, randomness or SystemRandomness())
    return Certificate.from_json(group, signed.to_json())


class TwoKeys(Protocol):
    """What every form of certificate holds."""

    @property
    def verification(self) -> Element:
        """The key that its owner's signatures are checked with."""

    @property
    def encryption(self) -> Element:
        """The key that messages to its owner are encrypted with."""


def check_distinct(certificates: Sequence[TwoKeys], index: int, *, where: Where = "") -> None:
    """Raise ProofError when certificate `index` (from 0) repeats a key of an earlier one."""
    mine = certificates[index]
    for number, earlier in enumerate(certificates[:index], start=1):
        others = {earlier.verification, earlier.encryption}
        if not others.isdisjoint({mine.verification, mine.encryption}):
            msg = f"a key of this certificate is teller {number}'s already"
            raise ProofError("certificate-duplicate", msg, where=where)


def check_not_copied(certificates: Sequence[Certificate], index: int) -> None:
    """Raise ProofError when certificate `index` (from 0) holds a key of another teller's.

    A certificate proves, by its signature, that its owner knows the secret of its verification
    key. So of two that share a key, the one that has it for encryption only copied it; where the
    signatures do not decide, it is the later one that is refused.
    """
    mine = certificates[index]
    for number, other in enumerate(certificates):
        shared = {mine.verification, mine.encryption} & {other.verification, other.encryption}
        proved = (mine.verification in shared, other.verification in shared)
        copied = proved == (False, True) or (proved[0] == proved[1] and number < index)
        if shared and copied:
            msg = f"a key of this certificate is teller {other.context.index}'s already"
            raise ProofError("certificate-duplicate", msg)

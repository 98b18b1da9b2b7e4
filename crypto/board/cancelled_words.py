"""The server's words on cancelled slips: one for each, in a file that others keep.

The list of cancelled slips is published at the closing. Until then nothing but the server's memory
would say that a slip was cancelled, and a server that forgets one can let somebody vote with it. So
it signs each at once, and whoever was there (organiser, tellers, witnesses) keeps the signatures. A
word on a slip that the published list does not name proves that the server did not keep it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from crypto.base64_texts import from_unpadded, unpadded
from crypto.board.server_key import ServerKey, ServerPublicKey
from crypto.canonical import JSON, array, dumps, fields, hex_digest, integer, loads
from crypto.errors import ParseError
from crypto.json_values import text
from crypto.place import Part, Place

VERSION = 1
AUDITED, LEFT_OVER = "audited", "left_over"
LONGEST_WORDS = 1 << 24
"""Bytes of a file of words."""
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class CancelledWord:
    """The word on one slip: its public credential as text, and the part of the list it is in.

    `setup` names the box; `signature` in unpadded base64.
    """

    setup: str
    part: str
    credential: str
    signature: str

    def to_json(self) -> JSON:
        """As it stands in the file."""
        return {
            "setup": self.setup,
            "part": self.part,
            "credential": self.credential,
            "signature": self.signature,
        }

    def check(self, key: ServerPublicKey, *, where: Place) -> None:
        """Verify the signature; raises ProofError `server-signature`."""
        try:
            signature = from_unpadded(self.signature)
        except ValueError:
            signature = b""
        key.check(_message(self.setup, self.part, self.credential), signature, where=where)


def sign_cancelled_slip(
    key: ServerKey, setup_hash: str, credential: str, *, audited: bool
) -> CancelledWord:
    """The server's word, once the slip is cancelled for good; signing again gives the same one."""
    part = AUDITED if audited else LEFT_OVER
    signature = key.sign(_message(setup_hash, part, credential))
    return CancelledWord(setup_hash, part, credential, unpadded(signature))


@dataclass(frozen=True, slots=True)
class CancelledWords:
    """A file of words, sorted by box and credential: it does not tell in which order they came."""

    words: tuple[CancelledWord, ...]

    @classmethod
    def of(cls, words: Iterable[CancelledWord]) -> Self:
        """The file of these words."""
        return cls(tuple(sorted(words, key=lambda each: (each.setup, each.credential, each.part))))

    @classmethod
    def parse(cls, data: bytes, *, where: Place) -> Self:
        """Read the canonical JSON text; raises ParseError. No signature is verified yet."""
        value = fields(
            loads(data, limit=LONGEST_WORDS, where=where), ("version", "words"), where=where
        )
        integer(value["version"], where / Part("version"), least=VERSION, most=VERSION)
        at = where / Part("words")
        listed = array(value["words"], at, least=0, most=_MOST)
        return cls.of(_word(each, at / number) for number, each in enumerate(listed))

    def to_bytes(self) -> bytes:
        """The canonical text."""
        words = [each.to_json() for each in self.words]
        return dumps({"version": VERSION, "words": words}).encode()


def _word(value: JSON, where: Place) -> CancelledWord:
    found = fields(value, ("setup", "part", "credential", "signature"), where=where)
    part = text(found["part"], where / Part("part"))
    if part not in {AUDITED, LEFT_OVER}:
        detail = f"neither {AUDITED} nor {LEFT_OVER}"
        raise ParseError("cancelled-part", detail, where=where / Part("part"))
    return CancelledWord(
        hex_digest(found["setup"], where / Part("setup")),
        part,
        text(found["credential"], where / Part("credential")),
        text(found["signature"], where / Part("signature")),
    )


def _message(setup_hash: str, part: str, credential: str) -> bytes:
    return f"piaoxiang-slip-cancelled|{setup_hash}|{part}|{credential}".encode()

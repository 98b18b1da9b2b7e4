"""Opened ballots: what a kiosk shows when a voter checks it instead of casting (Benaloh).

A ballot without its signature follows from a 32-byte seed, the choices and the public credential.
So these are all that another device needs to make the same ballot again and to see whether its
fingerprint is the one that was shown *before* the voter decided to check. The text of the QR code:

    PXC2:<setup>:<fingerprint>:<credential>:<seed>:<choices>:<word>

all in unpadded URL-safe base64. The credential is the number of its group element, big-endian,
without leading zeros. The word is the server's signature that this ballot of this slip was spoiled
(`crypto.board.spoiling`): without it a ballot that was *cast* could be shown as an opened one, to a
voter who asked for another, or to somebody who pays for votes. Choices are packed in the order of
the election's questions, one bit for each entry of a 0/1 vector and eight for each integer of a
single answer, most significant first, with zeros up to a whole byte.

Whoever reads this text knows the choices. Texts of `PXC1` had no word and prove nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Self

from crypto.ballots.ballot import Choices, UnsignedBallot, prepare_ballot
from crypto.base64_texts import from_unpadded, from_url_safe, unpadded, url_safe
from crypto.election.election import Election
from crypto.election.question import Question
from crypto.election.question_kinds import AnyQuestion
from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError, ProofError
from crypto.groups.group import Element
from crypto.place import Where

PREFIX = "PXC2:"
PREFIX_WITHOUT_WORD = "PXC1:"
LONGEST_TEXT = 8192  # characters; 320 are usual
_WORD_BYTES = 64
_BITS_OF_INTEGER = 8
_TEXT = re.compile(
    r"PXC2:([A-Za-z0-9_-]{43}):([A-Za-z0-9_-]{43}):([A-Za-z0-9_-]+)"
    r":([A-Za-z0-9_-]{43}):([A-Za-z0-9_-]+):([A-Za-z0-9_-]{86})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class OpenedBallot:
    """What a QR code says: the box (Setup hash, hex), the fingerprint, the opening, and the word.

    Fingerprint and word are in unpadded base64. The word is **not** verified here.
    """

    setup: str
    fingerprint: str
    credential: bytes = field(repr=False)
    seed: bytes = field(repr=False)
    choices: bytes = field(repr=False)
    word: str

    @classmethod
    def of(
        cls, setup_hash: str, unsigned: UnsignedBallot, choices: Choices, seed: bytes, word: str
    ) -> Self:
        """The opening of a prepared ballot, with the server's word that it is spoiled."""
        election = unsigned.election
        number = election.group.number(unsigned.credential)
        return cls(
            setup_hash,
            unsigned.fingerprint,
            number.to_bytes((number.bit_length() + 7) // 8, "big"),
            seed,
            _pack(election, choices),
            word,
        )

    @classmethod
    def parse(cls, text: str, *, where: Where = "") -> Self:
        """Read the text of a QR code; raises ParseError. Nothing is rebuilt or compared yet.

        `opened-without-word` is a text of releases in which the server's word was not part of it.
        """
        if text.startswith(PREFIX_WITHOUT_WORD):
            detail = "the server's word that the ballot was spoiled is not in it"
            raise ParseError("opened-without-word", detail, where=where)
        match = _TEXT.fullmatch(text) if len(text) <= LONGEST_TEXT else None
        if match is None:
            detail = "not the text of an opened ballot's QR code"
            raise ParseError("opened-form", detail, where=where)
        setup, fingerprint, credential, seed, choices, word = (
            _decoded(part, where) for part in match.groups()
        )
        if credential[0] == 0:
            raise ParseError("opened-credential", "a leading zero", where=where)
        return cls(
            setup.hex(),
            unpadded(fingerprint),
            credential,
            seed,
            choices,
            unpadded(word),
        )

    def to_text(self) -> str:
        """The text of the QR code. It tells the choices."""
        parts = (
            bytes.fromhex(self.setup),
            from_unpadded(self.fingerprint),
            self.credential,
            self.seed,
            self.choices,
            from_unpadded(self.word),
        )
        return PREFIX + ":".join(map(_encoded, parts))

    def credential_of(self, election: Election, *, where: Where = "") -> Element:
        """The public credential; raises ParseError `opened-credential`."""
        group = election.group
        number = int.from_bytes(self.credential, "big")
        found = group.element(number)
        if found is None or found == group.identity:
            detail = f"not the number of an element of {group.name}"
            raise ParseError("opened-credential", detail, where=where)
        return found

    def choices_of(self, election: Election, *, where: Where = "") -> Choices:
        """The choices as vectors; raises ParseError `opened-choices`."""
        return _unpack(election, self.choices, where)

    def rebuild(self, election: Election, *, where: Where = "") -> Choices:
        """Make the ballot again and return its choices.

        Raises ProofError `opened-mismatch` when the ballot has another fingerprint: the device
        that opened it encrypted something else than it says. Raises ParseError when the opening
        is no ballot of `election`: that, too, is not what an honest device shows.
        """
        choices = self.choices_of(election, where=where)
        credential = self.credential_of(election, where=where)
        rebuilt = prepare_ballot(election, credential, choices, self.seed)
        if rebuilt.fingerprint != self.fingerprint:
            detail = f"seed and choices make the ballot {rebuilt.fingerprint}"
            raise ProofError("opened-mismatch", detail, where=where)
        return choices


def longest_text(election: Election) -> int:
    """How many characters the text of an opened ballot of `election` has at most."""
    bits = sum(length * width for length, width in _widths(election))
    credential = (election.group.longest_element + 1) // 2  # a digit is half a byte at most
    sizes = (32, 32, credential, 32, (bits + 7) // 8, _WORD_BYTES)
    return len(PREFIX) + len(sizes) - 1 + sum(-(-4 * size // 3) for size in sizes)


def _widths(election: Election) -> list[tuple[int, int]]:
    """Return, per question, how many values it has and how many bits each takes."""
    return [_width(question) for question in election.questions]


def _width(question: AnyQuestion) -> tuple[int, int]:
    if isinstance(question, Question):
        return question.choices_length, 1
    if isinstance(question, SingleQuestion):
        return len(question.answers), _BITS_OF_INTEGER
    raise ParseError("question-unsupported", "answers to questions with lists are never made")


def _pack(election: Election, choices: Choices) -> bytes:
    number = total = 0
    for (length, bits), values in zip(_widths(election), choices, strict=True):
        if len(values) != length or any(value >> bits for value in values):
            raise ParseError("opened-choices", "the choices do not fit the questions")
        for value in values:
            number = number << bits | value
        total += length * bits
    size = (total + 7) // 8
    return (number << (size * 8 - total)).to_bytes(size, "big")


def _unpack(election: Election, packed: bytes, where: Where) -> Choices:
    widths = _widths(election)
    total = sum(length * bits for length, bits in widths)
    spare = len(packed) * 8 - total
    number = int.from_bytes(packed, "big")
    if len(packed) != (total + 7) // 8 or number & ((1 << spare) - 1):
        detail = f"{len(packed)} bytes found, expected {total} bits and zeros after them"
        raise ParseError("opened-choices", detail, where=where)
    left = total
    number >>= spare
    found = []
    for length, bits in widths:
        values = []
        for _ in range(length):
            left -= bits
            values.append(number >> left & (1 << bits) - 1)
        found.append(tuple(values))
    return tuple(found)


def _encoded(data: bytes) -> str:
    return url_safe(unpadded(data))


def _decoded(found: str, where: Where) -> bytes:
    """The bytes of unpadded URL-safe base64 in its only spelling; raises ParseError."""
    try:
        data = from_unpadded(from_url_safe(found))
    except ValueError:
        data = b""
    if not data:
        raise ParseError("opened-base64", "not canonical unpadded base64", where=where)
    return data

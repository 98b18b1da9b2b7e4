"""The meeting fingerprint as a person gives it: read from paper, in a hall, or from a file.

It is written in full (64 hexadecimal digits), in short form (24 characters of base64 in six groups
of four: 144 bits of it), or as the text of its QR code (`PXM1:` and the 64 digits). White space
says nothing. Whoever makes both sides finds two meetings of one short form after 2^72 hashes; the
short form of earlier releases had 96 bits, and that is 2^48.

What is no fingerprint must not look like one that differs: it says nothing about a meeting.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Self

from crypto.board.server_key import short_form
from meeting.language import N_, gettext_for
from meeting.printable import filled
from meeting.problem import ROOM, Problem, Worded

QR_PREFIX: Final = "PXM1:"
_DIGITS, _SHORT, _FORMER = 64, 24, 16
_GROUP = 4
_MOST_CHARACTERS = 400
_NO_DIGIT = re.compile(r"[^0-9a-fA-F]")
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_ALIKE: Final = ("0OoQD", "1lIi", "2Zz", "5Ss", "6b", "8B", "9gq")
"""Characters that are taken for one another; so are the capital and the small form of a letter."""


def fingerprint_code(fingerprint: str) -> str:
    """The text of the QR code of a meeting fingerprint, which is given in full."""
    return f"{QR_PREFIX}{fingerprint}"


@dataclass(frozen=True, slots=True)
class GivenFingerprint:
    """What was given: `digits` are all 64 hexadecimal digits of the hash, or its first 36."""

    digits: str

    @classmethod
    def read(cls, text: str, *, where: str = "") -> Self:
        """Read a fingerprint; raises Problem.

        "fingerprint-former" for four groups of four, "fingerprint-character" for a character that
        none has, "fingerprint-length" for too many or too few.
        """
        parts = unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS]).split()
        plain = "".join(parts)
        coded = plain[: len(QR_PREFIX)].upper() == QR_PREFIX
        if coded or len(plain) == _DIGITS:
            digits = plain[len(QR_PREFIX) :] if coded else plain
            if odd := _NO_DIGIT.search(digits):
                raise _odd_digit(odd, where)
            if len(digits) != _DIGITS:
                raise _other_length([digits], where)
            return cls(digits.lower())
        if odd := _NO_BASE64.search(plain):
            raise _odd_character(odd, where)
        if len(plain) == _FORMER:
            raise Problem(
                "fingerprint-former",
                "A meeting fingerprint in short form has six groups of four characters; this one "
                "has four groups, which can be forged by whoever makes both sides. Give all six "
                "groups, or all 64 digits.",
                where=where,
            )
        if len(plain) != _SHORT:
            raise _other_length(parts, where)
        return cls(base64.b64decode(plain).hex())

    @property
    def whole(self) -> bool:
        """Whether it was given in full."""
        return len(self.digits) == _DIGITS

    @property
    def short(self) -> str:
        """Its short form, as people compare it."""
        return _short(self.digits)

    def fits(self, found: str) -> bool:
        """Whether this is the fingerprint `found`, which is 64 hexadecimal digits."""
        return len(found) == _DIGITS and found.startswith(self.digits)

    def difference(self, found: str) -> Difference:
        """Where it differs from `found`, which it does not fit."""
        if self.whole:
            return Difference.between(self.digits, found)
        return Difference.between(self.short.replace(" ", ""), _short(found).replace(" ", ""))


class Difference(Worded):
    """Where what was given first differs from what was found: a value of a problem."""

    __slots__ = ("_alike", "_found", "_given", "_place", "_whole")

    _given: str
    _found: str
    _place: int
    _whole: bool
    _alike: bool

    @classmethod
    def between(cls, given: str, found: str) -> Self:
        """Of two texts of one length that differ, both in full or both in short form."""
        places = [
            at for at, pair in enumerate(zip(given, found, strict=True)) if pair[0] != pair[1]
        ]
        first = places[0]
        made = cls(f"{given[first]} {found[first]} {first}")
        made._given, made._found, made._place = given[first], found[first], first
        made._whole = len(given) == _DIGITS
        made._alike = all(_look_alike(given[at], found[at]) for at in places)
        return made

    def told(self, language: str) -> str:
        """The place and both characters, in words."""
        said = gettext_for(ROOM, language)
        sentence = (
            N_("digit {digit} of 64 was given as {given}, and is {found} here")
            if self._whole
            else N_("character {at} of group {group} was given as {given}, and is {found} here")
        )
        group, at = divmod(self._place, _GROUP)
        words = filled(
            said(sentence),
            digit=self._place + 1,
            group=group + 1,
            at=at + 1,
            given=self._given,
            found=self._found,
        )
        alike = said(N_("; such characters are easily taken for one another"))
        return words + alike if self._alike else words


def _look_alike(one: str, other: str) -> bool:
    same_letter = one.lower() == other.lower()
    return same_letter or any(one in some and other in some for some in _ALIKE)


def _short(digits: str) -> str:
    return short_form(bytes.fromhex(digits.ljust(_DIGITS, "0")))


def _odd_digit(odd: re.Match[str], where: str) -> Problem:
    meant = next((some[0] for some in _ALIKE[:2] if odd.group() in some), "")
    return Problem(
        "fingerprint-character",
        N_(
            "Character {place} is {character}; in full, a meeting fingerprint has only the digits "
            "0 to 9 and a to f. Perhaps it is a {meant}. Nothing was compared."
        )
        if meant
        else N_(
            "Character {place} is {character}; in full, a meeting fingerprint has only the digits "
            "0 to 9 and a to f. Nothing was compared."
        ),
        where=where,
        place=odd.start() + 1,
        character=odd.group(),
        meant=meant,
    )


def _odd_character(odd: re.Match[str], where: str) -> Problem:
    group, at = divmod(odd.start(), _GROUP)
    return Problem(
        "fingerprint-character",
        "Character {at} of group {group} is {character}; a meeting fingerprint in short form has "
        "only letters, digits, + and /. Nothing was compared.",
        where=where,
        at=at + 1,
        group=group + 1,
        character=odd.group(),
    )


def _other_length(parts: list[str], where: str) -> Problem:
    count = sum(map(len, parts))
    odd = [at for at, part in enumerate(parts) if len(part) != _GROUP]
    if len(parts) > 1 and len(odd) == 1 and abs(count - _SHORT) < _GROUP:
        return Problem(
            "fingerprint-length",
            "Group {group} has {count} characters, and not four: {part}. A meeting fingerprint in "
            "short form has six groups of four. Nothing was compared.",
            where=where,
            group=odd[0] + 1,
            count=len(parts[odd[0]]),
            part=parts[odd[0]],
        )
    return Problem(
        "fingerprint-length",
        "This is not written as a meeting fingerprint: it has {count} characters. Give the 24 "
        "characters of the short form (six groups of four, small and capital letters as they are) "
        "or all 64 digits (0-9, a-f); spaces do not matter. Nothing was compared.",
        where=where,
        count=count,
    )

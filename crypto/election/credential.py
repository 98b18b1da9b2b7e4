"""Credentials: what is printed on a slip, and what the public sees of it.

A private credential is 22 random Base58 characters written
`XXXXX-XXXXXX-XXXXX-XXXXXX`, without checksum (Belenios since 2.4; the older
form of section 4.8 is not supported). A secret exponent x follows from it and
from the election's uuid; the public credential is g^x. One slip is one
credential for one box, used once.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

from crypto.canonical import dumps, loads
from crypto.election.election import BASE58
from crypto.errors import ParseError
from crypto.groups.group import Element, Group
from crypto.json_values import JSON, MAX_WEIGHT, array, decimal, item, text, texts_in
from crypto.place import Where

MAX_CREDENTIALS: Final = 100_000
"""Public credentials that one box may have."""

_PARTS: Final = (5, 6, 5, 6)
_LENGTH: Final = sum(_PARTS)
_CHARACTERS = re.compile(f"[{BASE58}]{{{_LENGTH}}}", re.ASCII)


def make_credential() -> str:
    """A fresh random private credential."""
    return _in_parts("".join(secrets.choice(BASE58) for _ in range(_LENGTH)))


def normalize(typed: str) -> str:
    """The credential that somebody typed or scanned, in its one written form.

    Spaces and dashes may stand anywhere or nowhere, and full-width characters
    (an input method left on) are taken for the plain ones. Raises `ParseError`
    (`credential-form`), whose text never repeats what was typed.
    """
    if len(typed) > 4 * _LENGTH:
        raise ParseError("credential-form", "far too long for a credential")
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKC", typed)
        if not character.isspace() and unicodedata.category(character) != "Pd"
    )
    if not _CHARACTERS.fullmatch(plain):
        found = "a character that no credential contains"
        if len(plain) != _LENGTH:
            found = f"{len(plain)} characters"
        raise ParseError(
            "credential-form",
            f"{found} found, expected {_LENGTH} Base58 characters (no 0, O, I or l)",
        )
    return _in_parts(plain)


def secret_exponent(group: Group, uuid: str, credential: str) -> int:
    """The secret exponent of `credential` in the election `uuid`.

    Two SHA-256 of `derive_credential|uuid|i|credential` in hexadecimal, one
    after the other, read as one 512-bit number, mod q. Raises `ParseError`
    when `credential` is not in its written form.
    """
    if normalize(credential) != credential:
        raise ParseError("credential-form", "the credential is not in its written form")
    digest = b"".join(
        hashlib.sha256(f"derive_credential|{uuid}|{i}|{credential}".encode()).digest()
        for i in range(2)
    )
    return group.reduce(digest[::-1])


def public_credential(group: Group, uuid: str, credential: str) -> Element:
    """The public credential g^x that belongs to `credential`."""
    return group.base_power(secret_exponent(group, uuid, credential))


@dataclass(frozen=True, slots=True)
class PublicCredential:
    """An entry of the public list: a key, its weight, and the text it is written as."""

    key: Element
    weight: int
    text: str

    @classmethod
    def of(cls, group: Group, key: Element, weight: int | None = None) -> Self:
        """Make the entry of `key`; the weight is written only where one is given."""
        written = group.encode(key)
        if weight is None:
            return cls(key, 1, written)
        return cls(key, weight, f"{written},{weight}")

    @classmethod
    def parse(cls, group: Group, written: str, where: Where = "") -> Self:
        """Read `pk` or `pk,weight`; raises `ParseError`."""
        name, comma, weight_text = written.partition(",")
        key = group.decode_nonidentity(name, where)
        weight = decimal(weight_text, where, below=MAX_WEIGHT + 1) if comma else 1
        if weight < 1:
            raise ParseError("credential-weight", "a weight is at least 1", where=where)
        return cls(key, weight, written)


def parse_credentials(
    group: Group, data: bytes | str, *, where: Where = ""
) -> tuple[PublicCredential, ...]:
    """Read the public list, a JSON array of `pk` or `pk,weight`, in any order.

    Raises `ParseError`; `credential-duplicate` when a key stands twice,
    `element-identity` for the identity.
    """
    longest = group.longest_element + len(f',{MAX_WEIGHT}","')
    value = loads(data, limit=2 + MAX_CREDENTIALS * longest, where=where)
    entries = array(value, where, least=1, most=MAX_CREDENTIALS)
    with group.reading(name.partition(",")[0] for name in texts_in(entries)):
        return _read_credentials(group, entries, longest, where)


def _read_credentials(
    group: Group, entries: Sequence[JSON], longest: int, where: Where
) -> tuple[PublicCredential, ...]:
    credentials: list[PublicCredential] = []
    seen: set[Element] = set()
    for index, entry in enumerate(entries):
        place = item(where, index)
        credential = PublicCredential.parse(group, text(entry, place, longest=longest), place)
        if credential.key in seen:
            raise ParseError(
                "credential-duplicate", "this public credential stands twice", where=place
            )
        seen.add(credential.key)
        credentials.append(credential)
    return tuple(credentials)


def credentials_to_json(credentials: Iterable[PublicCredential]) -> str:
    """The canonical JSON of the public list, sorted as strings: our order."""
    return dumps(sorted(credential.text for credential in credentials))


def check_sorted(credentials: Sequence[PublicCredential], *, where: Where = "") -> None:
    """Check that the list is sorted as strings, so that its order says nothing.

    This is a rule of ours: foreign lists have other orders, which is no fault.
    Raises `ParseError` (`credentials-unsorted`).
    """
    for index, (before, after) in enumerate(pairwise(credentials), start=1):
        if before.text >= after.text:
            raise ParseError(
                "credentials-unsorted",
                "the public credentials are not sorted as strings",
                where=item(where, index),
            )


def _in_parts(characters: str) -> str:
    parts = []
    for length in _PARTS:
        parts.append(characters[:length])
        characters = characters[length:]
    return "-".join(parts)

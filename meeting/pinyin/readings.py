"""How a name may be read, without tones: 张伟 and 章伟 are both zhang wei.

A character may have several readings, and nobody knows which one a name has: 曾 is zeng or ceng. So
a name has all of them, and two names sound alike where they share one. Letters are read as they
stand: zhangwei is zhang wei.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, product
from types import MappingProxyType
from typing import Final

from meeting.names import name_key
from meeting.pinyin import TABLE

MOST: Final = 1024
"""So many readings of one name are looked at; characters with several multiply."""
_DOT = "\u00b7"
_AS_TYPED = str.maketrans("ü", "v")


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """The readings of every character of the table, in the order of the alphabet."""
    found: dict[str, list[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        syllable, characters = line.split(" ")
        for each in characters:
            found.setdefault(each, []).append(syllable)
    return MappingProxyType({each: tuple(readings) for each, readings in found.items()})


def readings(name: str) -> dict[str, str]:
    """What a name sounds like, without gaps, each with how it is written down: zhang wei.

    Empty where a character is neither in the table nor a letter from a to z.
    """
    parts = list(_parts(name))
    if not parts or not all(parts):
        return {}
    return {"".join(each): " ".join(each) for each in islice(product(*parts), MOST)}


def _parts(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the readings of every character, or of letters that stand together."""
    letters = ""
    for each in name_key(name).translate(_AS_TYPED):
        if "a" <= each <= "z":
            letters += each
            continue
        if letters:
            yield (letters,)
            letters = ""
        if each != _DOT:
            yield _table().get(each, ())
    if letters:
        yield (letters,)


def same_reading(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """The first reading that two names share, "" for none; of two ways, the one with more gaps."""
    shared = next((each for each in one if each in other), None)
    return (
        "" if shared is None else max(one[shared], other[shared], key=lambda told: told.count(" "))
    )

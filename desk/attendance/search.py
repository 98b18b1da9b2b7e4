"""Finding people of a roster as they are typed: 张伟, zhangwei, zhang wei, wei, zw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meeting.names import name_key
from meeting.pinyin.readings import readings

_BEGINS = "\n"
_LEFT_OUT = str.maketrans({" ": "", "'": "", "’": "", "ü": "v", "·": ""})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is expected; `place` tells one from another, `group` is a voter group's id."""

    place: int
    name: str
    unit: str
    post: str
    group: str


class Index:
    """The people of a roster by how they sound; made once, searched for every few letters."""

    def __init__(self, people: Sequence[Person]) -> None:
        heard = [(_sounds(each.name), each) for each in people]
        heard.sort(key=lambda pair: (pair[0], pair[1].name, pair[1].unit, pair[1].place))
        self._lines = [(_key(each.name) + sounds, each) for sounds, each in heard]

    def find(self, typed: str, group: str = "") -> list[Person]:
        """Who fits what was typed, all for nothing typed, in the order of the alphabet.

        Characters may stand anywhere in a name; letters begin at a syllable, or are initials.
        """
        key = _key(typed)
        if key.isascii() and key:
            key = _BEGINS + key
        return [
            each for line, each in self._lines if key in line and (not group or each.group == group)
        ]


def _sounds(name: str) -> str:
    """What may be typed for a name in letters, each after a mark: whole, later parts, initials."""
    found: dict[str, None] = {}
    for told in readings(name).values():
        syllables = told.split(" ")
        for at in range(len(syllables)):
            found["".join(syllables[at:])] = None
            found["".join(each[0] for each in syllables[at:])] = None
    words = [_key(each) for each in name.split()]
    if all(each.isascii() for each in words):
        found.update(dict.fromkeys("".join(words[at:]) for at in range(len(words))))
    return "".join(_BEGINS + each for each in found)


def _key(text: str) -> str:
    return name_key(text).casefold().translate(_LEFT_OUT)

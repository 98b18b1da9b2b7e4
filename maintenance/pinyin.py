"""Makes the table of how characters are read: syllables and their characters.

Run by hand, where pypinyin (MIT) is installed, when the typefaces have new characters::

    python maintenance/pinyin.py

For every syllable without its tone (ü is written v) it has all characters of our typefaces that are
read so. The common ones come first: those of GB 2312's first level, then its second and the rare
ones of 通用规范汉字表, then all others; among them, those that occur in more of pypinyin's words. A
reading that is neither a character's first nor in any word comes last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from importlib import import_module
from itertools import chain
from pathlib import Path

from meeting.look import CHARACTERS
from meeting.pinyin import TABLE

HERE = Path(__file__).resolve().parent.parent
RARE = HERE / "typefaces" / "rare_characters.txt"
_FIRST_LEVEL = range(0xB0, 0xD8)
"""Rows of GB 2312 with the 3,755 common characters; those after it have the 3,008 others."""
_COMMON, _LESS, _OTHER, _LAST = range(4)
_AS_TYPED = str.maketrans("ü", "v") | {ord("ê"): "e"}

Readings = Mapping[str, Mapping[str, int]]
"""Syllable to characters, each with the place of this reading among the character's."""


def characters() -> frozenset[str]:
    """Every character that both typefaces have."""
    ranges = [line.split("-") for line in CHARACTERS.read_text(encoding="ascii").split()]
    points = (range(int(each[0], 16), int(each[-1], 16) + 1) for each in ranges)
    return frozenset(map(chr, chain.from_iterable(points)))


def syllable(reading: str) -> str:
    """A reading as it is typed: no tone, v for ü."""
    convert = import_module("pypinyin.contrib.tone_convert")
    return str(convert.to_normal(reading, v_to_u=True)).translate(_AS_TYPED)


def readings() -> Readings:
    """How the characters of the typefaces are read."""
    known = import_module("pypinyin.constants").PINYIN_DICT
    found: dict[str, dict[str, int]] = {}
    for character in sorted(characters()):
        for place, reading in enumerate(known.get(ord(character), "").split(",")):
            if reading:
                found.setdefault(syllable(reading), {}).setdefault(character, place)
    return found


def in_words() -> Counter[tuple[str, str]]:
    """In how many words a character is read so."""
    return Counter(
        (character, syllable(reading[0]))
        for word, read in import_module("pypinyin.constants").PHRASES_DICT.items()
        if len(word) == len(read)
        for character, reading in zip(word, read, strict=True)
    )


def level(character: str, rare: str) -> int:
    """How common a character is."""
    try:
        row = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return _LESS if character in rare else _OTHER
    return _COMMON if row in _FIRST_LEVEL else _LESS


def table() -> str:
    """The whole table: a line for each syllable."""
    often, rare = in_words(), RARE.read_text(encoding="utf-8")
    lines = []
    for name, read in sorted(readings().items()):
        order = sorted(
            read,
            key=lambda each: (
                _LAST if read[each] and not often[each, name] else level(each, rare),
                -often[each, name],
                read[each],
                each,
            ),
        )
        lines.append(f"{name} {''.join(order)}\n")
    return "".join(lines)


def main() -> None:
    """Write the table, and say how large it came out."""
    text = table()
    TABLE.write_text(text, encoding="utf-8")
    print(f"{TABLE.name}: {text.count(chr(10))} syllables, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()

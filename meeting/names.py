"""When two names are the same name: one answer for lists, kiosk and count.

A name is compared by its key: NFKC (UAX #15) and case folding, every interpunct as one, nothing
that leaves only a gap. So 王芳 is 王 芳, Wang Fang is wang fang, and 买买提·吐尔逊 may be written
with any dot that a keyboard offers. The key is for comparing only: what is shown is what was
written.

Names that were written by hand are counted by their keys, and every verifier must come to the same
count, whatever version of Unicode it knows. The forms of characters never change once they are
assigned, but new ones are assigned every year. So those that Unicode 3.2 does not have yet are
compared as they are; RFC 3454 stops at the same version, and every Python carries it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import groupby

_INTERPUNCTS = frozenset(
    "."  # where a keyboard has nothing better
    "\u00b7"  # · middle dot, as GB/T 15834 has it
    "\u02d9\u0387\u16eb\u2022\u2024\u2027\u2219\u22c5\u25cf\u25e6\u2e31\u2e33\u30fb\ua78f\uff0e\uff65"
    "\U00010101"
)
_INTERPUNCT = "\u00b7"
_FILLERS = frozenset(
    "\u115f\u1160\u2800\u3164\uffa0\u061c\u2064\u2066\u2067\u2068\u2069"  # younger than Unicode 3.2
)
"""Letters and signs that are drawn as nothing."""
_FORMAT = "Cf"
_UNASSIGNED = "Cn"
_ORDINARY = re.compile("[\u4e00-\u9fa5]*")
"""Ideographs that every version of Unicode has: nothing folds or decomposes them."""
_RADICALS = range(0x2E80, 0x2FE0)
_MAY_LOOK_LIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""Radicals, and the two blocks of compatibility ideographs."""


def name_key(name: str) -> str:
    """What two spellings of one name have in common; "" if nothing can be seen of it."""
    if _ORDINARY.fullmatch(name):  # most names of most lists: they are compared as they are
        return name
    folded = _in_old_runs(name, lambda run: _nfkc(_nfkc(run).casefold()))
    kept = (_INTERPUNCT if each in _INTERPUNCTS else each for each in folded if _seen(each))
    # A spacing accent loses its space; what is left of it may join the letter before.
    return _in_old_runs("".join(kept), _nfkc)


def _in_old_runs(text: str, change: Callable[[str], str]) -> str:
    """Change every run of characters that Unicode 3.2 has, and leave the others as they are."""
    runs = groupby(text, key=_old)
    return "".join(change("".join(run)) if old else "".join(run) for old, run in runs)


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _old(character: str) -> bool:
    return unicodedata.ucd_3_2_0.category(character) != _UNASSIGNED


def _seen(character: str) -> bool:
    if character in _FILLERS:
        return False
    gap = character.isspace() or unicodedata.category(character) == _FORMAT
    return not (gap and _old(character))


def lookalikes(text: str) -> tuple[str, ...]:
    """The characters of `text` that only look like others, each once, in their order.

    Radicals (U+2E80 to U+2FDF) and compatibility ideographs (U+F900 to U+FAFF, U+2F800 to
    U+2FA1F): an input method or a scan made them, and nobody can tell them from the character
    that was meant. The twelve of the second block that Unicode counts among the ordinary
    ideographs (they decompose to nothing else) are not among them.
    """
    return tuple(dict.fromkeys(filter(_only_looks_like, _MAY_LOOK_LIKE.findall(text))))


def meant_by(lookalike: str) -> str:
    """The ordinary character that a lookalike stands for; "" where Unicode names none."""
    ordinary = unicodedata.normalize("NFKC", lookalike)
    return "" if ordinary == lookalike else ordinary


def _only_looks_like(character: str) -> bool:
    return ord(character) in _RADICALS or bool(meant_by(character))

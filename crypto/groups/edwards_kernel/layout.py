"""How numbers, points and tables stand in memory: what the program and its callers both know."""

from __future__ import annotations

from typing import Final

# Numbers

LIMBS: Final = 5
"""Words of 64 bits that a number modulo 2^255 - 19 takes, lowest first."""
BITS: Final = 51
"""Bits of each limb, once nothing is left to carry."""
LIMB_MOST: Final = (1 << BITS) - 1
WORDS: Final = 4
"""Words of 64 bits in an encoding, or in a scalar."""
ENCODING_BYTES: Final = 32


def limbs_of(number: int) -> list[int]:
    """The limbs of a number below 2^255."""
    return [number >> BITS * i & LIMB_MOST for i in range(LIMBS)]


# Points

POINT: Final = 4
"""Numbers of a point, extended or cached: see `program.points`."""
POINT_BYTES: Final = POINT * LIMBS * 8
PAIR: Final = 2
"""Points that a lane decodes together."""
MOST_POINTS: Final = 16
"""Points in one sum of the program."""

# The table of a point (`program.comb`): the cached point itself, and then the entries

TEETH: Final = 5
ENTRIES: Final = 1 << TEETH - 1
TABLE_BYTES: Final = (1 + ENTRIES) * POINT_BYTES

# The table of a fixed base (`program.fixed`)

ROWS: Final = 32
ROW_POINTS: Final = 129
ROW_POINT_WORDS: Final = 16
"""Three numbers of five limbs, and one word that is not used."""

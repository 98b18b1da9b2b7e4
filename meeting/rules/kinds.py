"""All kinds of steps there are, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias, get_args

from meeting.rules.acts import Ruled
from meeting.rules.lots import Draw
from meeting.rules.numbers import Number
from meeting.rules.selections import Quorum, Selection

AnyStep: TypeAlias = Number | Selection | Draw | Ruled | Quorum
NUMBERS: Final = get_args(Number)
RULED: Final = get_args(Ruled)
SELECTIONS: Final = (*get_args(Selection), Draw, *RULED)
KINDS: Final[Mapping[str, type[AnyStep]]] = MappingProxyType(
    {each.kind: each for each in (Quorum, *NUMBERS, *SELECTIONS)}
)

"""All kinds of steps there are, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias, get_args

from meeting.rules.acts import Ruled
from meeting.rules.numbers import Number
from meeting.rules.selections import Quorum, Selection

AnyStep: TypeAlias = Number | Selection | Ruled | Quorum
NUMBERS: Final = get_args(Number)
RULED: Final = get_args(Ruled)
SELECTIONS: Final = (*get_args(Selection), *RULED)
KINDS: Final[Mapping[str, type[AnyStep]]] = MappingProxyType(
    {each.kind: each for each in (Quorum, *NUMBERS, *SELECTIONS)}
)

"""What people did besides voting, as far as it holds and the outcome depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tally.folder.ruling import HeldRuling
from tally.outcome.steps.lots import DrawnLots


@dataclass(frozen=True, slots=True)
class Acts:
    """`openings` say of each round by what plan it was opened, and whether by an exception.

    `rulings` are those that enough tellers have signed, in the order of the steps. `draws` are
    those of which enough shares hold, by name.
    """

    openings: Mapping[str, tuple[str, bool]] = field(default_factory=lambda: MappingProxyType({}))
    rulings: tuple[HeldRuling, ...] = ()
    draws: Mapping[str, DrawnLots] = field(default_factory=lambda: MappingProxyType({}))


NO_ACTS = Acts()

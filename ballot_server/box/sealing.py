"""Which waiting ballots enter the chain, and in which order: chance decides both.

A hash chain is an order, and the order of casting must not be found in it. With m = the seal
batch:

1. While fewer than 2m ballots wait, none is sealed.
2. When 2m or more wait, m of them, chosen and ordered at random, are sealed; at least m stay.
3. At closing the rest is sealed in random order. So fewer than m are sealed at once only when
   the whole box has fewer.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TypeVar

Waiting = TypeVar("Waiting")
_CHANCE = secrets.SystemRandom()


def ready(waiting: int, batch: int) -> bool:
    """Say whether so many waiting ballots are enough to seal a batch."""
    return waiting >= 2 * batch


def draw(waiting: Sequence[Waiting], batch: int) -> list[Waiting]:
    """The next batch to seal, in the order of sealing; empty while too few wait."""
    return _CHANCE.sample(waiting, batch) if ready(len(waiting), batch) else []


def draw_batches(waiting: Sequence[Waiting], batch: int) -> list[Waiting]:
    """All batches that are to be sealed while no ballot comes, in the order of sealing."""
    left, drawn = list(waiting), list[Waiting]()
    while found := draw(left, batch):
        drawn += found
        left = [each for each in left if each not in found]
    return drawn


def draw_rest(waiting: Sequence[Waiting]) -> list[Waiting]:
    """All that wait, in the order of sealing."""
    return _CHANCE.sample(waiting, len(waiting))

"""Which waiting ballots enter the chain, and when; their order there is that of their fingerprints.

All of them enter it at the closing, unless the meeting's definition names a number n of ballots
that are sealed together while voting goes on. Then:

1. While fewer than 2n ballots wait, none is sealed.
2. When 2n or more wait, n of them, chosen at random, are sealed; at least n stay.
3. At closing the rest is sealed. So fewer than n are sealed at once only when the whole box has
   fewer.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TypeVar

Waiting = TypeVar("Waiting")
_CHANCE = secrets.SystemRandom()


def ready(waiting: int, batch: int) -> bool:
    """Say whether so many waiting ballots are enough to seal a batch; a batch of 0 is none."""
    return batch > 0 and waiting >= 2 * batch


def draw_batches(waiting: Sequence[Waiting], batch: int) -> list[list[Waiting]]:
    """All batches that are to be sealed while no ballot comes; which ballots, chance decides."""
    left = _CHANCE.sample(waiting, len(waiting))
    batches = []
    while ready(len(left), batch):
        left, drawn = left[batch:], left[:batch]
        batches.append(drawn)
    return batches

"""The order in which ballots stand in a chain: sorted by their fingerprints, so it says nothing.

A hash chain is an order, and whoever watched the queue at the booth could lay that order beside it.
Sorted ballots have one order only, whoever sorts them: nothing about casting is in it, nothing can
be hidden in it, and everybody can check it. Fingerprints are compared as text, byte by byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def ascending_runs(fingerprints: Sequence[str]) -> list[int]:
    """How long each stretch of a chain is in which no fingerprint is less than the one before."""
    falls = [at for at, (one, next_) in enumerate(pairwise(fingerprints), 1) if next_ < one]
    return [end - start for start, end in pairwise((0, *falls, len(fingerprints)))]


def first_unsorted(fingerprints: Sequence[str], batch: int = 0) -> int | None:
    """The place, from 0, of the first ballot that cannot have been sealed there; None if all could.

    Without `batch` all ballots are sealed at once, else so many at a time or more.
    """
    runs = ascending_runs(fingerprints)
    if len(runs) == 1:
        return None
    if not batch:
        return runs[0]
    start = 0
    for run in runs:
        if run < batch:
            return start
        start += run
    return None

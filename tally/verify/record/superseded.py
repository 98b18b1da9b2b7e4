"""Ballots that a later one of the same credential replaces, as Belenios lets voters vote again.

Ours are single-use, so this serves foreign records only. Who voted again is read from the ballots
before anything in them is verified: a ballot that lies about its credential is reported by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from crypto.record.record import RecordedBallot


def superseded_ballots(ballots: Iterable[RecordedBallot]) -> frozenset[int]:
    """The heights of all ballots but the last of each credential; unreadable ones are skipped."""
    last: dict[str, int] = {}
    replaced: set[int] = set()
    for ballot in ballots:
        try:
            value = json.loads(ballot.data)
            credential = value["credential"]
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
        if isinstance(credential, str):
            if credential in last:
                replaced.add(last[credential])
            last[credential] = ballot.height
    return frozenset(replaced)

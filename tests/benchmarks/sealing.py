"""A box of many ballots, from its opening to its sealing: what storing and sorting them costs.

The ballots are as long as those of 127 choices and hold as many α; nobody looks at their proofs.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from rich.table import Table

from ballot_server.box.box import Box, open_pool
from ballot_server.box.electorate import Electorate
from ballot_server.box.freshness import UsedAlphas
from ballot_server.box.open_keys import OpenKeys
from ballot_server.box.verified_ballot import VerifiedBallot
from ballot_server.store.pool import AcceptedBallot
from crypto.canonical import sha256_b64
from tests.ballot_server.fixtures.small_meeting import BOX, Loaded, config_in, loaded_server
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import Timing, timed

_CHOICES = 127
_BYTES = 57_000
"""A ballot of so many choices on Ed25519."""
_AT_ONCE = 50


def sealing_table(extent: Extent) -> Table:
    """The table of boxes that are opened, filled, read and closed."""
    sizes = (500, 2000) if extent.full else (500,)
    rows = (row for size in sizes for row in _rows(size))
    return comparison(f"Ballots of {_CHOICES} choices, stored and sealed", "a ballot", rows)


def _rows(count: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as place:
        server = loaded_server(config_in(Path(place) / "server"), slips=count, opened=False)
        with server.board.store.reading() as session:
            electorate = server.board.electorate(session, BOX)
        long = replace(electorate, longest_ballot=_BYTES + _CHOICES)
        yield Row(f"open a box of {count} slips", count, _once(lambda: _open(server, long)))
        made = (_made_up(slip.public) for slip in server.slips[BOX])
        yield Row("store the ballots, 50 at once", count, _once(lambda: _fill(server, long, made)))
        yield Row("read at a start which α were used", count, _once(lambda: _used(server)))
        yield Row("look for one that waits", count, timed(lambda: _names(server, long)))
        yield Row("close the box and seal them", count, _once(lambda: _close(server, long)))
        yield Row("empty the log", count, _once(server.board.store.erase_order))
        server.board.store.dispose()


def _once(work: Callable[[], object]) -> Timing:
    return timed(work, seconds=0, most=1)


def _made_up(credential: str) -> VerifiedBallot:
    alphas = tuple(os.urandom(32).hex() for _ in range(_CHOICES))
    choices = [{"alpha": alpha, "beta": alpha} for alpha in alphas]
    held = json.dumps({"answers": [{"choices": choices}], "credential": credential, "more": ""})
    rest = os.urandom((_BYTES - len(held)) // 2).hex()
    text = held.replace(": ", ":").replace('"more":""', f'"more":"{rest}"').encode()
    names = (sha256_b64(text), sha256_b64(text + b"\n"))
    return VerifiedBallot(AcceptedBallot(credential, *names, text), alphas)


def _open(server: Loaded, electorate: Electorate) -> None:
    with server.board.store.writing() as session:
        Box(session, server.config, BOX).open(electorate)
    server.board.store.forget_order()


def _fill(server: Loaded, electorate: Electorate, ballots: Iterator[VerifiedBallot]) -> None:
    used = UsedAlphas()
    while some := tuple(islice(ballots, _AT_ONCE)):
        with server.board.store.writing() as session:
            used.catch_up(session, OpenKeys(session, server.config))
            box = Box(session, server.config, BOX)
            for ballot in some:
                box.take(ballot, electorate, used)
        server.board.store.forget_order()


def _used(server: Loaded) -> None:
    with server.board.store.reading() as session:
        UsedAlphas().catch_up(session, OpenKeys(session, server.config))


def _names(server: Loaded, electorate: Electorate) -> None:
    with server.board.store.reading() as session:
        list(open_pool(session, server.config, BOX, electorate).names())


def _close(server: Loaded, electorate: Electorate) -> None:
    with server.board.store.writing() as session:
        Box(session, server.config, BOX).close(electorate)

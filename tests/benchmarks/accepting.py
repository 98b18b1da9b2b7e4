"""One ballot taken by the board: from its bytes to its receipt, with everything that is stored."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ballot_server.board.accept import accept
from meeting.definition.paper import Option
from tests.ballot_server.fixtures.small_meeting import BOX, PAPER, config_in, loaded_server
from tests.benchmarks.timing import Timing, timed

_QUESTIONS, _OPTIONS = 8, 4
_BALLOTS = 25


def accept_rows() -> Iterator[tuple[str, Timing]]:
    """The row of the table about a ballot that the board accepts."""
    options = tuple(Option(f"o{each}", f"选项{each}", f"option {each}") for each in range(_OPTIONS))
    items = tuple(
        replace(PAPER.items[0], id=f"q{each}", options=options) for each in range(_QUESTIONS)
    )
    one = (0, 1, *(0,) * (_OPTIONS - 1))
    with tempfile.TemporaryDirectory() as place:
        server = loaded_server(
            config_in(Path(place) / "server"), slips=_BALLOTS, paper=replace(PAPER, items=items)
        )
        bodies = [slip.text((one,) * _QUESTIONS) for slip in server.slips[BOX]]
        waiting = iter(bodies)
        choices = _QUESTIONS * (_OPTIONS + 1)
        yield (
            f"the board accepts a ballot of {choices} choices, Ed25519 ({len(bodies[0])} bytes)",
            timed(lambda: accept(server.board, BOX, next(waiting)), most=_BALLOTS),
        )
        server.board.store.dispose()

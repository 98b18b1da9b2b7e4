"""One ballot taken by the board: from its bytes to its receipt, with everything that is stored."""

import tempfile
from dataclasses import replace
from pathlib import Path

from ballot_server.board.accept import accept
from meeting.definition.paper import Option
from tests.ballot_server.fixtures.small_meeting import BOX, PAPER, config_in, loaded_server
from tests.benchmarks import yardstick
from tests.benchmarks.comparison import Row
from tests.benchmarks.timing import timed

_OPTIONS = 4
_BALLOTS = 25


def accepted(people: int) -> Row:
    """The row about a ballot that the board accepts; each of the people has five choices."""
    options = tuple(Option(f"o{each}", f"选项{each}", f"option {each}") for each in range(_OPTIONS))
    items = tuple(replace(PAPER.items[0], id=f"q{each}", options=options) for each in range(people))
    one = (0, 1, *(0,) * (_OPTIONS - 1))
    choices = people * (_OPTIONS + 1)
    with tempfile.TemporaryDirectory() as place:
        server = loaded_server(
            config_in(Path(place) / "server"), slips=_BALLOTS, paper=replace(PAPER, items=items)
        )
        bodies = [slip.text((one,) * people) for slip in server.slips[BOX]]
        waiting = iter(bodies)
        found = timed(lambda: accept(server.board, BOX, next(waiting)), most=_BALLOTS)
        server.board.store.dispose()
    return Row(
        f"the board accepts a ballot of {people} people, {choices} choices, Ed25519",
        choices,
        found,
        yardstick.library_of("Ed25519"),
        timed(yardstick.checking("Ed25519", choices), seconds=1.0),
    )

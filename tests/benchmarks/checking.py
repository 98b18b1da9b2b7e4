"""A voter's check: the server's word that a ballot is spoiled, and the ballot made once more."""

from __future__ import annotations

import secrets
import tempfile
from functools import partial
from pathlib import Path

from ballot_server.board.spoil import spoil
from crypto.ballots.ballot import prepare_ballot
from crypto.ballots.opened_ballot import OpenedBallot
from crypto.base64_texts import unpadded
from tests.ballot_server.fixtures.small_meeting import BOX, config_in, loaded_server
from tests.benchmarks.boxes import CHOICES_PER_ITEM, paper_box
from tests.benchmarks.comparison import Row
from tests.benchmarks.timing import timed

_CHECKS = 40
_NO_WORD = unpadded(bytes(64))


def spoiled() -> Row:
    """The row about a request for a check, from its bytes to the server's signed word."""
    with tempfile.TemporaryDirectory() as place:
        server = loaded_server(config_in(Path(place) / "server"), slips=_CHECKS)
        fingerprints = [unpadded(secrets.token_bytes(32)) for _ in range(_CHECKS)]
        slips = zip(server.slips[BOX], fingerprints, strict=True)
        asked = iter([slip.spoiling(fingerprint) for slip, fingerprint in slips])
        found = timed(lambda: spoil(server.board, BOX, next(asked)), most=_CHECKS)
        server.board.store.dispose()
    return Row("the board spoils a ballot and signs its word", 1, found)


def made_again(people: int) -> Row:
    """The row about the device that checks: it makes the opened ballot once more."""
    choices = people * CHOICES_PER_ITEM
    box = paper_box("Ed25519", choices)
    seed, chosen = secrets.token_bytes(32), box.choices()
    unsigned = prepare_ballot(box.election, box.slip().public.key, chosen, seed)
    opened = OpenedBallot.of("0" * 64, unsigned, chosen, seed, _NO_WORD)
    found = timed(partial(opened.rebuild, box.election))
    return Row(f"an opened ballot of {people} people is made again", choices, found)

"""Remembering how far each box's chain had got, and refusing a server that goes back.

The kiosk keeps the newest checkpoint of every box that it has seen, for as long as it runs. A
checkpoint with fewer events, or one that the server cannot prove to continue the kept one, means
that the server has lost or exchanged ballots (docs/protocol.md, chapter 15).
"""

from __future__ import annotations

from typing import Final

from crypto.board.board_proof import GrowthProof
from crypto.board.checkpoint import Checkpoint
from crypto.errors import ParseError, RecordError
from kiosk.board.http import BoardConnection
from kiosk.messages.trouble import Trouble
from meeting.board_interface import paths
from meeting.board_interface.refusals import RefusalCode

# How a server says that it has no proof for what it signed; anything else may be the network's.
NO_PROOF: Final = (
    RefusalCode.PROOF_RANGE,
    RefusalCode.BOARD_BEHIND,
    RefusalCode.BOARD_FORKED,
)


class Checkpoints:
    """The newest checkpoint of each box, by the box's name (its Setup hash)."""

    def __init__(self, connection: BoardConnection) -> None:
        self._connection = connection
        self._newest: dict[str, Checkpoint] = {}

    def take(self, found: Checkpoint, box_id: str) -> None:
        """Keep `found`, whose signature was verified, once it is proved to follow the kept one.

        Raises Trouble: "board-rollback", or "board-unreachable" and "board-garbled" when the proof
        does not arrive; then nothing is kept, and the next one is asked for again.
        """
        before = self._newest.get(found.setup_hash)
        if before is not None:
            try:
                found.check_not_behind(before)
                self._proof(box_id, before.size, found.size).check(before, found)
            except RecordError as refused:
                raise Trouble("board-rollback", where=refused.code) from refused
        self._newest[found.setup_hash] = found

    def _proof(self, box_id: str, first: int, second: int) -> GrowthProof:
        """Ask for the proof between two numbers of events; between equal ones there is nothing."""
        if first == second:
            return GrowthProof(first, second, ())
        path = paths.consistency(box_id)
        reply = self._connection.get(paths.growth(box_id, first, second))
        if not reply.good:
            kind = "board-rollback" if reply.refusal().code in NO_PROOF else ""
            raise Trouble(kind or "board-garbled", where=f"{path} {reply.status}")
        try:
            return GrowthProof.parse(reply.body)
        except ParseError as error:
            raise Trouble("board-garbled", where=f"{path} {error.code}") from error

"""Remembering how far each box's chain had got, and refusing a server that goes back.

The kiosk keeps the newest checkpoint of every box that it has seen, for as long as it runs. A
checkpoint with fewer events, or with as many and another last event, means that the server has
lost or exchanged ballots (protocol.md, "Checkpoints").
"""

from __future__ import annotations

from crypto.checkpoint import Checkpoint
from crypto.errors import RecordError
from kiosk.messages import Trouble


class Checkpoints:
    """The newest checkpoint of each box, by the box's name (its Setup hash)."""

    def __init__(self) -> None:
        self._newest: dict[str, Checkpoint] = {}

    def take(self, found: Checkpoint) -> None:
        """Keep ``found``, whose signature was verified; raises Trouble("board-rollback")."""
        before = self._newest.get(found.setup_hash)
        if before is not None:
            try:
                found.check_follows(before)
            except RecordError as refused:
                raise Trouble("board-rollback", where=refused.code) from refused
        self._newest[found.setup_hash] = found

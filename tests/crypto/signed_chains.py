"""Checkpoints of small records, signed by the server of the tests."""

from __future__ import annotations

from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.server_key import ServerKey
from crypto.record.record import Record
from tests.crypto.server_keys import KEY

MEETING = "xinyi-2026"


def checkpoint_of(record: Record, *, key: ServerKey = KEY) -> str:
    """The note over the whole of a record."""
    return make_checkpoint(key, Checkpoint.of_record(MEETING, record))

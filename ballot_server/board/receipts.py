"""Receipts: the server's word, given after the commit, that a ballot was accepted into a box.

The signature over (Setup hash, fingerprint) is deterministic: asking again, at any time, gives
the same one. The checkpoint beside it is whatever is newest, and is kept nowhere.
"""

from __future__ import annotations

from ballot_server.board.board import Board
from ballot_server.board.checkpoints import signed_checkpoint
from crypto.board.receipt import Receipt, sign_receipt


def issue(board: Board, box_id: str, fingerprint: str) -> Receipt:
    """The receipt of a committed ballot.

    Raises BoardBehind, BoardForked or MarkUnreadable: then nothing is signed.
    """
    checkpoint = signed_checkpoint(board, box_id)
    return sign_receipt(board.key, board.electorate_of(box_id).setup, fingerprint, checkpoint)

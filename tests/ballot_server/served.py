"""Runs a real server process on a folder: ``python -m tests.ballot_server.served FOLDER PORT``.

With ``KILL_AFTER_COMMIT`` naming a file that exists, the worker that commits the next ballot
removes the file and kills itself with SIGKILL, between the commit and the receipt.
``READ_SECONDS`` is how long a request is read.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from ballot_server.board import accept
from ballot_server.board.board import Board
from ballot_server.box.electorate import Electorate
from ballot_server.config import ServerConfig
from ballot_server.serving import bounded_worker, server


def kill_once(trigger: Path) -> None:
    real = accept.seal_if_ready

    def seal_if_ready(board: Board, box_id: str, electorate: Electorate) -> None:
        try:
            trigger.unlink()
        except FileNotFoundError:
            real(board, box_id, electorate)
        else:
            os.kill(os.getpid(), signal.SIGKILL)

    accept.seal_if_ready = seal_if_ready


if __name__ == "__main__":
    if "KILL_AFTER_COMMIT" in os.environ:
        kill_once(Path(os.environ["KILL_AFTER_COMMIT"]))
    bounded_worker.READ_SECONDS = float(os.environ.get("READ_SECONDS", "10"))
    folder = Path(sys.argv[1])
    settings = ServerConfig(folder, reserve_bytes=0, memory=folder.parent)
    server.serve(settings, "127.0.0.1", int(sys.argv[2]), 2)

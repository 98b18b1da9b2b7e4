"""A worker that is told to stop stops, whatever it was about and however often it is told."""

from __future__ import annotations

import subprocess
import sys

WAIT = 60.0
_SCRIPT = """
import os, signal
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from meeting.serving.quiet_worker import QuietWorker

worker = QuietWorker.__new__(QuietWorker)
worker.cfg = SimpleNamespace(worker_int=lambda _worker: os.kill(os.getpid(), signal.SIGQUIT))
worker.tpool = ThreadPoolExecutor(1)
worker.tpool.submit(int).result()
for each in (signal.SIGINT, signal.SIGQUIT):
    signal.signal(each, worker.handle_quit)
with worker.tpool._shutdown_lock:  # as while work is handed out
    os.kill(os.getpid(), signal.SIGINT)
"""


def test_a_signal_amid_handing_out_work_or_a_second_one_holds_nobody_up() -> None:
    """The worker waited for its own lock, and was killed after twenty seconds."""
    done = subprocess.run([sys.executable, "-c", _SCRIPT], check=False, timeout=WAIT)
    assert done.returncode == 0

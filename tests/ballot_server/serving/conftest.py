"""Real servers on a folder, each a process with its workers, ended with the test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from demo.process import free_port
from tests.ballot_server.fixtures.asking import Start
from tests.ballot_server.fixtures.small_meeting import Loaded

ROOT = Path(__file__).parents[3]


@pytest.fixture
def trigger(tmp_path: Path) -> Path:
    return tmp_path / "kill-after-commit"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def start(loaded: Loaded, trigger: Path, log: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def run() -> tuple[str, subprocess.Popen[bytes]]:
        port = free_port()
        with log.open("ab") as output:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.ballot_server.fixtures.served",
                    str(loaded.config.folder),
                    str(port),
                ],
                cwd=ROOT,
                env={**os.environ, "KILL_AFTER_COMMIT": str(trigger)},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        started.append(process)
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            try:
                httpx.get(f"{url}/api/boxes", timeout=5, trust_env=False)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return url, process
        pytest.fail(f"the server did not start: {log.read_text()}")

    yield run
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

"""A real server, a real kiosk and a real Chromium, each a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from meeting import examples
from meeting.published import meeting_hash, published
from meeting.setups import setups_hash
from meeting.slip_code import slip_code
from meeting.toml_source import read_meeting
from tests.kiosk.prepared_boxes import prepared

CHROMIUM = Path("/usr/bin/chromium")
STAFF = "24680"
START_SECONDS = 60.0


@dataclass
class Hall:
    """Where the kiosk is, and the codes of the slips that were drawn, by box."""

    board: str
    kiosk: str
    codes: dict[str, list[str]] = field(repr=False)


def piaoxiang(*words: str | Path) -> str:
    """Run one command to its end; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "piaoxiang", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(log: Path, *words: str | Path) -> Iterator[str]:
    """Run a command that serves, until the end of the block; give its address."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "piaoxiang", *map(str, words), "--port", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address, log)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{address} does not answer: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The shipped example meeting on a real server with its boxes open, and one kiosk."""
    folder = tmp_path_factory.mktemp("hall")
    found = re.search(r"\b[0-9a-f]{64}\b", piaoxiang("server", "init", folder / "server"))
    assert found is not None
    example = Path(examples.__file__).parent / "township" / "meeting.toml"
    meeting = replace(read_meeting(example), server_key=found[0])
    definition = published(meeting)
    ready = folder / "prepared"
    ready.mkdir()
    (ready / "meeting.json").write_bytes(definition)
    codes: dict[str, list[str]] = {}
    setups: dict[str, str] = {}
    for box in meeting.boxes():
        made = prepared(box.id, meeting)
        place = ready / "boxes" / box.id
        place.mkdir(parents=True)
        for name in ("election", "trustees", "credentials"):
            (place / f"{name}.json").write_text(getattr(made.texts, name), encoding="utf-8")
        setups[box.id] = made.texts.name
        codes[box.id] = [
            slip_code(meeting_hash(definition), made.texts.name, each)
            for each in made.slips.private_credentials
        ]
    piaoxiang("server", "load", folder / "server", ready)
    piaoxiang("server", "open", folder / "server")
    with (
        serving(folder / "server.log", "server", "run", folder / "server") as board,
        serving(
            folder / "kiosk.log",
            *("kiosk", "run", "--server", board, "--staff-code", STAFF),
            *("--meeting-hash", meeting_hash(definition)),
            *("--setups-hash", setups_hash(setups)),
        ) as kiosk,
    ):
        yield Hall(board, kiosk, codes)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that kiosks run. Without it these tests fail: they never pass unseen."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing; install the Debian package chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()

"""The ballot server of a meeting as a process on this machine, started and stopped by pages.

It goes on when the desk ends: `server-process.json` in the meeting's folder says which process it
is and where it listens. A process of that number that is no server of this folder is never touched.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crypto.canonical import JSON, dumps, loads
from crypto.errors import Refused
from desk.problem import Problem
from desk.processes.command import COMMAND, environment, failed
from meeting.files import read_plain, write_atomically
from meeting.language import N_

NOTE = "server-process.json"
SAID = "server-said.txt"
EVERYWHERE, ALONE = "0.0.0.0", "127.0.0.1"  # noqa: S104 - kiosks are other machines
START_SECONDS, STOP_SECONDS, PAUSE = 40.0, 25.0, 0.1
_MOST_BYTES = 10_000
_STARTED: dict[int, subprocess.Popen[bytes]] = {}
"""By its number, each server that this desk started: whoever starts a process hears of its end."""


@dataclass(frozen=True, slots=True)
class Listening:
    """A server that runs: its process, and where it listens."""

    process: int
    host: str
    port: int

    @property
    def url(self) -> str:
        """Where this machine reaches it."""
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """The server of the meeting whose folder this is."""

    meeting_folder: Path

    @property
    def folder(self) -> Path:
        """The server's own folder."""
        return self.meeting_folder / "server"

    def running(self) -> Listening | None:
        """The process, None where none runs. Raises Problem where its note cannot be read."""
        data = read_plain(self.meeting_folder, NOTE, _MOST_BYTES)
        match _parsed(data or b""):
            case {"host": str(host), "port": int(port), "process": int(number)}:
                found = Listening(number, host, port)
                return found if self._is_ours(number) else None
        return None

    def start(self, language: str, host: str, port: int) -> Listening:
        """Start it and wait until it answers. Raises Problem, OSError."""
        if (before := self.running()) is not None:
            return before
        _refuse_taken(host, port)
        said = self.meeting_folder / SAID
        words = ("server", "run", str(self.folder), "--host", host, "--port", str(port))
        with said.open("wb") as output:
            process = subprocess.Popen(
                [*COMMAND, *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=output,
                start_new_session=True,
                env=environment(language),
            )
        _STARTED[process.pid] = process
        _wait_for(process, port, said)
        found = Listening(process.pid, host, port)
        note: dict[str, JSON] = {"host": host, "port": port, "process": process.pid}
        write_atomically(self.meeting_folder / NOTE, dumps(note).encode())
        return found

    def stop(self) -> None:
        """Tell it to end, and wait until it has. Raises Problem when it does not."""
        found = self.running()
        if found is None:
            return
        with suppress(ProcessLookupError):
            os.kill(found.process, signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        while self._is_ours(found.process):
            if time.monotonic() > until:
                raise Problem(
                    "server-stays",
                    N_("The server was told to stop and has not yet. Look again in a moment."),
                )
            time.sleep(PAUSE)

    def _is_ours(self, number: int) -> bool:
        """Whether the process of this number is a server of this folder."""
        if number in _STARTED and _STARTED[number].poll() is not None:
            return False
        try:
            words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return b"run" in words and os.fsencode(self.folder) in words


def _refuse_taken(host: str, port: int) -> None:
    """Raise Problem where something else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Problem(
                "console-port-taken",
                N_("Port {port} is taken by another program on this machine. Choose another one."),
                where="port",
                port=port,
            ) from error


def _wait_for(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with suppress(OSError), socket.create_connection((ALONE, port), timeout=1):
            time.sleep(PAUSE)
            if process.poll() is None:
                return
        time.sleep(PAUSE)
    if process.poll() is None:
        process.terminate()
        process.wait()
        raise Problem("server-late", N_("The server did not answer in time. Try again."))
    raise failed(said.read_text(encoding="utf-8", errors="replace"))


def _parsed(data: bytes) -> object:
    try:
        return loads(data.decode(), limit=_MOST_BYTES)
    except (Refused, ValueError):
        return None

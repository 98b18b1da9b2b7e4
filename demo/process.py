"""Running Piaoxiang's own commands as a person would: one process each, output kept in a file."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from demo.problem import DemoProblem
from meeting.printable import Lines

COMMAND = (sys.executable, "-m", "piaoxiang")
START_SECONDS = 60.0
STOP_SECONDS = 15.0


def run(
    *arguments: str | Path, secret: str | None = None, typed: str = "", log: Path | None = None
) -> str:
    """Run one command to its end and return what it printed.

    `typed` is what comes from the keyboard, or from a scanner that stands in its place. `secret` is
    a passphrase: it reaches the command through a pipe, named by `--passphrase-file`, so that it
    never lies on a disk and never stands in a list of processes.

    Raises DemoProblem("demo-command") with the command's own last words when it ends with an
    exit status that is not 0.
    """
    words = [str(word) for word in arguments]
    pipe: tuple[int, ...] = ()
    if secret is not None:
        reader, writer = os.pipe()
        os.write(writer, secret.encode() + b"\n")
        os.close(writer)
        pipe = (reader,)
        words += ["--passphrase-file", f"/dev/fd/{reader}"]
    try:
        done = subprocess.run(
            [*COMMAND, *words],
            pass_fds=pipe,
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            env=environment(),
        )
    finally:
        for descriptor in pipe:
            os.close(descriptor)
    if log is not None:
        with log.open("a", encoding="utf-8") as kept:
            kept.write(f"$ piaoxiang {' '.join(words)}\n{done.stdout}\n")
    if done.returncode != 0:
        raise DemoProblem(
            "demo-command",
            "“piaoxiang {command}” ended with {status}: {output}",
            command=" ".join(words[:2]),
            status=done.returncode,
            output=Lines(done.stdout.strip()[-2000:]),
        )
    return done.stdout


def environment() -> Mapping[str, str]:
    """This process's environment, with UTF-8 for what the commands print."""
    return {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass(slots=True)
class Service:
    """A server or kiosk that runs beside this process until it is stopped."""

    name: str
    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, name: str, *arguments: str | Path, port: int, log: Path) -> Service:
        """Start a command that serves on `port` of the loopback address; return when it answers.

        Raises DemoProblem("demo-service") when it ends early or does not answer in time.
        """
        with log.open("ab") as output:
            process = subprocess.Popen(
                [*COMMAND, *[str(word) for word in arguments], "--port", str(port)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment(),
                start_new_session=True,
            )
        service = cls(name, f"http://127.0.0.1:{port}", process, log)
        try:
            service.wait_until_it_answers()
        except BaseException:
            service.stop()
            raise
        return service

    def wait_until_it_answers(self) -> None:
        """When the service answers; raise DemoProblem("demo-service") if it does not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with suppress(httpx.TransportError):
                httpx.get(self.url, timeout=5.0)
                return
            time.sleep(0.1)
        raise DemoProblem(
            "demo-service",
            "{name} did not start; its last words: {output}",
            name=self.name,
            output=Lines(self.log.read_text(encoding="utf-8", errors="replace").strip()[-2000:]),
        )

    def stop(self) -> None:
        """End the service and everything it started: politely first, then firmly."""
        for kind in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                return
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, kind)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)

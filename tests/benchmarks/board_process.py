"""A board that serves in a process of its own, and what its processes cost."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from demo.process import COMMAND, free_port

_START_SECONDS = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A running board: its address, and the number of its master process."""

    url: str
    master: int

    @property
    def processes(self) -> list[int]:
        """The numbers of the master and its workers."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text()
        return [self.master, *map(int, children.split())]

    def processor(self) -> float:
        """The seconds that its processes have computed."""
        total = 0
        for process in self.processes:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / _TICKS

    def most_memory(self) -> int:
        """The most bytes that one of its processes ever held in memory."""
        status = (Path(f"/proc/{each}/status").read_text() for each in self.processes)
        return 1024 * max(int(found[1]) for text in status if (found := _HIGHEST.search(text)))


_HIGHEST = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """`piaoxiang server run` on a folder, until the block ends."""
    port = free_port()
    words = [*COMMAND, "server", "run", str(folder), "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process)
            yield Served(url, process.pid)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            httpx.get(f"{url}/api/boxes", timeout=5, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the board did not start")

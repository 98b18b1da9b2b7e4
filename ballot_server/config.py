"""The one frozen object that says where a server keeps its things and how it behaves."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

RESERVE_BYTES = 64 * 1024 * 1024
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system without a disk; see `visits`


def _cores() -> int:
    """How many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """What a server process reads once, when it starts.

    `folder` holds everything: `board.sqlite`, `keys/` and, once published, `result/`.
    `keys/` never goes into a backup of the database: it holds the server's signing key, the
    pool keys, and the marks by which a server notices that its database was set back.
    Below `reserve_bytes` of free disk no ballot is taken;
    `busy_seconds` is how long a write waits for another one; `cores` is how many ballots a process
    checks at a time. `url` names another database
    than the SQLite file in the folder. `memory` is where files lie in memory, not on a disk; a
    machine that swaps may still write them there.
    """

    folder: Path
    reserve_bytes: int = RESERVE_BYTES
    busy_seconds: float = 10.0
    cores: int = field(default_factory=_cores)
    events_per_page: int = 30
    url: str = ""
    memory: Path = MEMORY

    def __post_init__(self) -> None:
        """Make the folder absolute: Flask takes relative ones from the application's own folder."""
        object.__setattr__(self, "folder", self.folder.absolute())

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "board.sqlite"

    @property
    def database_url(self) -> str:
        """The address of the database, as SQLAlchemy writes it."""
        return self.url or f"sqlite:///{self.database}"

    @property
    def keys(self) -> Path:
        """The folder of secrets and marks, 0700."""
        return self.folder / "keys"

    @property
    def server_key(self) -> Path:
        """The Ed25519 key that signs receipts and checkpoints."""
        return self.keys / "server.key"

    def pool_key(self, box_id: str) -> Path:
        """The key of a box's pool; exists while the box is open, and never again."""
        return self.keys / f"{box_id}.pool.key"

    def mark(self, box_id: str) -> Path:
        """The furthest state of a box that was ever signed."""
        return self.keys / f"{box_id}.signed"

    @property
    def running(self) -> Path:
        """The file that every running server holds locked."""
        return self.folder / "running.lock"

    @property
    def visits(self) -> Path:
        """The folder of open visits: in memory, under a name that follows from our own folder.

        In our own folder where this system has no such memory.
        """
        if not self.memory.is_dir():
            return self.folder / "visits"
        name = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()
        return self.memory / f"piaoxiang-{name[:16]}"

    @property
    def sessions(self) -> Path:
        """The folder of the kiosks' sessions, like `visits`; voting needs it.

        Its name follows from the server's key, so nobody can be there before us. Raises OSError.
        """
        if not self.memory.is_dir():
            return self.folder / "sessions"
        secret = self.server_key.read_bytes()
        name = hashlib.sha256(b"piaoxiang-sessions|" + secret).hexdigest()
        return self.memory / f"piaoxiang-{name[:16]}"

    @property
    def kiosks(self) -> Path:
        """The list of kiosks."""
        return self.folder / "kiosks.json"

    @property
    def cancelled_words(self) -> Path:
        """The server's words on cancelled slips, of which others keep copies."""
        return self.folder / "cancelled-words.json"

    @property
    def result(self) -> Path:
        """The published folder, copied here when it is registered."""
        return self.folder / "result"

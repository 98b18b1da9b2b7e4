"""The kiosk's own key, in a file that only this machine's kiosk reads: so a restart needs no code.

It holds the server's key, the number that the server gave, and the private key: nothing of slips,
ballots or voters, and nothing is written but when the kiosk is enrolled.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crypto.board.kiosk_key import KioskKey
from crypto.canonical import dumps, fields, hex_digest, integer, loads, text
from crypto.errors import ParseError
from kiosk.messages.trouble import Trouble
from meeting.board_interface.kiosk_words import MOST_KIOSKS
from meeting.files import read_bounded, write_atomically
from meeting.problem import Problem
from meeting.system_reasons import system_reason

MOST_BYTES = 1024
_PRIVATE = 0o077
"""What nobody else may have of the file."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a kiosk is at one server: its number there, and its key."""

    number: int
    key: KioskKey = field(repr=False)


class KeyFolder:
    """Where the key is kept; None keeps it in memory alone, for tests."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._in_memory: dict[str, Enrolled] = {}

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let no other kiosk of this machine use the folder inside the block.

        Raises Trouble("config-state…").
        """
        if self._folder is None:
            yield
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(
                self._folder / "kiosk.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
            )
        except OSError as error:
            raise self._unusable(error) from error
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Trouble("config-state-in-use", where=str(self._folder)) from None
            yield
        finally:
            os.close(lock)

    def find(self, server: str) -> Enrolled | None:
        """What this kiosk is at the server of this key, None if it is not enrolled there.

        Raises Trouble("config-state").
        """
        if self._folder is None:
            return self._in_memory.get(server)
        path = self._path(self._folder, server)
        if not path.exists():
            return None
        try:
            if path.stat().st_mode & _PRIVATE:
                path.chmod(0o600)
            named, found = _parsed(read_bounded(path, MOST_BYTES))
        except (OSError, ParseError, Problem) as error:
            raise Trouble("config-state-damaged", where=str(path)) from error
        return found if named == server else None

    def keep(self, server: str, enrolled: Enrolled) -> None:
        """Keep what this kiosk is, durably; raises Trouble("config-state")."""
        if self._folder is None:
            self._in_memory[server] = enrolled
            return
        told = dumps({"server": server, "number": enrolled.number, "key": enrolled.key.seed.hex()})
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self._path(self._folder, server), told.encode(), mode=0o600)
        except OSError as error:
            raise self._unusable(error) from error
        except Problem as problem:
            cause = problem.__cause__
            raise self._unusable(cause if isinstance(cause, OSError) else OSError()) from problem

    @staticmethod
    def _path(folder: Path, server: str) -> Path:
        return folder / f"kiosk-{server[:16]}.json"

    def _unusable(self, error: OSError) -> Trouble:
        return Trouble("config-state", where=str(self._folder), reason=system_reason(error))


def _parsed(data: bytes) -> tuple[str, Enrolled]:
    """The server's key and what this kiosk is there; raises ParseError."""
    value = fields(loads(data, limit=MOST_BYTES), ("server", "number", "key"))
    number = integer(value["number"], "number", least=1, most=MOST_KIOSKS)
    key = KioskKey(bytes.fromhex(hex_digest(value["key"], "key")))
    return text(value["server"], "server"), Enrolled(number, key)

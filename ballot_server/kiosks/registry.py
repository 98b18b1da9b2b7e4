"""The kiosks of a server: their numbers, names and keys, in a file of its own.

No row of a kiosk stands in the database in which ballots stand, and nothing is written here when a
ballot comes, or is asked about: only when a kiosk is invited, enrolled or revoked. Of the one-time
code there is only the public key that it stands for, and until when it works.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

from ballot_server.config import ServerConfig
from ballot_server.problems.commands import KioskNotThere, TooManyKiosks
from ballot_server.problems.kiosks import (
    EnrolExpired,
    EnrolUnknown,
    EnrolUsed,
    KiosksMissing,
    KiosksUnreadable,
)
from ballot_server.turns.file_lock import lock
from crypto.canonical import JSON, array, boolean, dumps, fields, integer, loads, text
from crypto.errors import ParseError
from crypto.json_values import item
from meeting.board_interface.kiosk_words import ANY, ENROLLED, MOST_KIOSKS, key_of_code, new_code
from meeting.files import write_atomically
from meeting.problem import Problem

PATIENCE = 5.0
"""Seconds for which somebody waits to change the file: who changes it may be suspended."""
CODE_MINUTES = 60
"""How long a code of enrolment works."""
MOST_BYTES = 1 << 20
MOST_MINUTES = 1 << 30
_VERSION = 1
_FIELDS = ("number", "name", "code", "expires", "key", "revoked")


@dataclass(frozen=True, slots=True)
class Kiosk:
    """One kiosk; `key` is "" until its code was used, by the minute `expires` of the epoch."""

    number: int
    name: str
    code: str
    expires: int
    key: str = ""
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Kiosks:
    """All of them by number, and whether ballots are taken from them alone."""

    only_enrolled: bool
    kiosks: tuple[Kiosk, ...] = ()

    def find(self, number: int) -> Kiosk | None:
        """The kiosk of this number, None if there is none."""
        return next((each for each in self.kiosks if each.number == number), None)

    def to_json(self) -> str:
        """The text of the file."""
        listed: list[JSON] = [
            {
                "number": each.number,
                "name": each.name,
                "code": each.code,
                "expires": each.expires,
                "key": each.key,
                "revoked": each.revoked,
            }
            for each in self.kiosks
        ]
        accepts = ENROLLED if self.only_enrolled else ANY
        return dumps({"version": _VERSION, "accepts": accepts, "kiosks": listed})

    @classmethod
    def parse(cls, data: bytes) -> Kiosks:
        """Read the file; raises ParseError."""
        value = fields(loads(data, limit=MOST_BYTES), ("version", "accepts", "kiosks"))
        if value["version"] != _VERSION or value["accepts"] not in (ENROLLED, ANY):
            raise ParseError("kiosks-version", "of another release")
        listed = array(value["kiosks"], "kiosks", least=0, most=MOST_KIOSKS)
        kiosks = (_kiosk(each, index) for index, each in enumerate(listed))
        return cls(value["accepts"] == ENROLLED, tuple(kiosks))


class KioskRegistry:
    """The file, read anew when it has changed, and changed by one at a time.

    `only_enrolled` says whether this server was made to take ballots from enrolled kiosks alone
    (`store.kiosk_rule`); it is asked once.
    """

    def __init__(
        self, config: ServerConfig, only_enrolled: Callable[[], bool] = lambda: False
    ) -> None:
        self._path = config.kiosks
        self._known: tuple[tuple[int, int, int], Kiosks] | None = None
        self._only_enrolled = cache(only_enrolled)

    def now(self) -> Kiosks:
        """What stands in the file; a server of a former release has none and takes any kiosk.

        Raises KiosksUnreadable, also for a file that says otherwise than this server was made for,
        and KiosksMissing where it was made for enrolled kiosks alone.
        """
        try:
            found = self._path.stat()
            state = found.st_mtime_ns, found.st_size, found.st_ino
            if self._known is None or self._known[0] != state:
                self._known = state, Kiosks.parse(self._path.read_bytes())
        except FileNotFoundError:
            if self._only_enrolled():
                raise KiosksMissing(where=str(self._path)) from None
            return Kiosks(only_enrolled=False)
        except (OSError, ParseError) as error:
            raise KiosksUnreadable(where=str(self._path)) from error
        kiosks = self._known[1]
        if not kiosks.only_enrolled and self._only_enrolled():
            raise KiosksUnreadable(where=str(self._path))
        return kiosks

    def create(self, *, only_enrolled: bool) -> None:
        """Begin the file of a new server."""
        self._write(Kiosks(only_enrolled))

    def begin_anew(self) -> bool:
        """Begin another list where the one of a server for enrolled kiosks is lost; whether it was.

        No kiosk stands in it, so none may ask until it is enrolled.
        """
        try:
            with self._changing():
                return False
        except KiosksMissing:
            self._write(Kiosks(only_enrolled=True))
            return True

    def invite(self, name: str) -> tuple[int, str]:
        """The number of a new kiosk, and the code that enrols it once; raises TooManyKiosks."""
        with self._changing() as kiosks:
            if len(kiosks.kiosks) == MOST_KIOSKS:
                raise TooManyKiosks(most=MOST_KIOSKS)
            number, code = len(kiosks.kiosks) + 1, new_code()
            made = Kiosk(number, name, key_of_code(code).public, _minute() + CODE_MINUTES)
            self._write(replace(kiosks, kiosks=(*kiosks.kiosks, made)))
        return number, code

    def enrol(self, code: str, key: str) -> int:
        """Know a key from now on, by the code that is used up for it; the kiosk's number.

        The same again is welcome. Raises EnrolUnknown, EnrolExpired or EnrolUsed.
        """
        with self._changing() as kiosks:
            found = next((each for each in kiosks.kiosks if each.code == code), None)
            if found is None:
                raise EnrolUnknown
            if found.key == key and not found.revoked:
                return found.number
            if found.key or found.revoked:
                raise EnrolUsed
            if found.expires < _minute():
                raise EnrolExpired
            self._replace(kiosks, replace(found, key=key, expires=0))
        return found.number

    def revoke(self, number: int) -> Kiosk:
        """Let a kiosk ask nothing any more, or its code enrol nobody; raises KioskNotThere."""
        with self._changing() as kiosks:
            found = kiosks.find(number)
            if found is None:
                raise KioskNotThere(number=number, most=len(kiosks.kiosks))
            found = replace(found, revoked=True)
            self._replace(kiosks, found)
        return found

    def _replace(self, kiosks: Kiosks, changed: Kiosk) -> None:
        listed = tuple(changed if each.number == changed.number else each for each in kiosks.kiosks)
        self._write(replace(kiosks, kiosks=listed))

    def _write(self, kiosks: Kiosks) -> None:
        write_atomically(self._path, kiosks.to_json().encode(), mode=0o600)

    @contextmanager
    def _changing(self) -> Iterator[Kiosks]:
        """What stands there, while nobody else changes it. Raises KiosksUnreadable."""
        try:
            locked = os.open(
                self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
            )
        except OSError as error:
            raise KiosksUnreadable(where=str(self._path)) from error
        try:
            try:
                lock(locked, time.monotonic() + PATIENCE)
            except OSError as error:
                raise KiosksUnreadable(where=str(self._path)) from error
            self._known = None
            yield self.now()
        except Problem as error:  # of `meeting.files`
            if isinstance(error.__cause__, OSError):
                raise KiosksUnreadable(where=str(self._path)) from error
            raise
        finally:
            os.close(locked)


def is_expired(kiosk: Kiosk) -> bool:
    """Whether its code was not used in time."""
    return not kiosk.key and kiosk.expires < _minute()


def _minute() -> int:
    return int(time.time()) // 60


def _kiosk(value: JSON, index: int) -> Kiosk:
    where = item("kiosks", index)
    found = fields(value, _FIELDS, where=where)
    return Kiosk(
        integer(found["number"], where, least=index + 1, most=index + 1),
        text(found["name"], where),
        text(found["code"], where),
        integer(found["expires"], where, least=0, most=MOST_MINUTES),
        text(found["key"], where),
        boolean(found["revoked"], where),
    )

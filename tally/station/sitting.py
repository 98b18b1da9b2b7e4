"""One sitting of a teller: the folder, the key file, and the passphrase while it is needed.

The passphrase is in the memory of this process alone. It is forgotten when the teller locks, and
after ten minutes in which nobody asked for anything; an act that runs is finished first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock, Timer

from meeting.language import N_
from tally.commands.tellers.plan import ShownPlan
from tally.keys.key_file import KeyFile
from tally.keys.key_lock import key_lock
from tally.problem import Problem
from tally.station.job import Job, State

IDLE_SECONDS = 600.0


@dataclass(slots=True)
class Sitting:
    """What the station knows now; `index` is the teller's number once the key was unlocked."""

    folder: Path
    key_path: Path
    idle: float = IDLE_SECONDS
    index: int = 0
    checked: bool = False
    plans: list[ShownPlan] = field(default_factory=list)
    tries: int = 0
    job: Job | None = None
    _passphrase: str | None = field(default=None, repr=False)
    _timer: Timer | None = field(default=None, repr=False)
    _turn: RLock = field(default_factory=RLock, repr=False)

    @property
    def unlocked(self) -> bool:
        """Whether the passphrase is known."""
        return self._passphrase is not None

    @property
    def busy(self) -> bool:
        """Whether an act runs."""
        return self.job is not None and self.job.state is State.RUNNING

    def unlock(self, passphrase: str) -> None:
        """Keep the passphrase if it opens the key file; raises Problem as `KeyFile.open`."""
        KeyFile.check(self.key_path)
        with key_lock(self.key_path):
            file = KeyFile.open(self.key_path, passphrase, locked=True)
        self.keep(passphrase, file)

    def keep(self, passphrase: str, file: KeyFile) -> None:
        """Keep the passphrase of this key file, which it has opened."""
        with self._turn:
            self._passphrase = passphrase
            self.index, self.checked = file.key.index, bool(file.key.setups)
        self.touch()

    def lock(self) -> None:
        """Forget the passphrase and what was shown; not while an act runs (Problem)."""
        with self._turn:
            if self.busy:
                raise _busy()
            self._passphrase, self.index, self.checked = None, 0, False
            self.plans, self.tries, self.job = [], 0, None
            if self._timer is not None:
                self._timer.cancel()

    def touch(self) -> None:
        """Somebody is here: the idle time begins anew."""
        with self._turn:
            if self._timer is not None:
                self._timer.cancel()
            if self._passphrase is None:
                return
            self._timer = Timer(self.idle, self._away)
            self._timer.daemon = True
            self._timer.start()

    @contextmanager
    def key(self) -> Iterator[tuple[KeyFile, ExitStack]]:
        """The unlocked key file, locked against other commands, and what ends before it does.

        Raises Problem "station-locked", and as `KeyFile.open`.
        """
        passphrase = self._passphrase
        if passphrase is None:
            raise Problem("station-locked", "The key is locked. Type your passphrase first.")
        KeyFile.check(self.key_path)
        with key_lock(self.key_path), ExitStack() as stack:
            file = KeyFile.open(self.key_path, passphrase, locked=True)
            yield file, stack
        self.checked = bool(file.key.setups)

    def begin(self, act: Callable[[], None]) -> None:
        """Start an act; raises Problem("station-busy") while another one runs."""
        with self._turn:
            if self.busy:
                raise _busy()
            self.job = Job()
        self.job.start(act, self.touch)

    def _away(self) -> None:
        with self._turn:
            if self.busy:
                self.touch()
            else:
                self.lock()


def _busy() -> Problem:
    told = N_("Something is being done with your key. Wait until it is finished.")
    return Problem("station-busy", told)

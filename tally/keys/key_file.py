"""A teller's key file: the seed, the decryption key, and the memory of what was opened with it.

It is sealed with a passphrase. What it remembers is in `teller_key`.

Two commands with one key file would each write back what they read, and the later would erase the
memory of the earlier. So a command holds the file's lock (`key_lock`) as long as it runs, and
nothing is saved over bytes that this program has not read.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crypto.canonical import JSON, dumps, loads
from meeting.files import read_bounded, write_atomically, write_new
from meeting.problem import Problem as AnyProblem
from tally.keys.encrypted_file import LARGEST_FILE, Cost, Vault, check_sealed, unseal
from tally.keys.key_lock import key_lock
from tally.keys.teller_key import (
    OtherMeeting,
    RememberedDraw,
    RememberedOpening,
    Shuffling,
    TellerKey,
)
from tally.problem import Problem

_VERSION = 1
_VERSION_WITH_OTHERS = 2
"""Of a key of several meetings, which a release of before would forget."""
_MODE = 0o600


@dataclass(slots=True)
class KeyFile:
    """An unlocked key file. `save` puts a new value of the key in its place, whole or not.

    `sealed` are the bytes of the file as this program last read or wrote them. `locked` says that
    whoever opened it holds its lock already, until the last `save`; `unsaved`, that the key has
    notes of what was verified that the file has not.
    """

    path: Path
    key: TellerKey = field(repr=False)
    vault: Vault = field(repr=False)
    sealed: bytes = field(repr=False)
    locked: bool = False
    unsaved: bool = field(default=False, init=False)

    @classmethod
    def create(
        cls, path: Path, key: TellerKey, passphrase: str, cost: Cost | None = None
    ) -> KeyFile:
        """A new file, readable by its owner only; never overwrites one (Problem "file-exists")."""
        vault = Vault.new(passphrase, cost)
        file = cls(path, key, vault, vault.seal(_to_text(key)))
        write_new(path, file.sealed, mode=_MODE)
        return file

    @staticmethod
    def check(path: Path) -> None:
        """Raise what `open` raises before it needs the passphrase."""
        check_sealed(read_bounded(path, LARGEST_FILE), where=str(path))

    @classmethod
    def open(cls, path: Path, passphrase: str, *, locked: bool = False) -> KeyFile:
        """Unlock the file at `path`; `locked` if the caller holds its lock.

        Raises Problem "key-file-damaged" or "passphrase-wrong", Problem "file-unreadable".
        """
        data = read_bounded(path, LARGEST_FILE)
        vault, text = unseal(data, passphrase, where=str(path))
        return cls(path, _from_text(text, str(path)), vault, data, locked)

    def refuse_other_meeting(self, definition_hash: str) -> None:
        """Raise Problem("key-meeting") unless the key is of the meeting of this hash.

        A key of several meetings is turned to it: from now on it is that one whose memory counts.
        """
        if self.key.knows(definition_hash):
            self.key = self.key.turned_to(definition_hash)
        else:
            raise Problem(
                "key-meeting",
                "This key file was made for another meeting (or for another version of it).",
                where=str(self.path),
            )

    def save(self, key: TellerKey) -> None:
        """Write `key` durably in place of the old one, then hold it.

        Raises Problem "key-file-changed", with nothing written, when something else is in the file
        than was read: what it remembers since then would be lost. Problem "key-file-in-use".
        """
        with nullcontext() if self.locked else key_lock(self.path):
            if read_bounded(self.path, LARGEST_FILE) != self.sealed:
                raise Problem(
                    "key-file-changed",
                    "Another command has changed this key file since it was opened here. What this "
                    "command was about to do was not done. Run it again: it then knows what the "
                    "key has been used for.",
                    where=str(self.path),
                )
            sealed = self.vault.seal(_to_text(key))
            # Through a link, so that no second file with the older memory stays behind.
            write_atomically(self.path.resolve(), sealed, mode=_MODE)
        self.sealed = sealed
        self.key = key
        self.unsaved = False

    def note(self, verified: tuple[str, ...]) -> None:
        """Have these notes of what was verified; they are written with the next `save`."""
        if verified != self.key.verified:
            self.key = replace(self.key, verified=verified)
            self.unsaved = True

    def save_notes(self) -> None:
        """Write notes that were not written yet. Where that fails, they are lost and not missed."""
        if self.unsaved:
            with suppress(AnyProblem):
                self.save(self.key)


def _to_text(key: TellerKey) -> str:
    return dumps(
        {
            "version": _VERSION_WITH_OTHERS if key.others else _VERSION,
            "meeting": key.meeting,
            "group": key.group,
            "index": key.index,
            "size": key.size,
            "threshold": key.threshold,
            "seed": key.seed,
            "decryption_key": "" if key.decryption_key is None else str(key.decryption_key),
            **_openings_and_setups(key),
            "promises": list(key.promises),
            **({"verified": list(key.verified)} if key.verified else {}),
            **_draws_and_plans(key),
            **({"others": [_other_to_json(each) for each in key.others]} if key.others else {}),
        }
    )


def _other_to_json(other: OtherMeeting) -> JSON:
    return {"meeting": other.meeting, **_openings_and_setups(other), **_draws_and_plans(other)}


def _openings_and_setups(of: TellerKey | OtherMeeting) -> dict[str, JSON]:
    return {
        "openings": [
            {
                "box": each.box,
                "setup": each.setup,
                "election": each.election,
                "head": each.head,
                **({"sum": each.sum} if each.sum else {}),
            }
            for each in of.openings
        ],
        "shuffles": [
            {"box": each.box, "setup": each.setup, "payload": each.payload} for each in of.shuffles
        ],
        "setups": dict(of.setups),
    }


def _draws_and_plans(of: TellerKey | OtherMeeting) -> dict[str, JSON]:
    value: dict[str, JSON] = {}
    if of.draws:
        value["draws"] = [[each.name, each.list] for each in of.draws]
    if of.plans:
        value["plans"] = dict(of.plans)
    if of.continues:
        value["continues"] = of.continues
    return value


def _from_text(text: str, where: str) -> TellerKey:
    """Read what `_to_text` wrote; it was authenticated, so only another version can differ."""
    value: Any = loads(text, limit=LARGEST_FILE, where=where)
    known = (_VERSION, _VERSION_WITH_OTHERS)
    if not isinstance(value, dict) or value.get("version") not in known:
        raise Problem(
            "key-file-version",
            "This key file was written by another version of the program.",
            where=where,
        )
    decryption_key = value["decryption_key"]
    return TellerKey(
        group=value["group"],
        index=value["index"],
        size=value["size"],
        threshold=value["threshold"],
        seed=value["seed"],
        decryption_key=int(decryption_key) if decryption_key else None,
        promises=tuple(value.get("promises", ())),
        verified=_notes(value.get("verified")),
        others=tuple(OtherMeeting(**_memory(each)) for each in value.get("others", ())),
        **_memory(value),
    )


def _memory(value: dict[str, Any]) -> dict[str, Any]:
    """What is remembered of one meeting, field by field."""
    return {
        "meeting": value["meeting"],
        "continues": value.get("continues", ""),
        "openings": tuple(RememberedOpening(**each) for each in value["openings"]),
        "shuffles": tuple(Shuffling(**each) for each in value.get("shuffles", [])),
        "setups": dict(value.get("setups", {})),
        "draws": tuple(RememberedDraw(*each) for each in value.get("draws", ())),
        "plans": dict(value.get("plans", {})),
    }


def _notes(value: object) -> tuple[str, ...]:
    """Notes of what was verified; what is none is dropped, and verified afresh."""
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()

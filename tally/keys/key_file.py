"""A teller's key file: the seed, the decryption key, and the memory of what was opened with it.

A box may enter exactly one opening: opening n ballots of it and then n−1 would reveal a single
vote, and so would opening A and B together, and then B. So the file remembers every opening
*before* a share leaves the machine, and refuses another one of the same box, alone or in a sum.
Which box it is, is judged three ways at once (its name in the meeting, its Setup event, its
election), so that a box set up anew under an old name is no way around.

What is opened alone and what as one follows from all closed boxes of a round: the plan. The file
remembers its hash before the first act on the round, so that no folder with other boxes in it leads
to an opening by another plan.

Two commands with one key file would each write back what they read, and the later would erase the
memory of the earlier. So a command holds the file's lock (`key_lock`) as long as it runs, and
nothing is saved over bytes that this program has not read.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crypto.canonical import dumps, loads
from meeting.files import read_bounded, write_atomically, write_new
from meeting.language import N_
from meeting.problem import Problem as AnyProblem
from tally.keys.encrypted_file import LARGEST_FILE, Cost, Vault, check_sealed, unseal
from tally.keys.key_lock import key_lock
from tally.problem import Problem
from tally.words.figures_and_names import short_hash

_SECOND = N_(
    "This key has already opened box {box} with other contents (board fingerprint {before}). "
    "Opening it again could reveal single votes, so it is refused. Report this to the chief teller."
)
_SECOND_IN_SUM = N_(
    "This key has already opened box {box} together with other boxes (sum {before}). Opening it "
    "again, alone or in another sum, could reveal single votes, so it is refused. Report this to "
    "the chief teller."
)
_SECOND_PLAN = N_(
    "This key has agreed to open round {round} by another plan (fingerprint {before}) than the one "
    "that follows from the boxes here (fingerprint {found}). Opening it by both could reveal "
    "single votes, so it is refused. Report this to the chief teller."
)
_VERSION = 1
_MODE = 0o600


@dataclass(frozen=True, slots=True)
class RememberedOpening:
    """One opening of one box: `head` is the hash of the event that was decrypted.

    That is the EncryptedTally event, or the last EndShuffles event where answers were shuffled.
    For a box that was opened in a sum, `sum` is the hash of the sum and `head` that of its opening.
    """

    box: str
    setup: str
    election: str
    head: str
    sum: str = ""


@dataclass(frozen=True, slots=True)
class Shuffling:
    """One shuffle that this teller made: the box, and the SHA-256 of the shuffle's text in hex."""

    box: str
    setup: str
    payload: str


@dataclass(frozen=True, slots=True)
class RememberedDraw:
    """One draw by lot that this teller gave a share of: its name, and the hash of its list."""

    name: str
    list: str


@dataclass(frozen=True, slots=True)
class TellerKey:
    """What a teller holds for one meeting.

    `index` is 1-based among `size` tellers, of whom `threshold` can open. `decryption_key` is None
    until the teller has accepted the other tellers' shares. `setups` are the Setup hashes of the
    boxes on the slips, by box id, once the teller has checked them (`known_setups`). `promises` are
    the SHA-256 of every teller's promise as they were when this teller dealt: who dealt has shown
    its coefexps, and nobody may exchange a promise after that. `verified` are notes of what this
    teller's own tool has verified (`tally.verify.record.verified_before`), the oldest first.
    `plans` are the hashes of the plans that the teller has agreed to, by round.
    """

    meeting: str
    group: str
    index: int
    size: int
    threshold: int
    seed: str = field(repr=False)
    decryption_key: int | None = field(default=None, repr=False)
    openings: tuple[RememberedOpening, ...] = ()
    shuffles: tuple[Shuffling, ...] = ()
    setups: dict[str, str] = field(default_factory=dict)
    promises: tuple[str, ...] = ()
    verified: tuple[str, ...] = field(default=(), repr=False)
    draws: tuple[RememberedDraw, ...] = ()
    plans: dict[str, str] = field(default_factory=dict)

    def required_secret(self) -> int:
        """The decryption key; raises Problem("key-unfinished") before the last ceremony step."""
        if self.decryption_key is None:
            raise Problem(
                "key-unfinished",
                "This key file has no decryption key yet: the key ceremony was not finished with "
                "it (piaoxiang teller accept).",
            )
        return self.decryption_key

    def having_shuffled(self, shuffling: Shuffling) -> TellerKey:
        """The same key with this shuffle in its memory."""
        return replace(self, shuffles=(*self.shuffles, shuffling))

    def refuse_other_plan(self, round_id: str, plan: str) -> None:
        """Raise Problem("second-plan") if this round was agreed to be opened by another plan."""
        before = self.plans.get(round_id, plan)
        if before != plan:
            raise Problem(
                "second-plan",
                _SECOND_PLAN,
                round=round_id,
                before=short_hash(before),
                found=short_hash(plan),
            )

    def planning(self, round_id: str, plan: str) -> TellerKey:
        """The same key, which opens this round by the plan of this hash and by no other, ever.

        Raises Problem("second-plan").
        """
        self.refuse_other_plan(round_id, plan)
        return replace(self, plans=self.plans | {round_id: plan})

    def remembering(self, opening: RememberedOpening) -> TellerKey:
        """The same key with this opening in its memory.

        Raises Problem("second-opening") when the box was opened before with another content, or
        with other boxes; the same opening once more is allowed, and changes nothing.
        """
        for before in self.openings:
            if before == opening:
                return self
            if (
                before.box == opening.box
                or before.setup == opening.setup
                or before.election == opening.election
            ):
                raise Problem(
                    "second-opening",
                    _SECOND_IN_SUM if before.sum else _SECOND,
                    box=opening.box,
                    before=short_hash(before.sum or before.head),
                )
        return replace(self, openings=(*self.openings, opening))


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
        """Raise Problem("key-meeting") unless the key is of the meeting of this hash."""
        if self.key.meeting != definition_hash:
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
            "version": _VERSION,
            "meeting": key.meeting,
            "group": key.group,
            "index": key.index,
            "size": key.size,
            "threshold": key.threshold,
            "seed": key.seed,
            "decryption_key": "" if key.decryption_key is None else str(key.decryption_key),
            "openings": [
                {
                    "box": each.box,
                    "setup": each.setup,
                    "election": each.election,
                    "head": each.head,
                    **({"sum": each.sum} if each.sum else {}),
                }
                for each in key.openings
            ],
            "shuffles": [
                {"box": each.box, "setup": each.setup, "payload": each.payload}
                for each in key.shuffles
            ],
            "setups": dict(key.setups),
            "promises": list(key.promises),
            **({"verified": list(key.verified)} if key.verified else {}),
            **({"draws": [[each.name, each.list] for each in key.draws]} if key.draws else {}),
            **({"plans": dict(key.plans)} if key.plans else {}),
        }
    )


def _from_text(text: str, where: str) -> TellerKey:
    """Read what `_to_text` wrote; it was authenticated, so only another version can differ."""
    value: Any = loads(text, limit=LARGEST_FILE, where=where)
    if not isinstance(value, dict) or value.get("version") != _VERSION:
        raise Problem(
            "key-file-version",
            "This key file was written by another version of the program.",
            where=where,
        )
    decryption_key = value["decryption_key"]
    return TellerKey(
        meeting=value["meeting"],
        group=value["group"],
        index=value["index"],
        size=value["size"],
        threshold=value["threshold"],
        seed=value["seed"],
        decryption_key=int(decryption_key) if decryption_key else None,
        openings=tuple(RememberedOpening(**each) for each in value["openings"]),
        shuffles=tuple(Shuffling(**each) for each in value.get("shuffles", [])),
        setups=dict(value.get("setups", {})),
        promises=tuple(value.get("promises", ())),
        verified=_notes(value.get("verified")),
        draws=tuple(RememberedDraw(*each) for each in value.get("draws", ())),
        plans=dict(value.get("plans", {})),
    )


def _notes(value: object) -> tuple[str, ...]:
    """Notes of what was verified; what is none is dropped, and verified afresh."""
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()

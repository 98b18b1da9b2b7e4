"""Checkpoints that somebody kept, each wrong in one way, against an untouched published folder."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from crypto.board.checkpoint import Checkpoint
from crypto.board.cosignature import Cosigner, cosignature_line
from crypto.board.server_key import ServerKey
from crypto.record.record import read_record
from tally.findings.finding import Finding, Findings
from tally.folder.source import open_folder
from tally.verify.evidence.kept_notes import JudgedNote, check_kept_note, read_kept_note
from tally.verify.folder import verify_folder
from tally.verify.record.box import VerifiedBox
from tests.tally.fixtures.held_meeting import Held
from tests.tally.tamper.checkpoint_cases import BOX, signed
from tests.tally.tamper.folder_cases import FolderCase

OBSERVER_KEY = ServerKey.generate()
OBSERVER = Cosigner("observer.example/liu", OBSERVER_KEY.public)
TIME = 1795292594

Change = Callable[[Checkpoint], Checkpoint]


def closing(held: Held) -> Checkpoint:
    """What the server signed when it closed the box."""
    record = read_record((held.closed / "boxes" / BOX / "record.bel").read_bytes())
    return Checkpoint.of_record(held.hall.meeting.id, record)


def cosigned(held: Held, checkpoint: Checkpoint, time: int = TIME) -> bytes:
    """The server's note with the observer's line below it."""
    line = cosignature_line(checkpoint.text, OBSERVER, OBSERVER_KEY, time)
    return signed(held, checkpoint) + line.encode()


def judged(
    held: Held,
    folder: Path,
    note: bytes,
    *,
    boxes: tuple[VerifiedBox, ...] | None = None,
    cosigners: tuple[Cosigner, ...] = (OBSERVER,),
) -> tuple[JudgedNote, list[Finding]]:
    """The note, kept in a file, against the records as they were published, or `boxes`."""
    folder.mkdir(exist_ok=True)
    path = folder / "kept.txt"
    path.write_bytes(note)
    if boxes is None:
        boxes = verify_folder(open_folder(held.out), workers=1).boxes
    findings = Findings()
    kept = read_kept_note(path)
    return check_kept_note(kept, held.hall.meeting, boxes, cosigners, findings), findings.found


def note(change: Change) -> FolderCase:
    def make(held: Held, path: Path) -> list[Finding]:
        return judged(held, path, signed(held, change(closing(held))))[1]

    return make


def below(line: Callable[[Held], str]) -> FolderCase:
    """An honest note with another line below it."""

    def make(held: Held, path: Path) -> list[Finding]:
        return judged(held, path, signed(held, closing(held)) + line(held).encode())[1]

    return make


def _record_missing(held: Held, path: Path) -> list[Finding]:
    boxes = verify_folder(open_folder(held.out), workers=1).boxes
    boxes = (replace(boxes[0], record=None), *boxes[1:])
    return judged(held, path, signed(held, closing(held)), boxes=boxes)[1]


def _other_state(held: Held) -> str:
    """The observer's signature over an earlier state, under this note."""
    other = replace(closing(held), size=1)
    return cosignature_line(other.text, OBSERVER, OBSERVER_KEY, TIME)


def _no_time(held: Held) -> str:
    """A plain signature of the observer, without a time, under the cosigner's key ID."""
    data = OBSERVER.key_id + OBSERVER_KEY.sign(closing(held).text.encode())
    return f"— {OBSERVER.name} {base64.b64encode(data).decode()}\n"


CASES: dict[str, FolderCase] = {
    "checkpoint-not-continued": note(lambda c: replace(c, root=bytes(32))),
    "checkpoint-foreign": note(lambda c: replace(c, meeting="other")),
    "checkpoint-not-compared": _record_missing,
    "cosignature-invalid": below(_other_state),
    "cosignature-form": below(_no_time),
}

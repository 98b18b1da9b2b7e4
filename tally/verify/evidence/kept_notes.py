"""Checkpoints that somebody kept, against the published records: each must be continued by them.

Whoever asked the board while there was voting, or afterwards, holds the server's signature over
how far each box had got. If the published record is another one, that signed note shows it,
whoever exchanged the record. Cosignatures on the note say who else saw the same, and when.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from crypto.board.checkpoint import Checkpoint, open_checkpoint, read_checkpoint
from crypto.board.cosignature import Cosigner, check_cosignature
from crypto.board.note import LONGEST_NOTE
from crypto.board.server_key import ServerPublicKey
from crypto.errors import ParseError, RecordError, Refused
from crypto.place import place_of
from crypto.record.event_order import Stage
from meeting.definition.meeting import Meeting
from meeting.files import read_bounded
from meeting.language import N_
from meeting.published.folder_names import SERVER_KEY
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.problem import Problem
from tally.verify.record.box import VerifiedBox


class Fate(StrEnum):
    """What the published records make of a kept checkpoint."""

    CONTINUED = "continued"
    CONTRADICTED = "contradicted"
    WAITING = "waiting"
    REFUSED = "refused"
    NOT_JUDGED = "not-judged"


class Cosigned(StrEnum):
    """Whether a cosigner's word is on a note."""

    GIVEN = "given"
    MISSING = "missing"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note as it was kept, under the name by which the reader gave it; nothing is verified."""

    name: str
    note: bytes = field(repr=False)
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class JudgedCosignature:
    """A cosigner whom the reader knows; `time` in seconds since 1970, where the word is given."""

    cosigner: Cosigner
    state: Cosigned
    time: int | None = None

    def to_json(self) -> dict[str, str | int]:
        """The word for programs."""
        value: dict[str, str | int] = {"key": self.cosigner.text, "state": str(self.state)}
        return value if self.time is None else value | {"time": self.time}


@dataclass(frozen=True, slots=True)
class JudgedNote:
    """A kept checkpoint of `size` events and what it shows.

    Only one that is CONTRADICTED is evidence: the server, whose key is `server`, signed it for this
    meeting, and the record that is published does not go through it.
    """

    name: str
    fate: Fate
    server: str
    size: int
    box: str = ""
    cosignatures: tuple[JudgedCosignature, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether the server signed it for this meeting, and no word of a known cosigner is bad."""
        bad = any(each.state is Cosigned.INVALID for each in self.cosignatures)
        return self.fate is not Fate.REFUSED and not bad

    def to_json(self) -> dict[str, Any]:
        """The note for programs; a box that is not known is left out."""
        value: dict[str, Any] = {"name": self.name, "state": str(self.fate), "size": self.size}
        if self.box:
            value["box"] = self.box
        return value | {
            "server": self.server,
            "cosigners": [each.to_json() for each in self.cosignatures],
        }


def read_kept_note(path: Path) -> KeptNote:
    """The note in a file; raises Problem "kept-note-form", and what `read_bounded` raises."""
    note = read_bounded(path, LONGEST_NOTE)
    try:
        return KeptNote(str(path), note, read_checkpoint(note))
    except ParseError as error:
        raise Problem(
            "kept-note-form",
            "This is not a board's signed checkpoint: give the file as the board or a cosigner "
            "handed it out. It says nothing about the result.",
            where=str(path),
        ) from error


def check_kept_note(
    kept: KeptNote,
    meeting: Meeting,
    boxes: tuple[VerifiedBox, ...],
    cosigners: tuple[Cosigner, ...],
    findings: Findings,
) -> JudgedNote:
    """Hold a kept checkpoint against the records; what is wrong becomes a problem at its name.

    What this meeting's server did not sign for this meeting is noted only: it shows nothing about
    the result. Nor does a cosignature that does not verify; anybody can write one below a note.
    """
    checkpoint, where = kept.checkpoint, place_of(kept.name)
    refused = JudgedNote(kept.name, Fate.REFUSED, meeting.server_key, checkpoint.size)
    key = ServerPublicKey.parse(meeting.server_key, where=SERVER_KEY)
    try:
        open_checkpoint(kept.note, key, where=where)
    except Refused as error:
        findings.note(error.code, error.detail, error.place or where)
        return refused
    if checkpoint.meeting != meeting.id:
        detail = Detail.of(
            N_("a checkpoint of the meeting {found}, not of {expected}"),
            found=checkpoint.meeting,
            expected=meeting.id,
        )
        findings.note("checkpoint-foreign", detail, where)
        return refused
    cosignatures = tuple(_cosignature(kept, each, findings) for each in cosigners)
    judged = replace(refused, cosignatures=cosignatures)
    box = next(
        (b for b in boxes if b.record and b.record.setup_hash == checkpoint.setup_hash), None
    )
    if box is not None:
        judged = replace(judged, box=box.findings.box)
    if missing := _not_here(checkpoint, box, boxes):
        findings.unfinished("checkpoint-not-compared", missing, where)
        return replace(judged, fate=Fate.WAITING)
    try:
        _check_continued(checkpoint, box)
    except RecordError as error:
        findings.problem("checkpoint-not-continued", error.detail, where)
        return replace(judged, fate=Fate.CONTRADICTED)
    return replace(judged, fate=Fate.CONTINUED)


def _not_here(
    checkpoint: Checkpoint, box: VerifiedBox | None, boxes: tuple[VerifiedBox, ...]
) -> str:
    """Why nothing can be said yet: the record is not here, or it is of an earlier moment.

    The server's last event, EncryptedTally, follows EndBallots at once: whoever cuts a record
    between the two shows no other board than was signed, and this is no word against the server.
    """
    if box is None or box.record is None:
        unread = [each.findings.box for each in boxes if each.record is None]
        return f"its box may be one that cannot be read here: {', '.join(unread)}" if unread else ""
    size, stage = len(box.record.events), box.record.stage
    cut = stage is Stage.VOTING or (stage is Stage.CLOSED and checkpoint.size == size + 1)
    if cut and size < checkpoint.size:
        return f"{checkpoint.size} events; this record of the box, not closed yet, has {size}"
    return ""


def _check_continued(checkpoint: Checkpoint, box: VerifiedBox | None) -> None:
    if box is None or box.record is None:
        detail = f"no box of this meeting has the Setup {checkpoint.setup_hash}"
        raise RecordError("checkpoint-box", detail)
    checkpoint.check_record(box.record)


def _cosignature(kept: KeptNote, cosigner: Cosigner, findings: Findings) -> JudgedCosignature:
    try:
        time = check_cosignature(kept.note, cosigner, where=place_of(kept.name))
    except Refused as error:
        if error.code == "cosignature-missing":
            return JudgedCosignature(cosigner, Cosigned.MISSING)
        findings.note(error.code, error.detail, error.place or place_of(kept.name))
        return JudgedCosignature(cosigner, Cosigned.INVALID)
    return JudgedCosignature(cosigner, Cosigned.GIVEN, time)

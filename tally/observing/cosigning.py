"""A device that watches a board: it cosigns what continues all that it has seen, and nothing else.

Every box is looked at before any is signed. A board that contradicts in one box what this device
cosigned before gets no cosignature at all, and the server's two signed notes are kept: they are
the evidence. What is signed, and when, is told in `crypto.board.cosignature`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from crypto.board.board_proof import LONGEST_GROWTH, GrowthProof
from crypto.board.checkpoint import Checkpoint, open_checkpoint
from crypto.board.cosignature import cosign
from crypto.board.note import LONGEST_NOTE, signed_alone
from crypto.board.server_key import ServerPublicKey
from crypto.canonical import sha256_hex
from crypto.election.election import Election
from crypto.errors import Refused
from crypto.record.event import EventType
from crypto.record.record import Record, read_record
from meeting.board_interface import paths
from meeting.board_interface.answers import MOST_SMALL_BYTES, parse_boxes
from meeting.definition.meeting import Box, Meeting
from meeting.feasibility.file_sizes import longest_records
from meeting.files import read_bounded, refuse_existing_file, write_new
from meeting.published.definition_file import MOST_BYTES, definition_hash, parse_published
from meeting.published.folder_names import MEETING, SERVER_KEY
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.published.setups import meeting_fingerprint
from tally.observing.cosigner_key import CosignedNote, CosignerKey, Moment
from tally.observing.fetch import get_bounded, get_stored
from tally.observing.refused_board import other_setup, refuse_other_box, unsigned
from tally.problem import Problem
from tally.words.figures_and_names import short_hash

_REFUSING = ("board-answer", "board-answer-large", "board-answer-packed")


@dataclass(frozen=True, slots=True)
class Seen:
    """A box as the board showed it: its name, its last event's kind and hash, its cosigned note.

    There is no note between the two moments.
    """

    box: Box
    setup: str
    kind: EventType
    head: str
    note: CosignedNote | None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """One look at a board: by a device, for a meeting, with the folder that takes the notes.

    `setups` are the Setup hashes by box id whose fingerprint was given: each box must have its own.
    """

    client: httpx.Client
    device: CosignerKey
    folder: Path
    meeting: Meeting
    hash: str
    setups: Mapping[str, str]
    time: int

    @classmethod
    def begin(
        cls,
        client: httpx.Client,
        given: GivenFingerprint,
        device: CosignerKey,
        folder: Path,
        time: int,
    ) -> Watch:
        """Ask for the meeting, and put it and the notes remembered of it into the folder.

        Raises Problem "cosign-other-meeting" when its boxes have not the fingerprint that was
        given, Problem "file-exists" where something else has a note's name in the folder.
        """
        data = get_bounded(client, paths.MEETING, MOST_BYTES)
        meeting = parse_published(data)
        states = parse_boxes(get_bounded(client, paths.BOXES, MOST_SMALL_BYTES))
        names = {each.id: each.name for each in states}
        setups = {box.id: names.get(box.id, "") for box in meeting.boxes()}
        found = meeting_fingerprint(setups)
        if not given.fits(found):
            raise Problem(
                "cosign-other-meeting",
                "The board shows another meeting than the one whose fingerprint was given: there "
                "it is {found} ({difference}). Nothing was signed.",
                where=str(client.base_url),
                found=short_hash(found),
                difference=given.difference(found),
            )
        watch = cls(client, device, folder, meeting, definition_hash(data), setups, time)
        folder.mkdir(parents=True, exist_ok=True)
        _put(folder / MEETING, data)
        for each in device.of_meeting(watch.hash):
            _put(folder / each.file_name, each.note.encode())
        return watch

    def look(self) -> tuple[Seen, ...]:
        """Look at every box, and cosign in memory what is to be cosigned.

        Raises Problem "cosign-unsigned", "cosign-not-continued", "cosign-no-proof",
        "cosign-record", "cosign-other-box", "file-exists", and as `get_bounded`.
        """
        return tuple(self._look_at(box) for box in self.meeting.boxes())

    def keep(self, seen: tuple[Seen, ...], key_path: Path) -> None:
        """Remember the new notes (and a new key), then write each into the folder."""
        new = tuple(each.note for each in seen if each.new and each.note is not None)
        if new or not key_path.exists():
            self.device.remembering(new).save(key_path)
        for each in new:
            _put(self.folder / each.file_name, each.note.encode())

    def _look_at(self, box: Box) -> Seen:
        before = [each for each in self.device.of_meeting(self.hash) if each.box == box.id]
        note, checkpoint = self._checkpoint(box)
        if before:
            self._demand_continuation(box, before[-1], note, checkpoint)
        record = self._record(box, checkpoint)
        last = record.events[checkpoint.size - 1]
        moment = _moment(checkpoint.size, last.event.type)
        known = next((each for each in before if each.moment is moment), None)
        new = moment is not None and known is None
        if new and moment is not None:
            known = CosignedNote(self.hash, box.id, moment, self._cosigned(note, record, before))
            refuse_existing_file(self.folder / known.file_name)  # the key file may be an old copy
        return Seen(box, record.setup_hash, last.event.type, last.hash, known, new)

    def _checkpoint(self, box: Box) -> tuple[bytes, Checkpoint]:
        """The server's newest checkpoint of a box, and what it says.

        Lines of others below it are left out: enough of them, or one in this device's name, would
        make a note that nobody can read, and so a memory that cannot be read either.
        """
        path = paths.checkpoint(box.id)
        note = get_bounded(self.client, path, LONGEST_NOTE)
        try:
            checkpoint = open_checkpoint(note, self._server(), where=path)
        except Refused as error:
            raise unsigned(box, path, error.detail) from error
        if checkpoint.meeting != self.meeting.id:
            raise unsigned(box, path, f"a checkpoint of {checkpoint.meeting}")
        return signed_alone(note, checkpoint.origin, self._server()), checkpoint

    def _demand_continuation(
        self, box: Box, before: CosignedNote, note: bytes, checkpoint: Checkpoint
    ) -> None:
        earlier = before.checkpoint
        try:
            checkpoint.check_not_behind(earlier)
        except Refused as error:  # whoever stands between can show an older note, or another box's
            raise self._no_proof(box, before, note, error.detail) from error
        if checkpoint.size == earlier.size:
            try:
                checkpoint.check_follows(earlier, ())
            except Refused as error:
                raise self._contradiction(box, before, note, error.detail) from error
            return
        path = paths.growth(box.id, earlier.size, checkpoint.size)
        try:
            proof = GrowthProof.parse(get_bounded(self.client, path, LONGEST_GROWTH))
            proof.check(earlier, checkpoint)
        except Refused as error:
            raise self._no_proof(box, before, note, error.detail) from error
        except Problem as problem:
            if problem.code not in _REFUSING:
                raise
            raise self._no_proof(box, before, note, problem.text("en")) from problem

    def _contradiction(self, box: Box, before: CosignedNote, note: bytes, detail: str) -> Problem:
        return Problem(
            "cosign-not-continued",
            "Box {box}: the board contradicts what this device cosigned before ({detail}). Nothing "
            "was cosigned. The server signed both: {before} and {after}, kept with meeting.json, "
            "are the evidence. Show them to the chief teller and the other observers.",
            where=str(self.client.base_url),
            box=box.id,
            detail=detail,
            before=self.folder / before.file_name,
            after=self._evidence(box, note),
        )

    def _no_proof(self, box: Box, before: CosignedNote, note: bytes, detail: str) -> Problem:
        return Problem(
            "cosign-no-proof",
            "Box {box}: the board does not prove that it continues what this device cosigned "
            "before ({detail}). Nothing was cosigned. Ask again; if it stays so, show the chief "
            "teller and the other observers what the server signed: {before} and {after}, kept "
            "with meeting.json.",
            where=str(self.client.base_url),
            box=box.id,
            detail=detail,
            before=self.folder / before.file_name,
            after=self._evidence(box, note),
        )

    def _evidence(self, box: Box, note: bytes) -> Path:
        """Where the server's newer note is kept, under a name that no other note has."""
        path = self.folder / f"{box.id}.refused-{sha256_hex(note)[:16]}.txt"
        _put(path, note)
        return path

    def _record(self, box: Box, checkpoint: Checkpoint) -> Record:
        """The box's record, which goes through the checkpoint; only its events are held."""
        path, most = paths.record(box.id), longest_records(self.meeting)[box.id]
        try:
            with get_stored(self.client, path, most, self.folder) as data:
                record = read_record(data)
                checkpoint.check_record(record, where=path)
                election = Election.parse(record.election_bytes)
        except Refused as error:
            raise Problem(
                "cosign-record",
                "The record of box {box} that the board shows is not the one that it signed "
                "({detail}). Nothing was cosigned.",
                where=path,
                box=box.id,
                detail=error.detail,
            ) from error
        refuse_other_box(self.meeting, self.hash, box, election, path)
        if record.setup_hash != self.setups[box.id]:
            raise other_setup(box, path)
        return record

    def _cosigned(self, note: bytes, record: Record, before: list[CosignedNote]) -> str:
        earlier = before[-1].checkpoint if before else None
        device, server = self.device, self._server()
        return cosign(
            note, record, device.cosigner, device.key, self.time, server=server, earlier=earlier
        )

    def _server(self) -> ServerPublicKey:
        return ServerPublicKey.parse(self.meeting.server_key, where=SERVER_KEY)


def _moment(size: int, kind: EventType) -> Moment | None:
    """The moment at which a box with so many events, the last of this kind, is cosigned."""
    if size == 1:
        return Moment.OPENING
    return Moment.CLOSING if kind is EventType.ENCRYPTED_TALLY else None


def _put(path: Path, data: bytes) -> None:
    """Write a file, unless it stands there already; Problem "file-exists" if another does."""
    if not path.exists() or read_bounded(path, MOST_BYTES) != data:
        write_new(path, data)

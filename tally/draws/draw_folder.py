"""A folder in which a draw is held: the prepared one, before voting, or any with records later.

DRAWS/<name>/draw.json      the list and the tellers' shares
DRAWS/<name>/drawn.csv      as soon as enough tellers have given theirs

Nothing in it is believed: the meeting and its tellers' keys are read from what lies beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Meeting
from meeting.draws.draw_list import DrawList
from meeting.files import read_plain, write_inside
from meeting.limits import LARGEST_SMALL_FILE
from meeting.published.box_setup import SetupTexts
from meeting.published.folder_names import BOXES, DRAW, DRAWN, DRAWS, MEETING
from meeting.published.setup_check import check_setup
from meeting.published.setups import meeting_fingerprint
from meeting.registrar.prepared_folder import ELECTION_FILE, load_prepared
from tally.findings.finding import Findings
from tally.folder.draw import Draw, draw_place
from tally.folder.drawn_table import drawn_table
from tally.folder.scanned_record import ScannedRecord
from tally.folder.source import Folder, open_folder, status
from tally.opening.work_folder import refuse_kinds, told
from tally.problem import Problem
from tally.verify.meeting.contents import check_kinds
from tally.verify.meeting.draws import VerifiedDraw, check_list, check_shares


@dataclass(frozen=True, slots=True)
class DrawFolder:
    """A meeting's folder, its tellers' keys, and the Setup hashes of its boxes by id.

    `prepared`: it is the one that the registrar made, and not the one that is published from.
    """

    path: Path
    meeting: Meeting
    definition_hash: str
    trustees: Trustees
    setups: Mapping[str, str]
    prepared: bool

    @classmethod
    def open(cls, path: Path) -> DrawFolder:
        """Read and check what a draw stands on.

        Raises Problem or Refused for a folder that is neither prepared nor of records, or that
        does not hold; Problem "folder-kinds" for links, pipes or too large files in it.
        """
        folder = open_folder(path)
        findings = Findings()
        check_kinds(folder, findings)
        refuse_kinds(folder, findings)
        first = folder.meeting.boxes()[0]
        if status(path / BOXES / first.id / ELECTION_FILE):
            prepared = load_prepared(path)
            trustees = prepared.boxes[0].setup.trustees
            definition, setups = folder.definition_hash, prepared.setups
            return cls(path, folder.meeting, definition, trustees, setups, prepared=True)
        of_records, trustees = _of_records(folder)
        definition = folder.definition_hash
        return cls(path, folder.meeting, definition, trustees, of_records, prepared=False)

    @property
    def meeting_fingerprint(self) -> str:
        """The fingerprint of the meeting whose boxes lie here."""
        return meeting_fingerprint(self.setups)

    def names(self) -> list[str]:
        """The names of the draws that lie here, sorted."""
        return Folder(self.path, self.meeting, self.definition_hash).draw_names()

    def begin(self, of: DrawList) -> None:
        """Put a list up. Raises Problem "draw-exists"; Problem for disk errors."""
        if status(self.path / DRAWS / of.name) is not None:
            raise Problem(
                "draw-exists",
                "There is a draw {name} here already. Draw from that list, or give this one "
                "another name.",
                where=str(self.path / DRAWS / of.name),
                name=of.name,
            )
        (self.path / DRAWS / of.name).mkdir(parents=True)
        self.put(Draw(self.trustees.group, of))

    def read(self, name: str) -> tuple[bytes, VerifiedDraw]:
        """A draw, every share in it checked, and the bytes that it was read from.

        Raises Problem "draw-unknown", and "draw-not-valid" with everything that does not hold;
        ParseError for what is no draw.json.
        """
        data = self._bytes(name)
        if data is None:
            raise Problem(
                "draw-unknown",
                "There is no draw {name} in this folder.",
                where=str(self.path / DRAWS),
                name=name,
            )
        where, findings = draw_place(name), Findings()
        verified = VerifiedDraw(name, Draw.parse(self.trustees.group, data, where=where))
        if check_list(verified, self.meeting_fingerprint, where, findings):
            check_shares(verified, self.trustees, where, findings)
        if findings.problems:
            raise Problem(
                "draw-not-valid",
                "The draw {name} does not hold; no share is given. {problems}",
                where=str(self.path / DRAWS / name / DRAW),
                name=name,
                problems=told(findings.problems),
            )
        return data, verified

    def put(self, draw: Draw, *, read: bytes | None = None) -> None:
        """Put draw.json in its place.

        Raises Problem "file-changed" if something else stands there than was `read`.
        """
        name = draw.list.name
        if self._bytes(name) != read:
            raise Problem(
                "file-changed",
                "Somebody or something else has changed this after this command had read it. It "
                "stays as it is now, nothing was written to it. Give the command again: then "
                "everything is verified anew.",
                where=str(self.path / DRAWS / name / DRAW),
            )
        write_inside(self.path, f"{DRAWS}/{name}/{DRAW}", draw.to_bytes())

    def put_table(self, verified: VerifiedDraw) -> None:
        """Put the table in its place, if there is one."""
        if verified.lots:
            table = drawn_table(verified.draw.list, verified.lots)
            write_inside(self.path, f"{DRAWS}/{verified.name}/{DRAWN}", table)

    def _bytes(self, name: str) -> bytes | None:
        return read_plain(self.path, f"{DRAWS}/{name}/{DRAW}", LARGEST_SMALL_FILE)


def _of_records(folder: Folder) -> tuple[dict[str, str], Trustees]:
    """The Setup hash of every box, and the tellers' keys of the first."""
    setups: dict[str, str] = {}
    trustees: Trustees | None = None
    for box in folder.meeting.boxes():
        data = folder.files(box).record
        if data is None:
            raise Problem(
                "record-missing",
                "Neither a prepared box nor its record is here. A draw is held in the folder that "
                "the registrar prepared, or where the records were fetched to.",
                where=f"{BOXES}/{box.id}",
            )
        record = ScannedRecord.of(data).sound()
        texts = SetupTexts(record.election_bytes, record.trustees_bytes, record.credentials_bytes)
        checked = check_setup(
            folder.meeting, folder.definition_hash, box, texts, name=record.setup_hash
        )
        setups[box.id] = record.setup_hash
        trustees = trustees or checked.trustees
    if trustees is None:
        raise Problem("work-not-fetched", "There are no boxes here.", where=MEETING)
    return setups, trustees

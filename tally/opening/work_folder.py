"""The folder in which a closed meeting is opened and counted, on its way from teller to teller.

WORK/meeting.json
WORK/boxes/<box>/record.bel        as downloaded; grows by shares and the result
WORK/boxes/<box>/checkpoint.txt    the server's signature over the closing head
WORK/boxes/<box>/acts.json         bound proofs and signed acts
WORK/sums/<name>/sum.json          boxes that are opened as one, and
WORK/sums/<name>/opening.json      what was done with them
WORK/exceptions/<round>.json       signed by every teller where a round is too small
WORK/rulings/<name>.json           what people decided, signed by two tellers
WORK/figures.json, outcome.json    written by `count`
WORK/figures-signed.json           who signed the figures of the hall
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from crypto.errors import Refused
from crypto.record.continued import continued
from crypto.record.record_builder import Entry
from meeting.command_line.typed_command import BOARD, set_in, typed
from meeting.definition.meeting import Box, Meeting
from meeting.problem import Several
from meeting.published.folder_names import (
    ACTS,
    BOXES,
    CHECKPOINT,
    EXCEPTIONS,
    MEETING,
    RECORD,
    RULINGS,
    SUMS,
    exception_file,
    ruling_file,
)
from tally.findings.finding import Finding, Findings
from tally.folder.acts import Act, acts_bytes
from tally.folder.exception import PlanException
from tally.folder.ruling import SignedRuling
from tally.folder.scanned_record import ScannedRecord
from tally.folder.source import Folder, open_folder, status
from tally.folder.steady_folder import SteadyFolder
from tally.folder.sum import Sum
from tally.folder.sum_opening import SumOpening
from tally.problem import Problem
from tally.verify.meeting.box_in_meeting import check_box_in_meeting
from tally.verify.meeting.contents import check_kinds, shown_path
from tally.verify.meeting.plans import RoundPlan
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox, no_progress, verify_scanned
from tally.verify.record.cores import Cores
from tally.verify.record.verified_before import VerifiedBefore


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """An opened work folder, for one command.

    Every record is scanned once, and what was `verified_before` is not verified once more. A file
    that somebody else changes meanwhile is refused, with Problem "file-changed", wherever it is
    read again or written to (`SteadyFolder`).
    """

    folder: SteadyFolder
    verified_before: VerifiedBefore = field(
        default_factory=VerifiedBefore, init=False, repr=False, compare=False
    )
    cores: Cores = field(default_factory=Cores, init=False, repr=False, compare=False)
    """Which verify; whoever opens the folder ends them with the command."""
    plans: dict[str, RoundPlan] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The plans worked out by this command, by round (`planned_round`)."""
    _scanned: dict[str, ScannedRecord] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def open(cls, path: Path) -> WorkFolder:
        """Read meeting.json; raises Problem if the folder has none.

        Raises Problem "folder-kinds" for links, pipes or too large files in the place of files.
        """
        if status(path / MEETING) is None:
            raise Problem(
                "work-not-fetched",
                "There is no meeting.json in this folder: no boxes can be opened or counted in it. "
                "When voting has ended, anybody fetches them from the board:\n{command}",
                where=str(path),
                command=set_in(typed("tally", "fetch", BOARD, path)),
            )
        folder = open_folder(path)
        findings = Findings()
        check_kinds(folder, findings)
        refuse_kinds(folder, findings)
        return cls(SteadyFolder.of(folder))

    @property
    def meeting(self) -> Meeting:
        """The meeting's definition."""
        return self.folder.meeting

    def box(self, box_id: str) -> Box:
        """The box of that id; raises Problem("box-unknown")."""
        try:
            return self.meeting.box(box_id)
        except KeyError:
            names = Several(box.id for box in self.meeting.boxes())
            raise Problem(
                "box-unknown",
                "This meeting has no box {box}. Its boxes are: {names}.",
                box=box_id,
                names=names,
            ) from None

    def verified(self, box: Box, progress: Progress = no_progress) -> VerifiedBox:
        """Verify a box from its first event, in the meeting.

        Raises Problem("record-missing") if it was not downloaded, "box-not-valid" with every
        problem if it does not hold.
        """
        verified = self.examined(box, progress)
        refuse_problems(verified.findings, box)
        return verified

    def examined(self, box: Box, progress: Progress = no_progress) -> VerifiedBox:
        """The same, with what does not hold among its findings; raises "record-missing" only."""
        scanned = self.scanned(box)
        if scanned is None:
            raise self.record_missing(box)
        verified = verify_scanned(
            scanned,
            box.id,
            acts=self.folder.optional(_in(box, ACTS)),
            shuffles=self.meeting.required_shuffles,
            progress=progress,
            cores=self.cores,
            before=self.verified_before,
        )
        check_box_in_meeting(
            verified,
            self.meeting,
            self.folder.definition_hash,
            box,
            self.folder.optional(_in(box, CHECKPOINT)),
            excepted=box.round.id in self.plans and self.plans[box.round.id].excepts(box.id),
        )
        return verified

    def scanned(self, box: Box) -> ScannedRecord | None:
        """The record of a box, which this command scans once; None if it is not here."""
        if box.id not in self._scanned:
            data = self.folder.record(box)
            if data is None:
                return None
            self._scanned[box.id] = ScannedRecord.of(data)
        return self._scanned[box.id]

    def setups(self) -> dict[str, str]:
        """The Setup hashes of all boxes by box id, in the meeting's order.

        Raises Problem "record-missing" where one is not here, Refused where one cannot be read.
        """
        names = {}
        for box in self.meeting.boxes():
            scanned = self.scanned(box)
            if scanned is None:
                raise self.record_missing(box)
            names[box.id] = scanned.sound().setup_hash
        return names

    def record_missing(self, box: Box) -> Problem:
        """What to say where the record of a box should be and is not."""
        return Problem(
            "record-missing",
            "The record of this box is not here. Anybody fetches it from the board:\n{command}",
            where=str(self.record_path(box)),
            command=set_in(typed("tally", "fetch", BOARD, self.folder.path)),
        )

    def record_path(self, box: Box) -> Path:
        """Where the box's record lies."""
        return self.folder.path / BOXES / box.id / RECORD

    def refuse_changed(self, *boxes: Box) -> None:
        """Raise Problem "file-changed" if anything has that this command read of these boxes.

        So has what it read of the sums, and of the exceptions that tellers signed.
        """
        self.folder.refuse_changed(SUMS, EXCEPTIONS, *(f"boxes/{box.id}" for box in boxes))

    def append(self, box: Box, entries: Iterable[Entry]) -> None:
        """Add entries to the record that was scanned: the whole file is put in place, or nothing.

        They follow from that record, so a file that holds another one by now is refused.
        """
        scanned, added = self.scanned(box), tuple(entries)
        if scanned is None:
            raise self.record_missing(box)
        record = continued(scanned.sound(), added)
        appended = b"".join(entry.to_bytes(record.timestamp) for entry in added)
        self.folder.extend(_in(box, RECORD), appended)
        size = scanned.size + len(appended)
        self._scanned[box.id] = replace(scanned, record=record, size=size)

    def cut_record(self, box: Box, size: int) -> None:
        """Leave the first `size` bytes of the record that was read; it is scanned anew."""
        self.folder.cut(_in(box, RECORD), size)
        self._scanned.pop(box.id, None)

    def write_acts(self, box: Box, acts: tuple[Act, ...]) -> None:
        """Put acts.json in its place."""
        self.folder.put(_in(box, ACTS), acts_bytes(acts))

    def write_sum(self, name: str, definition: Sum, opening: SumOpening) -> None:
        """Put the files of a sum in their place, the one that says what it is first."""
        self.real_folder(SUMS)
        self.folder.begin_sum(name)
        self.real_folder(f"sums/{name}")
        self.folder.put(f"sums/{name}/sum.json", definition.to_bytes())
        self.folder.put(f"sums/{name}/opening.json", opening.to_bytes())

    def write_exception(self, exception: PlanException, round_id: str) -> None:
        """Put the file in its place in which tellers sign that a round is opened all the same."""
        self.real_folder(EXCEPTIONS)
        self.folder.put(exception_file(round_id), exception.to_bytes())
        self.plans.pop(round_id, None)

    def write_ruling(self, signed: SignedRuling) -> None:
        """Put a ruling in its place, with the signatures that it has."""
        self.real_folder(RULINGS)
        self.folder.put(ruling_file(signed.ruling.about), signed.to_bytes())

    def real_folder(self, name: str) -> Path:
        """The path of a folder in this one, made if it is not there.

        Raises Problem "folder-kinds" if something else stands there: what is written through a
        link lies outside, where no other teller's tool sees it.
        """
        path = self.folder.path / name
        if self.folder.reaches(name) and status(path) is None:
            path.mkdir()
        if not self.folder.reaches(f"{name}/."):
            findings = Findings()
            findings.problem("file-symlink", "a link or no folder", shown_path(name))
            refuse_kinds(self.folder, findings)
        return path

    def write(self, name: str, data: bytes) -> None:
        """Put a file of the folder itself in its place."""
        self.folder.put(name, data)


def _in(box: Box, name: str) -> str:
    return f"boxes/{box.id}/{name}"


def refuse_kinds(folder: Folder, findings: Findings) -> None:
    """Raise Problem("folder-kinds") with every link or pipe that was found, if any was."""
    if findings.problems:
        raise Problem(
            "folder-kinds",
            "In this folder, files and folders must be plain ones of a possible size, "
            "no links: {problems}",
            where=str(folder.path),
            problems=told(findings.problems),
        )


def refuse_problems(findings: Findings, box: Box) -> None:
    """Raise Problem("box-not-valid") with every problem of a box, if it has any."""
    refuse_these(findings.problems, box)


def refuse_these(problems: list[Finding], box: Box) -> None:
    """Raise Problem("box-not-valid") with these problems of a box, if there are any."""
    if problems:
        raise Problem(
            "box-not-valid",
            "Box {box} does not hold; it is not opened. {problems}",
            where=box.id,
            box=box.id,
            problems=told(problems),
        )


def told(problems: list[Finding]) -> str:
    """Problems of the verifier in one line."""
    return "; ".join(str(Refused(each.code, each.detail, where=each.place)) for each in problems)

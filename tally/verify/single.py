"""A record by itself: verified with everything named that it cannot show.

Records of other programs come this way, and so do ours when somebody copies one file. Nobody has
said which meeting it belongs to, so nothing of a meeting can be checked, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable

from crypto.record.event_order import Stage
from meeting.language import N_
from meeting.published.folder_names import ACTS, BOXES, RECORD
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.acts import FILE as ACTS_FILE
from tally.folder.scanned_record import ScannedRecord
from tally.folder.source import Folder, SingleRecord, beside
from tally.problem import Problem
from tally.verify.meeting.contents import check_kinds
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox, no_progress, unfinished, verify_scanned
from tally.verify.record.cores import Cores
from tally.verify.verdict import Verdict

NOT_CHECKED = (
    (
        "no-meeting",
        N_("no meeting.json was read: papers, voter group, tellers and minimum are not compared"),
    ),
    ("no-slips", N_("whether there are as many credentials as printed slips is not known")),
    (
        "no-checkpoint",
        N_("no checkpoint was read: a record that was cut and continued is not noticed"),
    ),
    ("no-outcome", N_("no outcome and no report was read and compared with the result")),
)
_UNSUPPORTED = ("question-unsupported", "group-unknown")


def verify_single(
    source: SingleRecord,
    *,
    strict: bool = False,
    progress: Progress = no_progress,
    workers: int | None = None,
) -> Verdict:
    """Verify a record by itself, as any Belenios record or (`strict`) as one of ours.

    Raises Problem("record-unsupported") for one with questions or groups of kinds that this
    program does not read: it can say nothing about such a record.
    """
    with Cores(workers) as cores:
        verified = _verify(source, source.path.name, progress, cores, strict=strict)
    profile = "piaoxiang" if strict else "belenios"
    return Verdict("", (verified,), tuple(verified.findings.found), profile)


def verify_records(
    folder: Folder,
    *,
    progress_of: Callable[[str], Progress] = lambda _box: no_progress,
    workers: int | None = None,
) -> Verdict:
    """Verify the records of a meeting's folder as any Belenios records, without the meeting."""
    boxes = []
    with Cores(workers) as cores:
        for box in folder.meeting.boxes():
            data = folder.files(box).record
            if data is None:
                findings = Findings(box.id)
                findings.unfinished("record-missing", "the record of this box is not here")
                boxes.append(VerifiedBox(findings))
                continue
            source = SingleRecord(folder.path / BOXES / box.id / RECORD, data)
            boxes.append(_verify(source, box.id, progress_of(box.id), cores, strict=False))
    general = Findings()
    check_kinds(folder, general)
    found = [each for part in (*(box.findings for box in boxes), general) for each in part.found]
    return Verdict("", tuple(boxes), tuple(found), "belenios")


def _verify(
    source: SingleRecord, name: str, progress: Progress, cores: Cores, *, strict: bool
) -> VerifiedBox:
    acts = beside(source.path, ACTS)
    verified = verify_scanned(
        ScannedRecord.of(source.data),
        name,
        acts=acts,
        foreign=not strict,
        progress=progress,
        cores=cores,
    )
    findings = verified.findings
    for each in findings.found:
        if each.code in _UNSUPPORTED:
            raise Problem(
                "record-unsupported",
                "This record has questions or a group that this program cannot verify: {detail}.",
                where=f"{source.path} {each.where}",
                detail=each.detail,
            )
    record = verified.record
    if record is not None:
        unfinished(record, findings)
        if record.stage in (Stage.OPENING, Stage.FINISHED) and acts and not strict:
            told = Detail.of(N_("acts.json beside the record was used"))
            findings.note("foreign-acts", told, ACTS_FILE)
    for code, detail in NOT_CHECKED:
        findings.note(code, Detail.of(detail))
    return verified

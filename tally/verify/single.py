"""A record by itself: verified as plain Belenios, with everything named that it cannot show.

Records of other programs come this way, and so do ours when somebody copies one file. Nobody has
said which meeting it belongs to, so nothing of a meeting can be checked, and that is said.
"""

from __future__ import annotations

from crypto.chain import Stage
from tally.problem import Problem
from tally.verify.ballots import Progress
from tally.verify.box import no_progress, unfinished, verify_record
from tally.verify.source import SingleRecord
from tally.verify.verdict import Verdict

NOT_CHECKED = (
    ("no-meeting", "no meeting.json: papers, voter group, tellers and minimum are not compared"),
    ("no-slips", "whether there are as many credentials as printed slips is not known"),
    ("no-checkpoint", "no checkpoint: a record that was cut and continued is not noticed"),
    ("no-outcome", "no outcome and no report to compare with the result"),
)
_UNSUPPORTED = ("question-unsupported", "group-unknown")


def verify_single(
    source: SingleRecord, *, progress: Progress = no_progress, workers: int | None = None
) -> Verdict:
    """Verify a record by itself.

    Raises Problem("record-unsupported") for one with questions or groups of kinds that this
    program does not read (single answers, lists): it can say nothing about such a record.
    """
    beside = source.path.with_name("acts.json")
    acts = beside.read_bytes() if beside.is_file() else None
    verified = verify_record(
        source.data,
        source.path.name,
        acts=acts,
        foreign=True,
        progress=progress,
        workers=workers,
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
        if record.stage in (Stage.OPENING, Stage.FINISHED) and acts is not None:
            findings.note("foreign-acts", "acts.json beside the record was used", "acts.json")
    for code, detail in NOT_CHECKED:
        findings.note(code, detail)
    return Verdict("", (verified,), tuple(findings.found))

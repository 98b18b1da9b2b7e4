"""What must hold of a box because of the meeting it belongs to.

Papers, voter group, slips, tellers and the minimum come from meeting.json, whose hash stands on
every slip; the checkpoint is signed by the server key that stands in it.
"""

from __future__ import annotations

from crypto.ballots.sealing_order import first_unsorted
from crypto.board.checkpoint import open_checkpoint
from crypto.board.server_key import ServerPublicKey
from crypto.place import at_event, in_file
from crypto.record.event import EventType
from crypto.record.event_order import Stage
from crypto.record.record import Record
from meeting.definition.meeting import Box, Meeting
from meeting.language import N_
from meeting.published.folder_names import CHECKPOINT, SERVER_KEY
from meeting.published.setup_check import differences
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.verify.record.box import VerifiedBox, unfinished


def check_box_in_meeting(
    verified: VerifiedBox,
    meeting: Meeting,
    definition_hash: str,
    box: Box,
    checkpoint: bytes | None,
    in_sum: str = "",
    *,
    excepted: bool = False,
) -> None:
    """Compare a verified record with the meeting's definition, and say whether it is finished.

    `in_sum` is the name of the sum of boxes that this one is opened in, if any; `excepted` whether
    every teller has signed that it is opened although it is too small.
    """
    findings, record, setup = verified.findings, verified.record, verified.setup
    if record is None:
        return
    for fault in differences(meeting, definition_hash, box, setup):
        findings.refused(fault.error)
    if setup.election is not None and setup.election.questions == box.questions(meeting):
        verified.papers = box.papers(meeting)
    _check_order(verified, meeting, findings)
    few = verified.count < meeting.minimum_group and not excepted
    _check_minimum(verified, record, meeting, in_sum, findings, few=few)
    _check_checkpoint(record, meeting, checkpoint, findings)


def _check_order(verified: VerifiedBox, meeting: Meeting, findings: Findings) -> None:
    """The ballots stand in an order that says nothing; earlier releases let chance order them."""
    if verified.ballots is None or not meeting.rules_of_2:
        return
    read = [each for each in verified.ballots.ballots if each.fingerprint]
    at = first_unsorted([each.fingerprint for each in read], meeting.seal_batch)
    if at is not None:
        findings.problem(
            "ballots-unsorted",
            f"ballot {read[at].fingerprint} does not stand where its fingerprint belongs",
            at_event(read[at].height),
        )


def _check_minimum(
    verified: VerifiedBox,
    record: Record,
    meeting: Meeting,
    in_sum: str,
    findings: Findings,
    *,
    few: bool,
) -> None:
    """A box below the minimum is never opened, and finished without; any other needs a result.

    One that is opened in a sum is finished when it is closed, whatever its size.
    """
    if few and verified.opened:
        findings.problem(
            "minimum-group",
            f"opened with {verified.count} ballots; the meeting's minimum is "
            f"{meeting.minimum_group}",
        )
    if in_sum and record.stage in (Stage.TALLIED, Stage.SHUFFLING):
        told = Detail.of(N_("not opened by itself, but in the sum {name}"), name=in_sum)
        findings.note("in-sum", told)
    elif few and record.stage is Stage.TALLIED:
        findings.note(
            "not-opened",
            Detail.of(
                N_("ballots: {count}, fewer than {minimum}; closed, never opened"),
                count=verified.count,
                minimum=meeting.minimum_group,
            ),
        )
    else:
        unfinished(record, findings)


def _check_checkpoint(
    record: Record, meeting: Meeting, note: bytes | None, findings: Findings
) -> None:
    where = in_file(CHECKPOINT)
    if note is None:
        findings.problem("checkpoint-missing", "no checkpoint lies beside the record", where)
        return
    with findings.catching(where):
        key = ServerPublicKey.parse(meeting.server_key, where=SERVER_KEY)
        checkpoint = open_checkpoint(note, key, where=where)
        if checkpoint.meeting != meeting.id:
            findings.problem(
                "checkpoint-meeting", f"{checkpoint.meeting} found, expected {meeting.id}", where
            )
        checkpoint.check_record(record, where=where)
        closing = next(
            (e.event.height for e in record.events if e.event.type is EventType.ENCRYPTED_TALLY),
            None,
        )
        if closing is not None and checkpoint.size <= closing:
            findings.problem(
                "checkpoint-early",
                f"the checkpoint ends at height {checkpoint.size - 1}, before the box's "
                f"closing at height {closing}",
                where,
            )

"""A teller takes the key of the meeting before for the one that continues it: checked, remembered.

Nothing is opened with it that was not made for this meeting: its boxes have elections and slips of
their own, every ballot's proofs name its election, and the key file keeps to each meeting what was
checked, planned and opened in it.
"""

from __future__ import annotations

from meeting.registrar.prepared_folder import Prepared
from tally.continuing.before import ValidBefore
from tally.continuing.link import Used, refuse_other_meeting
from tally.keys.key_file import KeyFile
from tally.problem import Problem


def use_key_of_before(prepared: Prepared, valid: ValidBefore, file: KeyFile) -> None:
    """Turn the key to a prepared meeting that continues a valid one; nothing is saved yet.

    Raises Problem as `refuse_other_meeting` of the link does; "continues-key" for boxes under
    another key, "continues-reused" for an election or a slip of the meeting before; "key-meeting"
    for a key that is not of the meeting before, "setups-other" or "before-unchecked" where that had
    other boxes than the key has checked; "continued-otherwise".
    """
    before, meeting = valid.before, prepared.meeting
    refuse_other_meeting(meeting, prepared.meeting_bytes, before)
    if any(each.texts.trustees != valid.trustees for each in prepared.boxes):
        raise Problem(
            "continues-key",
            "The tellers' keys in this folder are not those of the meeting before. Do not print "
            "these slips; call the chief teller.",
        )
    known = Used.of(valid.published.verdict.boxes)
    for box in prepared.boxes:
        if box.setup.election.uuid in known.elections or box.setup.credentials & known.slips:
            raise Problem(
                "continues-reused",
                "Box {box} has an election or slips of the meeting before. Do not print these "
                "slips; call the chief teller.",
                where=box.box.id,
                box=box.box.id,
            )
    file.refuse_other_meeting(before.definition)
    found = {
        box.findings.box: box.record.setup_hash
        for box in valid.published.verdict.boxes
        if box.record is not None
    }
    if not file.key.setups:
        raise Problem(
            "before-unchecked",
            "This key has not seen the boxes of the meeting before. Run `piaoxiang teller check` "
            "on the folder that they were prepared in, then this command again.",
            where=str(file.path),
        )
    if file.key.setups != found:
        raise Problem(
            "setups-other",
            "The meeting before has other boxes than this key has checked. Nothing follows from "
            "it; call the chief teller.",
            where=str(valid.published.folder.path),
        )
    assert meeting.continues is not None  # noqa: S101 - the link was checked
    place = "/".join((before.definition, *meeting.continues.path))
    file.key = file.key.continuing(prepared.definition_hash, place)

"""All the registrar makes in one go: credentials, the PDF of the slips, the prepared folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crypto.election.election import new_uuid
from crypto.groups.named import group_named
from crypto.trustees.trustee import MAX_BYTES, Trustees
from meeting.definition.meeting import Meeting
from meeting.feasibility.workable import refuse_unworkable
from meeting.files import read_bounded, refuse_existing_file, write_new
from meeting.problem import Problem
from meeting.published.box_setup import SetupTexts
from meeting.published.definition_file import definition_hash, election_for
from meeting.registrar.credentials import make_slips
from meeting.registrar.prepared_folder import (
    MEETING_FILE,
    Prepared,
    check_box,
    check_trustees,
    refuse_existing,
    write_prepared,
)
from meeting.registrar.slip_pages import slips_pdf

SECRET_MODE = 0o600


def read_trustees(meeting: Meeting, path: Path) -> Trustees:
    """Read the tellers' public keys and check that they are this meeting's.

    Raises Problem or Refused.
    """
    group = group_named(meeting.group_name)
    trustees = Trustees.parse(group, read_bounded(path, MAX_BYTES), where=path.name)
    check_trustees(meeting, trustees, where=path.name)
    return trustees


def _refuse_earlier_rules(meeting: Meeting) -> None:
    if not meeting.rules_of_2:
        raise Problem(
            "schema-earlier",
            "This meeting.json is written as an earlier release published (schema {found}): with "
            "it, nobody checks the order of ballots, openings by plan and what becomes of every "
            "slip. Publish the meeting again with this release (the tellers then join anew), or "
            "finish it with the release that published it. No slip was made.",
            where=MEETING_FILE,
            found=meeting.schema,
        )


def make_everything(
    meeting_bytes: bytes,
    meeting: Meeting,
    trustees: Trustees,
    prepared: Path,
    pdf: Path,
    advance: Callable[[], None],
) -> Prepared:
    """Make the slips of all boxes; write `pdf` (mode 0600) and the folder `prepared`.

    Both are new, or nothing is written. `advance` is called twice for every slip. Returns what
    the folder holds, which is all public. Raises Problem.
    """
    _refuse_earlier_rules(meeting)
    refuse_existing(prepared)
    refuse_existing_file(pdf)
    refuse_unworkable(meeting, MEETING_FILE)
    hash_of_definition = definition_hash(meeting_bytes)
    key = trustees.joint_key(group_named(meeting.group_name))
    piles = []
    boxes = []
    for box in meeting.boxes():
        uuid = new_uuid()
        pile = make_slips(meeting, box, uuid, made=advance)
        election = election_for(meeting, hash_of_definition, box, uuid, key)
        texts = SetupTexts.of(election, trustees, pile.public_list())
        boxes.append(check_box(meeting, hash_of_definition, box, texts, trustees))
        piles.append(pile)
    made = Prepared(meeting, meeting_bytes, hash_of_definition, tuple(boxes))
    document = slips_pdf(meeting, made.setups, piles, drawn=advance)
    write_new(pdf, document, mode=SECRET_MODE)
    try:
        write_prepared(prepared, meeting_bytes, boxes)
    except BaseException:
        pdf.unlink(missing_ok=True)  # slips without a box would only mislead
        raise
    return made

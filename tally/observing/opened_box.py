"""Finding the box of an opened ballot, in a folder or on a board, and whether the ballot is in it.

The box is found by its name, the hash of its Setup event, which is computed again from the texts,
and its setup is checked. A ballot that stands in the record, or that the board says waits to be
sealed, was cast: it is no opened ballot, whatever its code says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from crypto.ballots.ballot import unsigned_part
from crypto.ballots.opened_ballot import OpenedBallot
from crypto.canonical import sha256_b64
from crypto.errors import ParseError
from crypto.record.event_order import Stage
from crypto.record.record import Record, read_record
from meeting.board_interface import paths
from meeting.board_interface.answers import MOST_SMALL_BYTES, parse_boxes, parse_setup
from meeting.board_interface.refusals import RefusalCode, RefusedAnswer
from meeting.definition.meeting import Box, Meeting
from meeting.limits import LARGEST_SETUP
from meeting.published.box_setup import SetupTexts
from meeting.published.definition_file import MOST_BYTES, definition_hash, parse_published
from meeting.published.setup_check import BoxSetup, SetupDiffers, check_setup
from meeting.published.setups import meeting_fingerprint
from tally.folder.source import Folder
from tally.observing.fetch import get_bounded, get_or_refused
from tally.problem import Problem


@dataclass(frozen=True, slots=True)
class FoundBox:
    """The box that an opened ballot names, and whether this ballot was cast into it.

    `fingerprint` is the meeting's, empty where a folder lacks the record of a box.
    """

    setup: BoxSetup
    cast: bool
    fingerprint: str

    def meetings_fingerprint(self, where: str) -> str:
        """What is compared with the one that was given; raises Problem("meeting-incomplete")."""
        if not self.fingerprint:
            raise Problem(
                "meeting-incomplete",
                "The record of a box is missing in this folder, so its meeting fingerprint cannot "
                "be worked out and compared. Take the whole published folder, or --server.",
                where=where,
            )
        return self.fingerprint


def box_in_folder(folder: Folder, opened: OpenedBallot) -> FoundBox:
    """The box in a folder; raises Problem "opened-foreign", "opened-too-early", "setup-differs"."""
    names: dict[str, str] = {}
    found: tuple[Box, Record] | None = None
    for box in folder.meeting.boxes():
        data = folder.files(box).record
        if data is not None:
            record = read_record(data)
            names[box.id] = record.setup_hash
            if found is None and record.setup_hash == opened.setup:
                found = (box, record)
    if found is None:
        raise _foreign(str(folder.path))
    box, record = found
    if record.stage is Stage.VOTING:
        raise Problem(
            "opened-too-early",
            "The record of this box is not closed here, so it does not tell whether the ballot "
            "was cast. Ask the board instead (--server), or give the published folder.",
            where=str(folder.path),
        )
    texts = SetupTexts(record.election_bytes, record.trustees_bytes, record.credentials_bytes)
    setup = _checked(folder.meeting, folder.definition_hash, box, texts, opened.setup)
    fingerprint = _fingerprint_of(folder.meeting, names)
    return FoundBox(setup, holds(record, opened.fingerprint), fingerprint)


def _fingerprint_of(meeting: Meeting, names: Mapping[str, str]) -> str:
    """The meeting fingerprint of these Setup hashes by box id, if every box has one."""
    ids = [box.id for box in meeting.boxes()]
    return (
        meeting_fingerprint({each: names[each] for each in ids}) if set(ids) <= set(names) else ""
    )


def holds(record: Record, fingerprint: str) -> bool:
    """Whether a ballot of this fingerprint stands in a record, whatever the ballot itself says."""
    return any(_fingerprint(each.data) == fingerprint for each in record.ballots)


def _fingerprint(ballot: bytes) -> str:
    try:
        return sha256_b64(unsigned_part(ballot))
    except ValueError:  # it is no ballot
        return ""


def box_on_board(client: httpx.Client, opened: OpenedBallot) -> FoundBox:
    """Ask a board for the box. It learns box and fingerprint, and nothing else of the ballot.

    Raises Problem "opened-foreign", "setup-differs", and as `get_bounded`.
    """
    definition = get_bounded(client, paths.MEETING, MOST_BYTES)
    meeting = parse_published(definition, where=paths.MEETING)
    states = parse_boxes(get_bounded(client, paths.BOXES, MOST_SMALL_BYTES))
    named = {each.name: each.id for each in states}
    box = next((each for each in meeting.boxes() if each.id == named.get(opened.setup)), None)
    if box is None:
        raise _foreign(str(client.base_url))
    texts = parse_setup(get_bounded(client, paths.setup(box.id), LARGEST_SETUP))
    setup = _checked(meeting, definition_hash(definition), box, texts, opened.setup)
    fingerprint = _fingerprint_of(meeting, {each.id: each.name for each in states})
    return FoundBox(setup, _is_on_board(client, box, opened.fingerprint), fingerprint)


def _is_on_board(client: httpx.Client, box: Box, fingerprint: str) -> bool:
    """Whether a board says that this ballot is in its chain or waits to be sealed."""
    status, body = get_or_refused(client, paths.proof_of(box.id, fingerprint), MOST_SMALL_BYTES)
    if status == httpx.codes.OK:
        return True
    try:
        code = RefusedAnswer.parse(body).code
    except ParseError:
        code = None
    if code is RefusalCode.BALLOT_WAITING:
        return True
    if code is RefusalCode.BALLOT_UNKNOWN:
        return False
    raise Problem(
        "opened-unanswered",
        "The board did not say whether this ballot was cast ({status}). Nothing was checked; ask "
        "again, or give the published folder.",
        where=str(client.base_url),
        status=status,
    )


def _checked(
    meeting: Meeting, hash_of_definition: str, box: Box, texts: SetupTexts, setup_hash: str
) -> BoxSetup:
    try:
        return check_setup(meeting, hash_of_definition, box, texts, name=setup_hash)
    except SetupDiffers as differs:
        raise Problem(
            "setup-differs",
            "The ballot box does not match the published meeting. Keep the code and call the "
            "chief teller.",
            where=f"{box.id} {differs.where}",
        ) from differs


def _foreign(where: str) -> Problem:
    return Problem(
        "opened-foreign", "The opened ballot belongs to no ballot box of this meeting.", where=where
    )

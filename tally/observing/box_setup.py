"""Finding the box of an opened ballot, in a folder or on a board, and checking its setup.

The box is found by its name, the hash of its Setup event, which is computed again from the texts.
"""

from __future__ import annotations

import httpx

from crypto.record.record import read_record
from meeting.board_interface import paths
from meeting.board_interface.answers import MOST_SMALL_BYTES, parse_boxes, parse_setup
from meeting.definition.meeting import Box, Meeting
from meeting.limits import LARGEST_SETUP
from meeting.published.box_setup import SetupTexts
from meeting.published.definition_file import MOST_BYTES, definition_hash, parse_published
from meeting.published.setup_check import BoxSetup, SetupDiffers, check_setup
from tally.folder.source import Folder
from tally.observing.fetch import get_bounded
from tally.problem import Problem


def setup_in_folder(folder: Folder, setup_hash: str) -> BoxSetup:
    """The box of this name; raises Problem "opened-foreign" or "setup-differs"."""
    for box in folder.meeting.boxes():
        data = folder.files(box).record
        if data is None:
            continue
        record = read_record(data)
        if record.setup_hash == setup_hash:
            texts = SetupTexts(
                record.election_bytes, record.trustees_bytes, record.credentials_bytes
            )
            return _checked(folder.meeting, folder.definition_hash, box, texts, setup_hash)
    raise _foreign(str(folder.path))


def setup_on_board(client: httpx.Client, setup_hash: str) -> BoxSetup:
    """Ask a board for the box of this name. It learns which box, and nothing of the ballot.

    Raises Problem "opened-foreign", "setup-differs", and as `get_bounded`.
    """
    definition = get_bounded(client, paths.MEETING, MOST_BYTES)
    meeting = parse_published(definition, where=paths.MEETING)
    states = parse_boxes(get_bounded(client, paths.BOXES, MOST_SMALL_BYTES))
    named = {each.name: each.id for each in states}
    box = next((each for each in meeting.boxes() if each.id == named.get(setup_hash)), None)
    if box is None:
        raise _foreign(str(client.base_url))
    texts = parse_setup(get_bounded(client, paths.setup(box.id), LARGEST_SETUP))
    return _checked(meeting, definition_hash(definition), box, texts, setup_hash)


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

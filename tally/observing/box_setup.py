"""Finding the box of an opened ballot, in a folder or on a board, and checking its setup.

The box is found by its name, the hash of its Setup event, which is computed again from the texts;
the election must be the one that the meeting prescribes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import httpx

from crypto.canonical import loads
from crypto.election.credential import parse_credentials
from crypto.election.election import Election
from crypto.json_values import fields, text
from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from meeting.definition.meeting import Box, Meeting
from meeting.limits import LARGEST_SETUP
from meeting.published.definition_file import (
    MOST_BYTES,
    election_for,
    meeting_hash,
    parse_published,
)
from tally.folder.source import Folder
from tally.observing.fetch import MEETING, get_bounded
from tally.problem import Problem


@dataclass(frozen=True, slots=True)
class BoxSetup:
    """One box of a meeting: its election, and the public credentials of its slips as texts."""

    meeting: Meeting
    meeting_hash: str
    box: Box
    election: Election = field(repr=False)
    credentials: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Texts:
    election: bytes = field(repr=False)
    trustees: bytes = field(repr=False)
    credentials: bytes = field(repr=False)


def setup_in_folder(folder: Folder, setup_hash: str) -> BoxSetup:
    """Return the box of this name; raises Problem "opened-foreign" or "setup-differs"."""
    for box in folder.meeting.boxes():
        data = folder.files(box).record
        if data is None:
            continue
        record = read_record(data)
        if record.setup_hash == setup_hash:
            texts = _Texts(record.election_bytes, record.trustees_bytes, record.credentials_bytes)
            return _checked(folder.meeting, folder.meeting_hash, box, texts, setup_hash)
    raise _foreign(str(folder.path))


def setup_on_board(client: httpx.Client, setup_hash: str) -> BoxSetup:
    """Ask a board for the box of this name. It learns which box, and nothing of the ballot.

    Raises Problem "opened-foreign", "setup-differs", and as `get_bounded`.
    """
    definition = get_bounded(client, MEETING, MOST_BYTES)
    meeting = parse_published(definition, where=MEETING)
    listed = loads(get_bounded(client, "/api/boxes", LARGEST_SETUP), limit=LARGEST_SETUP)
    boxes = listed.get("boxes") if isinstance(listed, dict) else None
    named = {
        each.get("setup"): each.get("id")
        for each in (boxes if isinstance(boxes, list) else [])
        if isinstance(each, dict)
    }
    box = next((each for each in meeting.boxes() if each.id == named.get(setup_hash)), None)
    if box is None:
        raise _foreign(str(client.base_url))
    path = f"/api/boxes/{box.id}/setup"
    answer = get_bounded(client, path, LARGEST_SETUP)
    names = ("election", "trustees", "credentials")
    found = fields(loads(answer, limit=LARGEST_SETUP, where=path), names, where=path)
    texts = _Texts(*(text(found[name], f"{path} {name}").encode() for name in names))
    return _checked(meeting, meeting_hash(definition), box, texts, setup_hash)


def _checked(
    meeting: Meeting, hash_of_meeting: str, box: Box, texts: _Texts, setup_hash: str
) -> BoxSetup:
    started = RecordBuilder.start(0, texts.election, texts.trustees, texts.credentials)
    election = Election.parse(texts.election, where=f"{box.id} election")
    prescribed = election_for(meeting, hash_of_meeting, box, election.uuid, election.public_key)
    if started.entries[0].event.hash != setup_hash or election != prescribed:
        raise Problem(
            "setup-differs",
            "The ballot box does not match the published meeting. Keep the code and call the "
            "chief teller.",
            where=box.id,
        )
    group = election.group
    public = parse_credentials(group, texts.credentials, where=f"{box.id} credentials")
    known = frozenset(group.encode(each.key) for each in public)
    return BoxSetup(meeting, hash_of_meeting, box, election, known)


def _foreign(where: str) -> Problem:
    return Problem(
        "opened-foreign", "The opened ballot belongs to no ballot box of this meeting.", where=where
    )

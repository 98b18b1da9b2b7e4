"""Putting a prepared meeting on the board: the definition, and event 0 of every box."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import select

from ballot_server.board.board import Board
from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.folder_named import demand_folder
from ballot_server.problems.commands import (
    LoadedEarlierRules,
    LoadedForeign,
    MeetingLoadedAlready,
    MeetingOfOtherServer,
)
from ballot_server.problems.refusals import BoxUnknown
from ballot_server.store import chain
from ballot_server.store.models import BoxRow, MeetingRow, State
from crypto.board.server_key import short_form
from crypto.record.record_builder import RecordBuilder
from meeting.command_line.wrong_folder import PREPARED, refuse_other_folder, slips_not_made_yet
from meeting.published.box_setup import SetupTexts
from meeting.published.definition_file import definition_hash, parse_published
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.registrar.prepared_folder import load_prepared

DAY = 86400


def load_folder(
    board: Board,
    prepared: Path,
    again: Callable[[Path], str] = str,
    *,
    expected: GivenFingerprint | None = None,
    earlier_rules: bool = False,
) -> None:
    """Load the folder that the registrar prepared. Raises as `load`, Problem or Refused.

    `again` gives the command that loads another folder, for whoever named a wrong one. Raises
    LoadedForeign for a meeting that has not the `expected` fingerprint, LoadedEarlierRules for one
    of schema 1 unless it is known to be of an earlier release (`earlier_rules`).
    """
    if not slips_not_made_yet(prepared):
        demand_folder(prepared, again(Path("opening") / PREPARED))
    refuse_other_folder(prepared, again)
    found = load_prepared(prepared)
    if expected is not None and not expected.fits(found.meeting_fingerprint):
        raise LoadedForeign(
            found=short_form(bytes.fromhex(found.meeting_fingerprint)),
            given=expected.short,
            difference=expected.difference(found.meeting_fingerprint),
        )
    if not (found.meeting.rules_of_2 or earlier_rules):
        raise LoadedEarlierRules(found=found.meeting.schema)
    load(board, found.meeting_bytes, {each.box.id: each.texts for each in found.boxes})


def load(board: Board, definition: bytes, setups: Mapping[str, SetupTexts]) -> None:
    """Load a published meeting with the Setup texts of its boxes, by box id; all or nothing.

    The texts were checked against the meeting by `meeting.registrar.prepared_folder`. Raises
    MeetingLoadedAlready, MeetingOfOtherServer, BoxUnknown or Problem.
    """
    meeting = parse_published(definition)
    own = board.key.public.text
    if meeting.server_key != own:
        raise MeetingOfOtherServer(found=meeting.server_key, expected=own)
    ids = [box.id for box in meeting.boxes()]
    if set(ids) != set(setups):
        raise BoxUnknown
    today = int(time.time()) // DAY * DAY
    with board.store.writing() as session:
        if session.scalars(select(MeetingRow)).first() is not None:
            raise MeetingLoadedAlready
        session.add(MeetingRow(hash=definition_hash(definition), definition=definition))
        for place, box_id in enumerate(ids):
            texts = setups[box_id]
            started = RecordBuilder.start(today, texts.election, texts.trustees, texts.credentials)
            setup = started.entries[0].event.hash
            session.add(
                BoxRow(id=box_id, place=place, state=State.PREPARED, setup=setup, timestamp=today)
            )
            session.flush()
            chain.store(session, box_id, started.entries)
    for box_id in ids:
        signed_checkpoint(board, box_id)

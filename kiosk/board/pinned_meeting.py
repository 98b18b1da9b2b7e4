"""The meeting on the server and the Setups of its boxes: checked once, and then pinned.

The Setup hashes of the boxes must give the meeting fingerprint that stands on the slips; a Setup
names the hash of meeting.json, and meeting.json the server's key. What was checked once is never
another one later.
"""

from __future__ import annotations

from kiosk.board.http import BoardConnection
from kiosk.messages.trouble import Trouble
from meeting.board_interface import paths
from meeting.board_interface.answers import BoxStage, BoxState, parse_boxes, parse_setup
from meeting.board_interface.refusals import RefusalCode
from meeting.definition.meeting import Meeting
from meeting.limits import LARGEST_SETUP
from meeting.problem import Problem
from meeting.published.definition_file import MOST_BYTES, definition_hash, parse_published
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.published.setup_check import BoxSetup, SetupDiffers, check_setup
from meeting.published.setups import meeting_fingerprint


class PinnedMeeting:
    """One meeting on one server. All methods raise Trouble.

    `definition_hash`: that of its meeting.json, empty until it is known. `last_voters` and
    `closed`: ids of the boxes that let no new slip in, and of those that take
    no more ballots, when last asked; `looked` says whether anybody has asked yet.
    """

    def __init__(self, fingerprint: GivenFingerprint, connection: BoardConnection) -> None:
        self.meeting_fingerprint = fingerprint
        self.definition_hash = ""
        self.known_meeting: Meeting | None = None
        self.last_voters: frozenset[str] = frozenset()
        self.closed: frozenset[str] = frozenset()
        self.looked = False
        self._connection = connection
        self._setups: dict[str, BoxSetup] = {}

    def meeting(self) -> Meeting:
        """The meeting, fetched once, with the Setup of its first box, which names it.

        Raises Trouble("meeting-differs") for another one, "setup-differs" when the boxes are those
        of the slips and meeting.json is not, "meeting-not-loaded" while there is none.
        """
        if self.known_meeting is None:
            reply = self._connection.get(paths.MEETING, limit=MOST_BYTES)
            if not reply.good:
                if reply.refusal().code is RefusalCode.MEETING_NOT_LOADED:
                    raise Trouble("meeting-not-loaded", where=reply.where)
                raise Trouble("board-garbled", where=f"{reply.where} {reply.status}")
            try:
                meeting = parse_published(reply.body)
            except Problem as problem:
                raise Trouble("meeting-differs", where=problem.where) from problem
            first = meeting.boxes()[0]
            state = next(each for each in self._states_of(meeting) if each.id == first.id)
            found = definition_hash(reply.body)
            self._setups[first.id] = self._checked_setup(meeting, found, state)
            self.definition_hash = found
            self.known_meeting = meeting
        return self.known_meeting

    def box_states(self) -> tuple[BoxState, ...]:
        """The boxes of the meeting as they are now.

        Raises Trouble("meeting-differs") unless their names give the fingerprint of the slips.
        """
        states = self._states_of(self.meeting())
        self.last_voters = frozenset(each.id for each in states if each.last_voters)
        self.closed = frozenset(each.id for each in states if each.state is BoxStage.CLOSED)
        self.looked = True
        return states

    def setup(self, state: BoxState) -> BoxSetup:
        """A box's setup, checked against the meeting once and never another one later."""
        pinned = self._setups.get(state.id)
        if pinned is None:
            pinned = self._checked_setup(self.meeting(), self.definition_hash, state)
            self._setups[state.id] = pinned
        if pinned.name != state.name:
            raise Trouble("setup-differs", where=f"{state.id} setup")
        return pinned

    def _states_of(self, meeting: Meeting) -> tuple[BoxState, ...]:
        states = self._connection.get(paths.BOXES).read(parse_boxes)
        known = [box.id for box in meeting.boxes()]
        names = {each.id: each.name for each in states}
        if names.keys() != set(known) or len(states) != len(known):
            raise Trouble("setup-differs", where=paths.BOXES)
        found = meeting_fingerprint({box: names[box] for box in known})
        if not self.meeting_fingerprint.fits(found):
            raise Trouble("meeting-differs", where=found)
        return states

    def _checked_setup(self, meeting: Meeting, definition: str, state: BoxState) -> BoxSetup:
        reply = self._connection.get(paths.setup(state.id), limit=LARGEST_SETUP)
        sent, box = reply.read(parse_setup), meeting.box(state.id)
        try:
            return check_setup(meeting, definition, box, sent, name=state.name)
        except SetupDiffers as differs:
            raise Trouble("setup-differs", where=f"{box.id} {differs.where}") from differs

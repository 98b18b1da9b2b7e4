"""What never changes once it was loaded, parsed once: the meeting and what judges its ballots.

A server reads it when it starts; the workers that it forks have it from then on.
"""

from __future__ import annotations

import threading

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballot_server.box.electorate import Electorate, read_electorate
from ballot_server.box.freshness import UsedAlphas
from ballot_server.problems.refusals import MeetingNotLoaded
from ballot_server.store import chain
from ballot_server.store.models import MeetingRow
from meeting.definition.meeting import Meeting
from meeting.published.definition_file import parse_published


class ByHeart:
    """What is read at its first use, by whichever thread."""

    def __init__(self) -> None:
        self._meeting: tuple[Meeting, MeetingRow] | None = None
        self._electorates: dict[str, Electorate] = {}
        self._reading = threading.Lock()
        self.used_alphas = UsedAlphas()
        """What is true of them grows; whoever looks at them reads first what came since."""

    def read_all(self, session: Session) -> None:
        """Read everything there is, and be ready for the first ballot."""
        for box in chain.all_boxes(session):
            self.electorate(session, box.id).election.group.get_ready()

    def knows(self, box_id: str) -> Electorate | None:
        """What judges the ballots of a box, None if that was not read yet."""
        return self._electorates.get(box_id)

    def electorate(self, session: Session, box_id: str) -> Electorate:
        """What judges the ballots of a box; raises BoxUnknown."""
        found = self._electorates.get(box_id)
        if found is None:
            box = chain.find_box(session, box_id)
            with self._reading:
                found = self._electorates.get(box_id) or read_electorate(session, box)
                self._electorates[box_id] = found
        return found

    def seal_batch(self, session: Session) -> int:
        """How many ballots are sealed together while voting goes on; 0 where none are."""
        return self.meeting(session)[0].seal_batch

    def meeting(self, session: Session) -> tuple[Meeting, MeetingRow]:
        """The published meeting, and its row; raises MeetingNotLoaded."""
        if self._meeting is None:
            row = session.scalars(select(MeetingRow)).one_or_none()
            if row is None:
                raise MeetingNotLoaded
            session.expunge(row)
            self._meeting = (parse_published(row.definition), row)
        return self._meeting

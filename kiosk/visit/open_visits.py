"""Telling the server that somebody is in this booth, so that nobody closes the box over them.

What is told is the box and a random number, made for this visit alone: nothing of the slip, of the
choices or of the ballot, and no ballot says anything of it. It is told when a slip is let in, again
every `EVERY` seconds, and once the voter has left. If it cannot be told, voting goes on.

Of a voter who left with nothing settled, and may go on here with the same slip, the server is told
as long as that is so, under another number made for that: whoever closes then knows of them.

Only the beginning can be refused, when no new slip is let in any more. A slip that was here before,
and left with nothing settled, goes on (`Booth.goes_on`): that is told as going on, which is not
refused. When the server answers that the box is closed, whoever has not cast yet is told so, at
the latest before the ballot is made.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable

from kiosk.board.client import BoardClient
from kiosk.messages.mistake import LOG, log_mistake
from kiosk.messages.trouble import Trouble
from kiosk.visit.booth import Booth
from kiosk.visit.voter import Voter, Waypoint
from meeting.board_interface.questions import VISIT_NUMBER_BYTES, VisitStep
from meeting.board_interface.refusals import RefusalCode

EVERY = 10.0
"""Seconds; the server counts a visit as not heard of after a minute or more."""
MOST_ENDED = 8
"""Ends of visits that could not be told yet, and are told again."""
BEFORE_CASTING = {
    Waypoint.NOTICE,
    Waypoint.PAPER,
    Waypoint.REVIEW,
    Waypoint.FINGERPRINT,
    Waypoint.CHECK,
}

Visit = tuple[str, str]
"""The id of the box and the number of the visit."""


class VisitReporter:
    """What the server is told of the visits in one booth. `clock` counts seconds."""

    def __init__(self, booth: Booth, board: BoardClient, clock: Callable[[], float]) -> None:
        self._booth = booth
        self._board = board
        self._clock = clock
        self._current: Visit | None = None
        self._left: list[Visit] = []
        self._told: list[Visit] = []
        self._begun: list[Visit] = []
        self._again = clock()

    def begin(self, box_id: str, credential: str) -> str:
        """Let this slip of this box in and return the number of its visit.

        Raises Trouble("last-voters") when no new slip is let in.
        """
        goes_on = self._booth.goes_on(credential)
        if box_id in self._board.last_voters and not goes_on:
            raise Trouble("last-voters", where=box_id)
        visit = secrets.token_hex(VISIT_NUMBER_BYTES)
        if self._tell((box_id, visit), VisitStep.BEGIN) == RefusalCode.LAST_VOTERS:
            if not goes_on:
                raise Trouble("last-voters", where=box_id)
            self._tell((box_id, visit), VisitStep.HERE)
        self._begun.append((box_id, visit))
        return visit

    def tell(self) -> None:
        """Tell what has changed, or is to be said again. It asks the network: hold no lock."""
        with self._booth.turn:
            voter = self._booth.voter
            now = (voter.setup.box.id, voter.visit) if voter is not None and voter.visit else None
            left = [(each.box_id, each.number) for each in self._booth.who_left()]
        same = (now, left) == (self._current, self._left) and not self._begun
        if same and self._clock() < self._again:
            return
        self._current, self._left, self._again = now, left, self._clock() + EVERY
        self._go_on()
        self._tell_who_left(left)
        ended = [visit for visit in self._told if visit != now and visit not in left]
        waiting = [v for v in ended[-MOST_ENDED:] if self._tell(v, VisitStep.END) is None]
        begun, self._begun = self._begun, []  # of one that was over before this, the end is next
        self._told = waiting + left + [each for each in begun if each != now]
        self.look_at_boxes()
        self._look_for_ballots()
        if now is None:
            return
        self._told.append(now)
        if self._tell(now, VisitStep.HERE) == RefusalCode.BOX_CLOSED:
            self._too_late(now)

    def _go_on(self) -> None:
        """Say that this kiosk is here: whatever forbids it to ask is then on its first screen."""
        try:
            self._board.questions.go_on()
        except Trouble:
            return

    def _tell_who_left(self, left: list[Visit]) -> None:
        """Tell of those who may come back, before their visits end: nobody is missed between."""
        for visit in left:
            if self._tell(visit, VisitStep.LEFT) is None:
                return

    def end_if_closed(self, voter: Voter) -> None:
        """Ask once more, before a ballot is made for nothing; the visit ends if it is too late."""
        now = (voter.setup.box.id, voter.visit)
        if self._tell(now, VisitStep.HERE) == RefusalCode.BOX_CLOSED:
            self._too_late(now)

    def _tell(self, visit: Visit, step: VisitStep) -> str | None:
        """What the server answered, None if it was not reached."""
        try:
            return self._board.tell_visit(*visit, step)
        except Trouble:
            return None

    def look_at_boxes(self) -> None:
        """Learn for the screens which boxes let new slips in, and which are closed."""
        try:
            self._board.box_states()
        except Trouble:
            return

    def _look_for_ballots(self) -> None:
        """Find the ballots of closed boxes in the record; what could not be is tried again."""
        try:
            self._board.look_for_ballots()
        except Trouble as trouble:
            if trouble.row.logged:
                LOG.error("%s %s", trouble.row.logged, trouble.where)

    def _too_late(self, visit: Visit) -> None:
        """End a visit whose box was closed before anything was cast."""
        with self._booth.turn:
            voter = self._booth.voter
            if voter is None or voter.visit != visit[1] or voter.place not in BEFORE_CASTING:
                return
            voter.forget_choices()
            voter.trouble = Trouble("too-late", where=visit[0])
            voter.place = Waypoint.ENDED
            self._booth.act()


def keep_telling(visits: VisitReporter, stop: threading.Event, every: float = 1.0) -> None:
    """Tell again and again until `stop` is set; run this in a thread, which nothing ends."""
    while not stop.wait(every):
        try:
            visits.tell()
        except Exception as mistake:  # noqa: BLE001 - a mistake now must not silence what follows
            log_mistake(mistake)

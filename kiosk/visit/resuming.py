"""The way back into a visit whose browser died: the same slip, scanned again at the same kiosk.

Whoever holds the slip could vote with it anyway, but may have found it on the floor: so nothing
that was filled in is ever shown to them. A visit that still has choices, or an opened ballot, is
dropped, and the slip starts from the beginning, as at any kiosk. A visit that has none any more
(its ballot is on its way, confirmed or refused) goes on: dropping it could lose a ballot or its
evidence. A locked screen stays locked.
"""

from __future__ import annotations

from kiosk.messages.trouble import Trouble
from kiosk.visit.flow import Flow
from kiosk.visit.slip import read_slip
from kiosk.visit.voter import Waypoint

WITHOUT_CHOICES = {Waypoint.SENDING, Waypoint.RECEIPT, Waypoint.ENDED}


def resume(flow: Flow, code: str, session: str) -> None:
    """Let the holder of the visit's own slip on, in the browser with this `session`.

    Raises Trouble("kiosk-in-use") for any other slip, and then changes nothing; "slip-form" and
    "slip-foreign" for what is no slip of this meeting; after the visit was dropped also whatever
    `Flow.start` raises.
    """
    booth = flow.booth
    credential = read_slip(code, flow.board).credential
    voter = booth.voter
    if voter is not None:
        if voter.holder is None or not voter.holder.holds(credential):
            raise Trouble("kiosk-in-use")
        if voter.place in WITHOUT_CHOICES:
            voter.session = session
            booth.act()
            return
        booth.clear()
    flow.start(code, session)

"""A check that was asked for and not delivered: it counts as failed until the staff have looked.

A kiosk that encrypts something else than was chosen has one way out when a voter asks to see: to
say that just now it does not work. So nothing else goes on at the screen. The voter may ask the
server for its word again, for the network may be gone; the ballot is never cast; and whatever
became of the visit, or of the browser, only the staff's code frees the screen. All of it is in
memory only.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.messages.trouble import Trouble


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """The fingerprint of the ballot that was to be opened, and why it was not.

    It names a ballot that nobody will ever cast, and nothing of who asked.
    """

    fingerprint: str
    trouble: Trouble

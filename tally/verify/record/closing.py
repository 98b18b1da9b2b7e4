"""The closed box in one hash: what the hall display and the board show when it is closed.

The tellers' shuffles, shares and the result come after it, so a finished record ends in another
hash. People who noted the first must find it again beside the second.
"""

from __future__ import annotations

from crypto.record.event import EventType
from crypto.record.record import Record
from meeting.definition.meeting import Box
from tally.problem import Problem


def closing_head(record: Record) -> str | None:
    """The hash of the EncryptedTally event: the board fingerprint of the closed box."""
    kind = EventType.ENCRYPTED_TALLY
    return next((each.hash for each in record.events if each.event.type is kind), None)


def not_closed(box: Box) -> Problem:
    """What to say where a closed box is needed and this one is not."""
    return Problem(
        "box-open",
        "Box {box} is still open for voting (not closed). What of a round is opened alone and what "
        "as one follows from all its boxes together: until every one of them has been closed and "
        "fetched, no box of round {round} can be shuffled, opened or counted.",
        where=box.id,
        box=box.id,
        round=box.round.id,
    )

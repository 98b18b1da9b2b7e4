"""Lines on which a voter writes a name: 另推他人.

The line is kept as it was typed. On the ballot stands its one form (`crypto.election.write_in`):
Unicode NFC, single spaces, none at the ends; the review shows that form. What was typed is a choice
like any other: it stands in no exception, log or address.
"""

from __future__ import annotations

import unicodedata

from crypto.election.write_in import write_in_vector
from crypto.errors import ParseError
from kiosk.answers.answer_state import Answer, AnswerState, Fault
from kiosk.messages.trouble import Trouble
from meeting.limits import LONGEST_LINE
from meeting.names import lookalikes

MOST_TYPED = LONGEST_LINE
"""UTF-16 units, as browsers count the length of a field: what the field takes at most."""
_UNIT_BYTES = 2
_FAULTS = {"write-in-too-long": AnswerState.TOO_LONG, "write-in-character": AnswerState.UNSEEN}


def read(values: list[str], before: Answer) -> Answer:
    """The line in `values`; raises Trouble("form-unknown") for what no field sends."""
    if not values:
        return before
    if len(values) > 1 or "\n" in values[0] or "\r" in values[0]:
        raise Trouble("form-unknown", where="line")
    if len(values[0].encode("utf-16-le", "surrogatepass")) > MOST_TYPED * _UNIT_BYTES:
        raise Trouble("form-unknown", where="line")
    return (values[0],)


def text_of(answer: Answer) -> str:
    """The text in the form in which it stands on the ballot; "" when nothing is written."""
    return unicodedata.normalize("NFC", " ".join("".join(answer).split()))


def faults(answer: Answer) -> tuple[Fault, ...]:
    """What keeps the line from being written on the ballot, if anything does."""
    typed = "".join("".join(answer).split())
    found = lookalikes(typed)
    if found:  # said first: Unicode's one form would put some of them right unasked
        places = tuple(typed.index(each) + 1 for each in found)
        return (Fault(AnswerState.LOOKALIKE, places=places, characters=found),)
    try:
        write_in_vector("".join(answer))
    except ParseError as error:
        return (Fault(_FAULTS[error.code]),)
    return ()


def vector(answer: Answer) -> tuple[int, ...]:
    """The vector of the line; raises ParseError where `faults` finds something."""
    return write_in_vector("".join(answer))

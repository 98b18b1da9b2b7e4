"""Lines on which a voter writes a name: 另推他人.

The line is kept as it was typed. On the ballot stands its one form (`crypto.write_in`): Unicode
NFC, single spaces, none at the ends; the review shows that form. What was typed is a choice like
any other: it stands in no exception, log or address.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

from crypto.errors import ParseError
from crypto.write_in import LONGEST, write_in_vector
from kiosk.messages import Trouble
from kiosk.standing import Answer, Answers, Fault, Standing
from meeting.paper import WRITE_IN, Option, Paper, PaperItem

HAN_BYTES = 3
"""Bytes of UTF-8 in an ordinary Chinese character."""
MOST_HAN = LONGEST // HAN_BYTES
MOST_TYPED = 100
"""UTF-16 units, as browsers count the length of a field: what the field takes at most."""
_UNIT_BYTES = 2
_FAULTS = {"write-in-too-long": Standing.TOO_LONG, "write-in-character": Standing.UNSEEN}


def read(values: list[str], before: Answer) -> Answer:
    """Return the line in ``values``; raises Trouble("form-unknown") for what no field sends."""
    if not values:
        return before
    if len(values) > 1 or "\n" in values[0] or "\r" in values[0]:
        raise Trouble("form-unknown", where="line")
    if len(values[0].encode("utf-16-le", "surrogatepass")) > MOST_TYPED * _UNIT_BYTES:
        raise Trouble("form-unknown", where="line")
    return (values[0],)


def text_of(answer: Answer) -> str:
    """Return the text in the form in which it stands on the ballot; "" when nothing is written."""
    return unicodedata.normalize("NFC", " ".join("".join(answer).split()))


def faults(answer: Answer) -> tuple[Fault, ...]:
    """Return what keeps the line from being written on the ballot, if anything does."""
    try:
        write_in_vector("".join(answer))
    except ParseError as error:
        return (Fault(_FAULTS[error.code]),)
    return ()


def vector(answer: Answer) -> tuple[int, ...]:
    """Return the vector of the line; raises ParseError where :func:`faults` finds something."""
    return write_in_vector("".join(answer))


def _name(text: str) -> str:
    """Return a name as it is compared: 王芳 may be written 王 芳, Wang Fang wang fang."""
    return "".join(unicodedata.normalize("NFC", text).split()).casefold()


def listed(paper: Paper) -> tuple[Option, ...]:
    """Return the people who can be chosen, ranked or scored on the paper, each once."""
    found = {option.id: option for item in paper.items for option in item.options}
    return tuple(found.values())


def on_the_list(paper: Paper, answer: Answer) -> Option | None:
    """Return the person of the paper's own list whose name the line says, if it says one."""
    name = _name("".join(answer))
    named = (each for each in listed(paper) if name in {_name(each.label), _name(each.label_en)})
    return next(named, None) if name else None


def lines_of(items: Iterable[PaperItem]) -> tuple[PaperItem, ...]:
    """Return the items that are lines."""
    return tuple(item for item in items if item.form == WRITE_IN)


def named_twice(paper: Paper, answers: Answers) -> tuple[str, ...]:
    """Return the texts on the paper's lines that name somebody whom the ballot names already.

    That is on another line, or with a tick: the count would take it for two votes.
    """
    texts = [text_of(answers.get(item.id, ())) for item in lines_of(paper.items)]
    often = Counter(_name(text) for text in texts if text)
    for item in paper.named_items:
        for option in item.options:
            if option.id in answers.get(item.id, ()):
                often.update({_name(option.label), _name(option.label_en)})
    return tuple(dict.fromkeys(text for text in texts if often[_name(text)] > 1))


def names_on(paper: Paper, answers: Answers) -> int:
    """Return how many names are ticked or written on the paper, for its ``at_most``."""
    return sum(_names(item, answers.get(item.id, ())) for item in paper.named_items)


def _names(item: PaperItem, answer: Answer) -> int:
    if item.form == WRITE_IN:
        return int(bool(text_of(answer)))
    return len([option for option in item.options if option.id in answer])

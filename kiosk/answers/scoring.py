"""Scores: everybody is given 0 to 100 with one decimal (评委评分).

An answer has one text per person, as it was typed. Full-width figures, which Chinese keyboards
write, are read like others; the review shows the number that was read.
"""

from __future__ import annotations

from collections.abc import Callable

from crypto.election.score import parse_score, score_vector
from crypto.errors import ParseError
from kiosk.answers.answer_state import Answer, AnswerState, Fault
from kiosk.messages.trouble import Trouble
from meeting.definition.paper import PaperItem
from meeting.limits import LONGEST_SCORE

MOST_TYPED = LONGEST_SCORE
"""Characters that a field takes at most."""
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．。", "0123456789..")


def read(item: PaperItem, values_of: Callable[[str], list[str]], before: Answer) -> Answer:
    """The answer after `values_of(id)` was sent for each person.

    A person without a value was not on the screen, and keeps the score. Raises
    Trouble("form-unknown").
    """
    texts = before or ("",) * len(item.options)
    found = []
    for option, stood in zip(item.options, texts, strict=True):
        values = values_of(option.id)
        if len(values) > 1 or any(len(each) > MOST_TYPED for each in values):
            raise Trouble("form-unknown", where="score")
        found.append(values[0] if values else stood)
    return tuple(found)


def tenths(text: str) -> int | None:
    """The score that was typed, in tenths, or None when it is no score."""
    try:
        return parse_score(text.strip().translate(_FULL_WIDTH))
    except ParseError:
        return None


def faults(item: PaperItem, answer: Answer) -> tuple[Fault, ...]:
    """Who has no score yet, and whose is none."""
    texts = answer or ("",) * len(item.options)
    missing, wrong = [], []
    for option, text in zip(item.options, texts, strict=True):
        if not text.strip():
            missing.append(option)
        elif tenths(text) is None:
            wrong.append(option)
    found = ((AnswerState.NO_SCORE, wrong), (AnswerState.MISSING, missing))
    return tuple(Fault(state, tuple(people)) for state, people in found if people)


def vector(answer: Answer) -> tuple[int, ...]:
    """The vector; raises ValueError where `faults` finds something."""
    scores = [score for score in map(tenths, answer) if score is not None]
    if not answer or len(scores) != len(answer):
        raise ValueError("scores are missing")
    return score_vector(scores)

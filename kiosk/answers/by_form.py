"""Answers of every form: how they stand, and how they are written on the ballot.

Answers that break the paper's rule are kept as they are and named on the screen; they cannot be
encrypted. What an answer consists of is said in `state_of`.
"""

from __future__ import annotations

from collections.abc import Sequence

from crypto.ballots.ballot import Choices
from kiosk.answers import choosing, ranking, scoring, writing_in
from kiosk.answers.answer_state import Answer, Answers, AnswerState, Fault
from meeting.definition.paper import RANKING, SCORES, WRITE_IN, PaperItem

__all__ = ["Answer", "AnswerState", "Answers", "Fault", "choices_of", "faults", "state_of"]


def faults(item: PaperItem, answer: Answer) -> tuple[Fault, ...]:
    """Every rule of `item` that `answer` breaks; empty when it can be cast."""
    if item.form == WRITE_IN:
        return writing_in.faults(answer)
    if item.form == RANKING:
        return ranking.faults(item, answer)
    if item.form == SCORES:
        return scoring.faults(item, answer)
    return choosing.faults(item, answer)


def state_of(item: PaperItem, answer: Answer) -> AnswerState:
    """How `answer` stands on `item`; where it breaks several rules, the first."""
    found = faults(item, answer)
    if found:
        return found[0].state
    if item.form == WRITE_IN:
        return AnswerState.COMPLETE if writing_in.text_of(answer) else AnswerState.EMPTY
    if item.form == RANKING:
        unanswered = ranking.is_unanswered(item, answer)
    else:
        unanswered = item.form != SCORES and choosing.is_unanswered(item, answer)
    return AnswerState.UNANSWERED if unanswered else AnswerState.COMPLETE


def choices_of(items: Sequence[PaperItem], answers: Answers) -> Choices:
    """The vectors of a ballot; raises ValueError when an answer cannot be cast.

    An unanswered item with 弃权 is cast as 弃权; an empty line and an empty ranking are written on
    the ballot as such.
    """
    return tuple(_vector(item, answers.get(item.id, ())) for item in items)


def _vector(item: PaperItem, answer: Answer) -> tuple[int, ...]:
    if faults(item, answer):
        raise ValueError("an answer that breaks the paper's rule cannot be encrypted")
    if item.form == WRITE_IN:
        return writing_in.vector(answer)
    if item.form == RANKING:
        return ranking.vector(item, answer)
    if item.form == SCORES:
        return scoring.vector(answer)
    return choosing.vector(item, answer)

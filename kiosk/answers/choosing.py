"""Items that are answered by choosing options: one of them, or several, or 弃权."""

from __future__ import annotations

from kiosk.answers.answer_state import Answer, AnswerState, Fault
from kiosk.messages.trouble import Trouble
from meeting.definition.paper import ABSTAIN, PaperItem


def wants_one(item: PaperItem) -> bool:
    """Whether exactly one answer is wanted (round marks), or several may be (ticks)."""
    return item.maximum == 1 and (item.minimum == 1 or item.abstain)


def read(item: PaperItem, values: list[str], before: Answer) -> Answer:
    """The answer that the ticked `values` make; raises Trouble("form-unknown").

    Ticks that are missing were taken away. A round mark can be changed but not taken away, so a
    form without it changes nothing.
    """
    possible = [option.id for option in item.options]
    if item.abstain:
        possible.append(ABSTAIN)
    if not set(values) <= set(possible) or len(set(values)) != len(values):
        raise Trouble("form-unknown", where="option")
    if wants_one(item):
        if len(values) > 1:
            raise Trouble("form-unknown", where="option")
        if not values:
            return before
    return tuple(option for option in possible if option in values)


def is_unanswered(item: PaperItem, answer: Answer) -> bool:
    """Whether nothing is chosen where nothing has to be."""
    return not answer and (item.abstain or item.minimum == 0)


def faults(item: PaperItem, answer: Answer) -> tuple[Fault, ...]:
    """The rule that the answer breaks, if it breaks one."""
    chosen = len([each for each in answer if each != ABSTAIN])
    if ABSTAIN in answer:
        return (Fault(AnswerState.CONTRADICTION),) if chosen else ()
    if chosen > item.maximum:
        return (Fault(AnswerState.TOO_MANY),)
    if chosen < item.minimum and not is_unanswered(item, answer):
        return (Fault(AnswerState.TOO_FEW),)
    return ()


def vector(item: PaperItem, answer: Answer) -> tuple[int, ...]:
    """The 0/1 vector; with 弃权 the first entry is the blank slot, set where none is."""
    marks = tuple(int(option.id in answer) for option in item.options)
    if not item.abstain:
        return marks
    return (int(not any(marks)), *marks)

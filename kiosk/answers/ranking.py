"""Rankings: who is put into the first place, the second, and so on (排序推荐).

An answer has one entry per place: the id of the person, or "" where it is empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from crypto.election.ranking import ranking_vector
from kiosk.answers.answer_state import Answer, AnswerState, Fault
from kiosk.messages.trouble import Trouble
from meeting.definition.paper import Option, PaperItem


def read(item: PaperItem, values_of: Callable[[int], list[str]], before: Answer) -> Answer:
    """The answer after `values_of(place)` was sent for each place, from 1.

    Each place is a column of round marks, among them one for "empty": a place without a mark was
    not on the screen, and stays as it was. Raises Trouble("form-unknown").
    """
    possible = {"", *(option.id for option in item.options)}
    places = before or ("",) * item.maximum
    found = []
    for place, stood in enumerate(places, start=1):
        values = values_of(place)
        if len(values) > 1 or not set(values) <= possible:
            raise Trouble("form-unknown", where="place")
        found.append(values[0] if values else stood)
    return tuple(found)


def is_unanswered(item: PaperItem, answer: Answer) -> bool:
    """Whether nobody is put anywhere, where nobody has to be."""
    return item.minimum == 0 and not any(answer)


def faults(item: PaperItem, answer: Answer) -> tuple[Fault, ...]:
    """Every rule that the answer breaks: a person twice, a gap, too few."""
    found = []
    often = Counter(answer)
    twice = tuple(option for option in item.options if often[option.id] > 1)
    if twice:
        found.append(Fault(AnswerState.TWICE, people=twice))
    filled = [place for place, person in enumerate(answer, start=1) if person]
    last = filled[-1] if filled else 0
    empty = tuple(place for place in range(1, last) if place not in filled)
    if empty:
        found.append(Fault(AnswerState.GAP, places=empty))
    if len(filled) < item.minimum:
        found.append(Fault(AnswerState.TOO_FEW))
    return tuple(found)


def order(item: PaperItem, answer: Answer) -> tuple[Option | None, ...]:
    """Who stands in each place; None where nobody does."""
    known = {option.id: option for option in item.options}
    return tuple(known.get(person) for person in answer)


def vector(item: PaperItem, answer: Answer) -> tuple[int, ...]:
    """The vector; people are numbered from 1 in the order of the item's options.

    Raises ParseError where `faults` finds something.
    """
    numbers = {option.id: number for number, option in enumerate(item.options, start=1)}
    chosen = [numbers.get(person, 0) for person in answer]
    while chosen and chosen[-1] == 0:
        chosen.pop()
    return ranking_vector(item.ranking, chosen)

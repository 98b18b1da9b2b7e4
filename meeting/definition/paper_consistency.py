"""Whether the papers of a meeting are possible: items, options, limits, rates.

Part of `consistency.check_meeting`.
"""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.limits_consistency import check_limits
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, Path, attempt, distinct, ids, one_of, texts, within
from meeting.definition.paper import (
    ABSTAIN,
    DENOMINATORS,
    KINDS,
    WRITE_IN,
    Paper,
    PaperItem,
    Rate,
)
from meeting.definition.post_consistency import check_post_of
from meeting.definition.single_answers_consistency import (
    check_at_most,
    check_form,
    check_single,
    check_single_group,
)
from meeting.definition.wording import check_id
from meeting.problem import Problem

MOST_OPTIONS = 255
MOST_ITEMS = 1000
MOST_SHOWN = 500
"""Characters of a name with what tells it apart: longer than a name, a post and a unit can be."""


def check_papers(meeting: Meeting) -> Iterator[Mistake]:
    """Yield everything that is wrong with the papers."""
    yield from within(("papers",), len(meeting.papers), 1, 20)
    yield from ids(("papers",), [paper.id for paper in meeting.papers])
    yield from check_single_group(meeting)
    used = {paper for each in meeting.rounds for paper in each.papers}
    before: set[str] = set()
    for index, paper in enumerate(meeting.papers):
        path: Path = ("papers", index)
        yield from _paper(path, paper, meeting, before)
        if paper.id not in used:
            yield (
                (*path, "id"),
                Problem("paper-unused", "No round shows the paper {id}.", id=paper.id),
            )


def _paper(path: Path, paper: Paper, meeting: Meeting, before: set[str]) -> Iterator[Mistake]:
    """Check one paper; `before` collects the item ids of all papers."""
    yield from one_of((*path, "kind"), paper.kind, KINDS)
    yield from texts(path, paper, "title title_en", limit=60)
    yield from texts(path, paper, "instructions? instructions_en", limit=2000, lines=True)
    yield from one_of((*path, "denominator"), paper.denominator, DENOMINATORS)
    yield from within((*path, "items"), len(paper.items), 1, MOST_ITEMS)
    for index, item in enumerate(paper.items):
        inner: Path = (*path, "items", index)
        yield from attempt((*inner, "id"), check_id, item.id)
        if item.id.casefold() in before:
            yield (
                (*inner, "id"),
                Problem(
                    "id-twice", "{value!r} is here twice; each must be different.", value=item.id
                ),
            )
        before.add(item.id.casefold())
        yield from check_form(inner, paper, item)
        people = paper.people_are_options
        yield from _item(inner, item, meeting, MOST_SHOWN if people else 40)
        if people:
            yield from _options_are_people(inner, item, meeting)
    yield from check_at_most(path, paper)
    yield from check_limits(path, paper)


def _item(path: Path, item: PaperItem, meeting: Meeting, longest: int) -> Iterator[Mistake]:
    yield from texts(path, item, "prompt prompt_en")
    if item.subject is not None and item.subject not in meeting.people:
        yield (
            (*path, "subject"),
            Problem("subject-unknown", "This person is not among the people of the meeting."),
        )
    yield from check_post_of(path, item.post, meeting)
    yield from _options(path, item, longest)
    if item.is_single:
        yield from check_single(path, item, meeting)
        return
    # Belenios: with a blank slot, a ballot that is not blank ticks at least one.
    yield from within((*path, "minimum"), item.minimum, 1 if item.abstain else 0, item.maximum)
    yield from within((*path, "maximum"), item.maximum, 1, len(item.options))
    yield from ids((*path, "rates"), [rate.id for rate in item.rates])
    known = [option.id for option in item.options]
    for index, rate in enumerate(item.rates):
        yield from _rate((*path, "rates", index), rate, known)


def _options(path: Path, item: PaperItem, longest: int) -> Iterator[Mistake]:
    inner: Path = (*path, "options")
    yield from within(inner, len(item.options), 0 if item.form == WRITE_IN else 1, MOST_OPTIONS)
    yield from ids(inner, [option.id for option in item.options])
    yield from distinct(inner, [option.label for option in item.options], "label", "label-twice")
    for index, option in enumerate(item.options):
        yield from texts((*inner, index), option, "label label_en", limit=longest)
        if option.id.casefold() == ABSTAIN:
            yield (
                (*inner, index, "id"),
                Problem(
                    "option-reserved",
                    "The id {id!r} is kept for 弃权 (abstain), which every item can offer by"
                    " abstain = true.",
                    id=option.id,
                ),
            )


def _options_are_people(path: Path, item: PaperItem, meeting: Meeting) -> Iterator[Mistake]:
    names = {person.id: (person.display_name, person.display_name_en) for person in meeting.people}
    for index, option in enumerate(item.options):
        if names.get(option.id) != (option.label, option.label_en):
            yield (
                (*path, "options", index),
                Problem(
                    "option-not-person",
                    "{label!r} is not a person of this meeting; this kind of paper offers"
                    " people only.",
                    label=option.label,
                ),
            )


def _rate(path: Path, rate: Rate, known: list[str]) -> Iterator[Mistake]:
    yield from texts(path, rate, "name name_en", limit=40)
    yield from one_of((*path, "denominator"), rate.denominator, DENOMINATORS)
    yield from within((*path, "options"), len(rate.options), 1, MOST_OPTIONS)
    for index, option in enumerate(rate.options):
        yield from one_of((*path, "options", index), option, known)
    yield from distinct((*path, "options"), rate.options, "", "option-twice")

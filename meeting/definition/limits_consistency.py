"""Whether the limits across a paper's questions can be broken at all, and can be kept.

Part of `consistency.check_meeting`, called by `paper_consistency`.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Sequence
from functools import singledispatch
from typing import Final

from meeting.definition.limit_numbers import check_numbers
from meeting.definition.limits_kept import (
    can_be_broken,
    counted_items,
    differing_items,
    fewest_ticks,
    most_ticks,
    scored_items,
)
from meeting.definition.mistakes import Mistake, Path, distinct, ids, texts, within
from meeting.definition.paper import CHOICE, SCORES, WRITE_IN, Paper, PaperItem
from meeting.definition.paper_limits import (
    Alone,
    AnyLimit,
    Between,
    Differ,
    Once,
    Replacing,
    Scored,
    Ticks,
)
from meeting.definition.score_limits import check_scored, check_together
from meeting.language import N_
from meeting.problem import Phrase, Problem, Several

MOST_LIMITS: Final = 200
_ITEM, _OPTION = N_("an item of this paper"), N_("an answer of these items")
_CALLED: Final = {
    frozenset({CHOICE}): N_("ticks"),
    frozenset({WRITE_IN}): N_("lines"),
    frozenset({CHOICE, WRITE_IN}): N_("ticks or lines"),
    frozenset({SCORES}): N_("scores"),
    frozenset({CHOICE, SCORES}): N_("ticks or scores"),
}


def check_limits(path: Path, paper: Paper) -> Iterator[Mistake]:
    """Yield what is wrong with the limits of a paper."""
    inner: Path = (*path, "limits")
    yield from within(inner, len(paper.limits), 0, MOST_LIMITS)
    yield from ids(inner, [limit.id for limit in paper.limits])
    wrong = []
    for index, limit in enumerate(paper.limits):
        named = list(_named((*inner, index), limit, paper))
        wrong += named or list(_own(limit, (*inner, index), paper))
    yield from wrong or check_together(inner, paper)


def _named(path: Path, limit: AnyLimit, paper: Paper) -> Iterator[Mistake]:
    """Check what a limit names: items of the paper, and answers of these items."""
    known = tuple(dict.fromkeys(name for item in paper.items for name in item.names))
    for field in ("items", "lines", "of"):
        names = getattr(limit, field, ())
        yield from distinct((*path, field), names, "", "item-twice")
        for index, name in enumerate(names):
            if name not in known:
                yield (*path, field, index), _unknown(name, known, _ITEM)
    items = paper.named(limit.items)
    if not items:  # their names are wrong already
        return
    options = tuple(dict.fromkeys(option.id for item in items for option in item.options))
    if isinstance(limit, Ticks):
        yield from distinct((*path, "options"), limit.options, "", "option-twice")
        for index, option in enumerate(limit.options):
            if option not in options:
                yield (*path, "options", index), _unknown(option, options, _OPTION)
    elif isinstance(limit, Replacing | Alone) and limit.option not in options:
        yield (*path, "option"), _unknown(limit.option, options, _OPTION)


def _unknown(name: str, known: Sequence[str], what: str) -> Problem:
    near = difflib.get_close_matches(name, known, 1)
    if near:
        return Problem(
            "limit-names",
            "{value!r} is not {what}. Did you mean {near!r}?",
            value=name,
            what=Phrase(what),
            near=near[0],
        )
    there = Several(known) if known else Phrase(N_("none"))
    return Problem(
        "limit-names",
        "{value!r} is not {what}. There are: {known}.",
        value=name,
        what=Phrase(what),
        known=there,
    )


@singledispatch
def _own(limit: object, path: Path, paper: Paper) -> Iterator[Mistake]:
    """What is particular to each kind of limit all of whose names are known."""
    raise TypeError(limit, path, paper)


@_own.register
def _(limit: Ticks, path: Path, paper: Paper) -> Iterator[Mistake]:
    yield from texts(path, limit, "name? name_en", limit=60)
    yield from _forms((*path, "items"), limit.items, paper, (CHOICE, WRITE_IN))
    there, fewest = most_ticks(limit, paper), fewest_ticks(limit, paper)
    yield from check_numbers(path, limit, there, fewest, len(counted_items(limit, paper)))


@_own.register
def _(limit: Once, path: Path, paper: Paper) -> Iterator[Mistake]:
    if not paper.people_are_options:
        yield (
            path,
            Problem(
                "limit-paper",
                "That nobody is chosen twice is for papers on which people are chosen, not for"
                " those that say something of each.",
            ),
        )
        return
    yield from _forms((*path, "items"), limit.items, paper, (CHOICE,))
    if not can_be_broken(limit, paper):
        yield (*path, "items"), _needless(N_("nobody stands in two of these items"))


@_own.register
def _(limit: Replacing, path: Path, paper: Paper) -> Iterator[Mistake]:
    yield from _forms((*path, "lines"), limit.lines, paper, (WRITE_IN,))
    yield from _forms((*path, "items"), limit.items, paper, (CHOICE,))
    for field in ("lines", "items"):
        if not getattr(limit, field):
            yield (
                (*path, field),
                Problem(
                    "limit-lines",
                    "Names are written in the place of somebody: name the lines on which, and the"
                    " items whose answer opens them.",
                ),
            )


@_own.register
def _(limit: Alone, path: Path, paper: Paper) -> Iterator[Mistake]:
    yield from _forms((*path, "items"), limit.items, paper, (CHOICE,))
    items = paper.named(limit.items)
    if all(item.maximum == 1 for item in items):
        yield (*path, "items"), _needless(N_("each of these items takes one answer only"))
    for item in items:
        if limit.option not in {option.id for option in item.options}:
            yield (
                (*path, "option"),
                Problem(
                    "limit-names",
                    "{value!r} is no answer of {item}; leave the item out of this limit.",
                    value=limit.option,
                    item=item.id,
                ),
            )


@_own.register
def _(limit: Between, path: Path, paper: Paper) -> Iterator[Mistake]:
    for field in ("items", "of"):
        yield from _forms((*path, field), getattr(limit, field), paper, (CHOICE,))
    overall, parts = paper.named(limit.items), paper.named(limit.of)
    if not limit.items or not limit.of or not {*limit.items}.isdisjoint(limit.of):
        yield (
            (*path, "of"),
            Problem(
                "limit-between",
                "Name the overall grade in items, and its dimensions in of, each in one of them.",
            ),
        )
        return
    grades = {tuple(option.id for option in item.options) for item in (*overall, *parts)}
    if len(grades) > 1 or any(item.maximum > 1 for item in (*overall, *parts)):
        yield (
            (*path, "of"),
            Problem(
                "limit-grades",
                "The overall grade and its dimensions must have the same answers in the same order,"
                " and take one each: otherwise nobody knows which is better.",
            ),
        )
    subjects = {item.subject for item in parts}
    lonely = [item.id for item in overall if item.subject not in subjects]
    if lonely:
        yield (
            (*path, "of"),
            Problem(
                "limit-between-whom",
                "{items} has no dimension of the same person.",
                items=Several(lonely),
            ),
        )


@_own.register
def _(limit: Scored, path: Path, paper: Paper) -> Iterator[Mistake]:
    yield from texts(path, limit, "name? name_en", limit=60)
    yield from _forms((*path, "items"), limit.items, paper, (SCORES,))
    if not limit.items and not scored_items(limit, paper):
        yield path, _wrong_form(paper.items[0], N_("scores"))
        return
    yield from check_scored(path, limit, paper)


@_own.register
def _(limit: Differ, path: Path, paper: Paper) -> Iterator[Mistake]:
    items = differing_items(limit, paper)
    graded = [item for item in items if item.form == CHOICE]
    if graded and paper.people_are_options:
        yield (
            path,
            Problem(
                "limit-paper",
                "That not all are the same is for scores, and for papers that say something of"
                " each; here people are chosen.",
            ),
        )
        return
    yield from _forms((*path, "items"), limit.items, paper, (CHOICE, SCORES))
    grades = {tuple(option.id for option in item.options) for item in graded}
    if len(grades) > 1 or any(item.maximum > 1 for item in graded):
        yield (
            (*path, "items"),
            Problem(
                "limit-grades",
                "Items whose grades may not be all the same must have the same answers in the same"
                " order, and take one each. Name those that do in items.",
            ),
        )
    if not can_be_broken(limit, paper):
        yield (*path, "items"), _needless(N_("there is one answer at most to compare"))


def _forms(
    path: Path, names: Collection[str], paper: Paper, forms: Collection[str]
) -> Iterator[Mistake]:
    """Check that the items of these names are answered in a way that the limit can look at."""
    wanted = _CALLED[frozenset(forms)]
    for index, name in enumerate(names):
        wrong = [item for item in paper.named((name,)) if item.form not in forms]
        if wrong:
            yield (*path, index), _wrong_form(wrong[0], wanted)


def _wrong_form(item: PaperItem, wanted: str) -> Problem:
    return Problem(
        "limit-form",
        "{item} is not answered by {wanted}, which this limit looks at.",
        item=item.id,
        wanted=Phrase(wanted),
    )


def _needless(why: str) -> Problem:
    return Problem(
        "limit-needless",
        "Nothing can break this limit: {why}. Leave it out.",
        why=Phrase(why),
    )

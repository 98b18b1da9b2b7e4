"""Whether the limits across a paper's questions can be broken at all, and can be kept.

Part of `consistency.check_meeting`, called by `paper_consistency`.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Sequence
from functools import singledispatch
from typing import Final

from meeting.definition.limits_kept import (
    can_be_broken,
    counted_items,
    fewest_ticks,
    most_ticks,
)
from meeting.definition.mistakes import Mistake, Path, distinct, ids, texts, within
from meeting.definition.paper import CHOICE, WRITE_IN, Paper, PaperItem
from meeting.definition.paper_limits import Alone, AnyLimit, Between, Once, Replacing, Ticks
from meeting.language import N_
from meeting.problem import Phrase, Problem, Several

MOST_LIMITS: Final = 200
_ITEM, _OPTION = N_("an item of this paper"), N_("an answer of these items")


def check_limits(path: Path, paper: Paper) -> Iterator[Mistake]:
    """Yield what is wrong with the limits of a paper."""
    inner: Path = (*path, "limits")
    yield from within(inner, len(paper.limits), 0, MOST_LIMITS)
    yield from ids(inner, [limit.id for limit in paper.limits])
    for index, limit in enumerate(paper.limits):
        named = list(_named((*inner, index), limit, paper))
        yield from named or _own(limit, (*inner, index), paper)


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
    counted = counted_items(limit, paper)
    if not limit.most and not limit.least:
        yield (
            path,
            Problem("limit-nothing", "This limits nothing: give it most, least, or both."),
        )
    if limit.most and limit.least > limit.most:
        yield (
            (*path, "least"),
            Problem(
                "limit-order",
                "At least {least} and at most {most}: nobody can keep to that. Exchange the"
                " numbers, or correct one.",
                least=limit.least,
                most=limit.most,
            ),
        )
        return
    there, fewest = most_ticks(limit, paper), fewest_ticks(limit, paper)
    if limit.least > there:
        yield (*path, "least"), _cannot_be_kept(limit.least, there, len(counted))
    if limit.most and fewest > limit.most:
        yield (
            (*path, "most"),
            Problem(
                "limit-impossible",
                "Nobody can keep to at most {most}: the items ask for {fewest} answers"
                " that count. Raise the number, or lower their minimum.",
                most=limit.most,
                fewest=fewest,
            ),
        )
    if limit.most and not can_be_broken(limit, paper):
        yield (
            (*path, "most"),
            Problem(
                "limit-needless",
                "Nothing can break this limit: the items themselves take {there} such answers at"
                " most, and it allows {most}. Lower the number, or leave the limit out.",
                there=there,
                most=limit.most,
            ),
        )


def _cannot_be_kept(least: int, there: int, items: int) -> Problem:
    return Problem(
        "limit-impossible",
        "Nobody can keep to at least {least}: the items ({items}) take {there} such answers at"
        " most. Lower the number.",
        least=least,
        there=there,
        items=items,
    )


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


def _forms(
    path: Path, names: Collection[str], paper: Paper, forms: Collection[str]
) -> Iterator[Mistake]:
    """Check that the items of these names are answered in a way that the limit can look at."""
    wanted = N_("ticks") if WRITE_IN not in forms else N_("lines")
    if len(forms) > 1:
        wanted = N_("ticks or lines")
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

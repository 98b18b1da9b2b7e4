"""Limits across questions of a preset, with numbers and posts filled in.

A limit that speaks of lines where the organiser wants none is left out. So is one that nothing can
break where there are so few people, or where the organiser chose so high a number. In a meeting's
own papers a number that stands there is kept, for the checks to name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from math import ceil, floor
from typing import Any

from meeting.definition.limits_kept import can_be_broken, counted_items, scored_items
from meeting.definition.paper import Paper
from meeting.definition.paper_limits import AnyLimit, Scored, Ticks
from meeting.definition.post import Post
from meeting.presets.preset import (
    EACH_POST,
    POST_LINES,
    SEATS,
    Amount,
    PresetLimit,
    PresetPaper,
)
from meeting.problem import Problem


def filled_limits(
    preset: PresetPaper,
    paper: Paper,
    settings: Mapping[str, int],
    posts: tuple[Post, ...],
    *,
    own: bool,
) -> tuple[AnyLimit, ...]:
    """The limits of a paper whose items are filled in; `own`: it stands in the meeting's file.

    Raises Problem("limit-nobody").
    """
    filling = _Limits(preset, paper, settings, posts, own)
    return tuple(limit for each in preset.limits for limit in filling.limits(each))


@dataclass(frozen=True, slots=True)
class _Limits:
    preset: PresetPaper
    paper: Paper
    settings: Mapping[str, int]
    posts: tuple[Post, ...]
    own: bool

    def limits(self, each: PresetLimit) -> Iterator[AnyLimit]:
        """Yield what becomes of one limit."""
        if not each.each_post:
            yield from self._filled(each, each.limit, self.posts)
            return
        about = {item.id for item in self.preset.items if item.about in (EACH_POST, POST_LINES)}
        for post in self.posts:
            limit = _of_post(each.limit, post, about)
            yield from self._filled(each, limit, (post,))

    def _filled(
        self, each: PresetLimit, limit: AnyLimit, posts: tuple[Post, ...]
    ) -> Iterator[AnyLimit]:
        there = {name for item in self.paper.items for name in item.names}
        known = {item.id for item in self.preset.items}
        known |= {f"{post.id}-{name}" for post in self.posts for name in tuple(known)}
        for field in ("items", "lines", "of"):
            names: tuple[str, ...] = getattr(limit, field, ())
            left = tuple(name for name in names if name in there or name not in known)
            if names and not left:
                return
            if left != names:
                filled: dict[str, Any] = {field: left}
                limit = replace(limit, **filled)
        if isinstance(limit, Ticks | Scored):
            limit = self._numbered(each, limit, posts)
        stated = self.own and isinstance(each.most, int)
        if stated or can_be_broken(limit, self.paper):
            yield limit

    def _numbered(
        self, each: PresetLimit, limit: Ticks | Scored, posts: tuple[Post, ...]
    ) -> Ticks | Scored:
        """The limit with its numbers: the least of a share is rounded up, the most down."""
        least = self._number(each.least, limit, posts)
        most = self._number(each.most, limit, posts)
        if each.most and most < 1:
            raise Problem(
                "limit-nobody",
                "The limit {limit} of the paper {paper} allows at most {share} of {people} people,"
                " rounded down: nobody. Take a larger share, or leave the limit out.",
                limit=limit.id,
                paper=self.paper.id,
                share=each.most if isinstance(each.most, Fraction) else most,
                people=self._people(limit),
            )
        return replace(limit, least=ceil(least), most=floor(most))

    def _number(
        self, amount: Amount, limit: Ticks | Scored, posts: tuple[Post, ...]
    ) -> int | Fraction:
        if amount == SEATS:
            return sum(post.seats for post in posts)
        if isinstance(amount, str):
            return self.settings[amount]
        return amount if isinstance(amount, int) else amount * self._people(limit)

    def _people(self, limit: Ticks | Scored) -> int:
        """How many people the limit's items are about, or offer."""
        if isinstance(limit, Scored):
            items = scored_items(limit, self.paper)
        else:
            items = counted_items(limit, self.paper)
        about = {item.subject.id for item in items if item.subject is not None}
        offered = {option.id for item in items for option in item.options}
        return len(offered if self.paper.people_are_options else about)


def _of_post(limit: AnyLimit, post: Post, about: set[str]) -> AnyLimit:
    """The limit for one post: the items that are asked for each post are those of this one."""
    found: dict[str, Any] = {"id": f"{post.id}-{limit.id}"}
    for each in fields(limit):
        value = getattr(limit, each.name)
        if isinstance(value, tuple):
            found[each.name] = tuple(
                f"{post.id}-{name}" if name in about else name for name in value
            )
    if isinstance(limit, Ticks):
        found["name"] = limit.name.replace("{post}", post.name)
        found["name_en"] = limit.name_en.replace("{post}", post.name_en or post.name)
    return replace(limit, **found)

"""Limits across the questions of a paper, each in one sentence: for booth, check and report."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from fractions import Fraction
from functools import singledispatch
from typing import Final

from crypto.election.score import score_text
from meeting.definition.paper import Paper
from meeting.definition.paper_limits import (
    FULL,
    Alone,
    AnyLimit,
    Between,
    Differ,
    Once,
    Replacing,
    Scored,
    Ticks,
)
from meeting.language import N_, gettext_for, listed, said
from meeting.problem import ROOM

_NUMBER: Final = re.compile(r"[ ,，]*[0-9]+$")
"""The number of a line at the end of its prompt."""


def limit_in_words(limit: AnyLimit, paper: Paper, language: str) -> str:
    """What the limit says, in one sentence without a full stop: its own name if it has one."""
    if isinstance(limit, Ticks | Scored) and limit.name:
        return said(limit, "name", language)
    return _told(limit, _Words(paper, language))


def scores_in_words(limit: Scored, language: str) -> str:
    """Which scores the limit counts: `above 90 points`."""
    if limit.strictly:
        sentences = (
            N_("above {above} points"),
            N_("below {below} points"),
            N_("above {above} and below {below} points"),
        )
    else:
        sentences = (
            N_("{above} points or more"),
            N_("{below} points or fewer"),
            N_("{above} to {below} points"),
        )
    which = 0 if limit.below == FULL else 2 if limit.above else 1
    return gettext_for(ROOM, language)(sentences[which]).format(
        above=_points(limit.above), below=_points(limit.below)
    )


def _points(score: Fraction) -> str:
    return score_text(int(10 * score)).removesuffix(".0")


class _Words:
    def __init__(self, paper: Paper, language: str) -> None:
        self._paper = paper
        self._language = language
        self.gettext = gettext_for(ROOM, language)

    def scores(self, limit: Scored) -> str:
        """Which scores the limit counts."""
        return scores_in_words(limit, self._language)

    def items(self, names: Collection[str]) -> str:
        """What these items ask, each prompt once; the whole paper where none is named."""
        if not names:
            return self.gettext("the whole paper")
        asked = [said(item, "prompt", self._language) for item in self._paper.named(names)]
        return self._quoted([_NUMBER.sub("", each) for each in asked])

    def options(self, names: Collection[str], options: Collection[str]) -> str:
        """The labels of these answers of the items."""
        labels = (
            said(option, "label", self._language)
            for item in self._paper.named(names)
            for option in item.options
            if option.id in options
        )
        return self._quoted(labels)

    def _quoted(self, texts: Iterable[str]) -> str:
        mark = "“{}”"
        return listed((mark.format(text) for text in dict.fromkeys(texts)), self._language)


@singledispatch
def _told(limit: object, words: _Words) -> str:
    raise TypeError(limit, words)


@_told.register
def _(limit: Ticks, words: _Words) -> str:
    if limit.options:
        sentences = (
            words.gettext("{options} at most {most} times in {items}"),
            words.gettext("{options} at least {least} times in {items}"),
            words.gettext("{options} {least} to {most} times in {items}"),
        )
    else:
        sentences = (
            words.gettext("at most {most} in {items} together"),
            words.gettext("at least {least} in {items} together"),
            words.gettext("{least} to {most} in {items} together"),
        )
    which = 0 if not limit.least else 2 if limit.most else 1
    return sentences[which].format(
        options=words.options(limit.items, limit.options),
        items=words.items(limit.items),
        least=limit.least,
        most=limit.most,
    )


@_told.register
def _(limit: Once, words: _Words) -> str:
    return words.gettext("nobody is chosen twice in {items}").format(items=words.items(limit.items))


@_told.register
def _(limit: Replacing, words: _Words) -> str:
    return words.gettext("as many names in {lines} as there are answers {option}").format(
        lines=words.items(limit.lines), option=words.options(limit.items, (limit.option,))
    )


@_told.register
def _(limit: Alone, words: _Words) -> str:
    return words.gettext("in {items}, {option} excludes all other answers").format(
        items=words.items(limit.items), option=words.options(limit.items, (limit.option,))
    )


@_told.register
def _(limit: Between, words: _Words) -> str:
    return words.gettext("{items} lies between the worst and the best of {parts}").format(
        items=words.items(limit.items), parts=words.items(limit.of)
    )


@_told.register
def _(limit: Scored, words: _Words) -> str:
    sentences = (
        words.gettext("{scores} for at most {most} people in {items}"),
        words.gettext("{scores} for at least {least} people in {items}"),
        words.gettext("{scores} for {least} to {most} people in {items}"),
    )
    which = 0 if not limit.least else 2 if limit.most else 1
    return sentences[which].format(
        scores=words.scores(limit),
        items=words.items(limit.items),
        least=limit.least,
        most=limit.most,
    )


@_told.register
def _(limit: Differ, words: _Words) -> str:
    return words.gettext("not all the same in {items}").format(items=words.items(limit.items))

"""A step in one sentence: a function for each kind is registered here."""

from __future__ import annotations

from functools import singledispatch

from meeting.rules_in_words.words import Words


@singledispatch
def told(step: object, words: Words) -> str:
    """What the step does, in one sentence."""
    raise TypeError(step, words)

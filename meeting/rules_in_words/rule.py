"""The rules of a meeting read aloud, from their own data alone."""

from __future__ import annotations

from meeting.definition.meeting import Meeting
from meeting.rules.kinds import AnyStep
from meeting.rules_in_words import acts, numbers, selections
from meeting.rules_in_words.told import told
from meeting.rules_in_words.words import Words

_REGISTERED = (numbers, selections, acts)
"""They register what each kind of step says."""


def rule_in_words(step: AnyStep, words: Words) -> str:
    """The step in one sentence, with its name before it."""
    colon = "：" if words.language == "zh" else ": "
    return f"{words.name(step.id)}{colon}{told(step, words)}"


def rules_in_words(meeting: Meeting, language: str) -> tuple[str, ...]:
    """All steps, in their order."""
    words = Words(meeting, language)
    return tuple(rule_in_words(step, words) for step in meeting.rules)

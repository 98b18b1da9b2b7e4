"""What is proved about each rule of a paper, and what the voting booth alone enforces.

A ballot proves its limits where answers are added up under encryption. What a single answer holds
is proved by nothing before it is opened: such rules are the kiosk's, and are looked at again when
the answers are opened. Result and verifier say which is which, rule by rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crypto.any_question import AnyQuestion
from crypto.lists_question import ListsQuestion
from crypto.question import Question


class Enforced(StrEnum):
    """How a rule is kept."""

    PROVED = "proved"
    KIOSK = "kiosk-enforced"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `limits` (how many of the options), `abstain` (or none at all), `one-list`, `vector`.

    `minimum` and `maximum` are numbers of ticks for `limits`, of integers for `vector`.
    """

    kind: str
    enforced: Enforced
    minimum: int = 0
    maximum: int = 0

    def to_json(self) -> dict[str, str | int]:
        """The rule for programs."""
        value: dict[str, str | int] = {"rule": self.kind, "enforced": str(self.enforced)}
        if self.maximum:
            value |= {"minimum": self.minimum, "maximum": self.maximum}
        return value


def choice_rules(minimum: int, maximum: int, *, abstain: bool) -> tuple[Rule, ...]:
    """The rules of choosing from `minimum` to `maximum` options, or none at all: both proved."""
    limits = Rule("limits", Enforced.PROVED, minimum, maximum)
    return (limits, Rule("abstain", Enforced.PROVED)) if abstain else (limits,)


def rules_of(question: AnyQuestion) -> tuple[Rule, ...]:
    """The rules of a question's answers."""
    if isinstance(question, Question):
        return choice_rules(question.minimum, question.maximum, abstain=bool(question.blank))
    if isinstance(question, ListsQuestion):
        return (Rule("one-list", Enforced.PROVED),)
    length = len(question.answers)
    return (Rule("vector", Enforced.KIOSK, length, length),)

"""What is said of a step of the rules, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the rules: what it does, and what it came to, a sentence for each person.

    `before` and `after` are of the step as a whole; `people` are by id, the team's by "team".
    `doubt` says for whom it could come out otherwise, if it could.
    """

    rule: str
    before: tuple[str, ...]
    people: Mapping[str, str]
    after: tuple[str, ...]
    doubt: str = ""

    @property
    def whole(self) -> tuple[str, ...]:
        """What is said of the step as a whole."""
        return (*self.before, *self.after, *([self.doubt] if self.doubt else []))

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything that it came to."""
        said = (*self.before, *self.people.values(), *self.after)
        return (*said, self.doubt) if self.doubt else said

"""A homomorphic question: choose between min and max of the answers (section 4.9.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from crypto.errors import ParseError
from crypto.json_values import JSON, array, boolean, fields, integer, item, join, text
from crypto.place import Where

MAX_ANSWERS = 1000
"""Answers that one question may offer."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answers, of which *minimum* to *maximum* may be chosen.

    With *blank* true a voter may vote blank instead. `None` and `False` mean
    the same but are written differently, and so are told apart.
    """

    question: str
    answers: tuple[str, ...]
    minimum: int
    maximum: int
    blank: bool | None = None

    def __post_init__(self) -> None:
        """Refuse a question that nobody could answer."""
        if not 1 <= len(self.answers) <= MAX_ANSWERS:
            raise ParseError(
                "question-answers",
                f"{len(self.answers)} answers found, expected 1 to {MAX_ANSWERS}",
                where="answers",
            )
        if not 0 <= self.minimum <= self.maximum <= len(self.answers):
            raise ParseError(
                "question-limits",
                f"min {self.minimum} and max {self.maximum} found, "
                f"expected 0 <= min <= max <= {len(self.answers)}",
                where="min",
            )

    @property
    def choices_length(self) -> int:
        """The number of ciphertexts in an answer: one per answer, one more with blank."""
        return len(self.answers) + bool(self.blank)

    @property
    def interval(self) -> range:
        """The numbers of answers that may be chosen."""
        return range(self.minimum, self.maximum + 1)

    @property
    def overall_length(self) -> int:
        """The number of parts of the overall proof."""
        return len(self.interval) + bool(self.blank)

    @classmethod
    def from_json(cls, value: JSON, where: Where = "") -> Self:
        """Read `{"answers", "blank"?, "min", "max", "question"}`.

        Raises `ParseError`; `question-unsupported` for questions of other
        types, which `crypto.election.question_kinds` reads.
        """
        if isinstance(value, dict) and "type" in value:
            raise ParseError(
                "question-unsupported", "a homomorphic question is expected here", where=where
            )
        found = fields(
            value,
            ("answers", "min", "max", "question"),
            ("blank",),
            where,
            order=("answers", "blank", "min", "max", "question"),
        )
        place = join(where, "answers")
        answers = array(found["answers"], place, least=1, most=MAX_ANSWERS)
        most = len(answers)
        blank = found.get("blank")
        try:
            return cls(
                question=text(found["question"], "question"),
                answers=tuple(text(a, item("answers", i)) for i, a in enumerate(answers)),
                minimum=integer(found["min"], "min", least=0, most=most),
                maximum=integer(found["max"], "max", least=0, most=most),
                blank=None if blank is None else boolean(blank, "blank"),
            )
        except ParseError as error:
            raise error.at(where) from None

    def to_json(self) -> dict[str, JSON]:
        """The question as it stands in an election."""
        value: dict[str, JSON] = {"answers": list(self.answers)}
        if self.blank is not None:
            value["blank"] = self.blank
        return value | {"min": self.minimum, "max": self.maximum, "question": self.question}

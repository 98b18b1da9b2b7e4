"""A question with lists of candidates (Belenios 3.x); we read and verify it, we never ask it.

Not in the specification; the format is that of the reference implementation's
sources. Each list of *lists* begins with the label of the list itself, then come
its candidates. A voter chooses exactly one list, and of it at least one candidate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from crypto.canonical import dumps, loads
from crypto.errors import ParseError
from crypto.json_values import JSON, array, fields, item, join, text
from crypto.place import Where

TYPE = "Lists"
MAX_LISTS = 100
MAX_LABELS = 1000
"""Labels that all lists of one question may have together."""


@dataclass(frozen=True, slots=True)
class ListsQuestion:
    """A question and its lists, each with its own label first."""

    question: str
    lists: tuple[tuple[str, ...], ...]
    extra: str | None = None

    def __post_init__(self) -> None:
        """Refuse a question that nobody could answer."""
        if not 1 <= len(self.lists) <= MAX_LISTS or not all(self.lists):
            raise ParseError(
                "question-answers",
                f"expected 1 to {MAX_LISTS} lists, none of them empty",
                where="answers",
            )
        # Each list alone may have as many, so this one is met in what others wrote.
        if self.choices_length > MAX_LABELS:
            raise ParseError(
                "array-length",
                f"{self.choices_length} labels found, expected at most {MAX_LABELS}",
                where="answers",
            )

    @property
    def lengths(self) -> tuple[int, ...]:
        """The number of ciphertexts of each list."""
        return tuple(len(labels) for labels in self.lists)

    @property
    def choices_length(self) -> int:
        """The number of ciphertexts in an answer: one per list and one per candidate."""
        return sum(self.lengths)

    @classmethod
    def from_json(cls, value: JSON, where: Where = "") -> Self:
        """Read `{"type":"Lists","value":{"answers":[[…],…],"question"},"extra"?}`."""
        found = fields(value, ("type", "value"), ("extra",), where)
        at_value = join(where, "value")
        inner = fields(found["value"], ("answers", "question"), where=at_value)
        place = join(at_value, "answers")
        lists = array(inner["answers"], place, least=1, most=MAX_LISTS)
        try:
            return cls(
                question=text(inner["question"], "question"),
                lists=tuple(_labels(labels, item("answers", i)) for i, labels in enumerate(lists)),
                extra=dumps(found["extra"]) if "extra" in found else None,
            )
        except ParseError as error:
            raise error.at(at_value) from None

    def to_json(self) -> dict[str, JSON]:
        """The question as it stands in an election."""
        value: dict[str, JSON] = {
            "type": TYPE,
            "value": {
                "answers": [list(labels) for labels in self.lists],
                "question": self.question,
            },
        }
        if self.extra is not None:
            value["extra"] = loads(self.extra, limit=len(self.extra.encode()))
        return value


def _labels(value: JSON, where: Where) -> tuple[str, ...]:
    labels = array(value, where, least=1, most=MAX_LABELS)
    return tuple(text(label, item(where, i)) for i, label in enumerate(labels))

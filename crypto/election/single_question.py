"""A question whose single answers are opened, after shuffling (section 4.9.2).

Belenios calls it non-homomorphic. Its answer is a vector of small integers, one
per label in *answers*; what they mean is for a layer above to say
(`crypto.election.write_in`, `crypto.election.ranking`, `crypto.election.score`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from crypto.canonical import dumps, loads
from crypto.errors import ParseError
from crypto.groups.embedding import check_vector
from crypto.groups.group import Group
from crypto.json_values import JSON, array, fields, item, join, text
from crypto.place import Where

TYPE = "NonHomomorphic"
MAX_ANSWERS = 255
"""Integers that any of our groups can encode."""


@dataclass(frozen=True, slots=True)
class SingleQuestion:
    """A question and the labels of the integers that answer it.

    *extra* is the JSON text of what foreign records say about counting; it is kept
    as it is and not used.
    """

    question: str
    answers: tuple[str, ...]
    extra: str | None = None

    def __post_init__(self) -> None:
        """Refuse a question that nobody could answer."""
        if not 1 <= len(self.answers) <= MAX_ANSWERS:
            raise ParseError(
                "question-answers",
                f"{len(self.answers)} answers found, expected 1 to {MAX_ANSWERS}",
                where="answers",
            )

    @property
    def choices_length(self) -> int:
        """The number of ciphertexts in an answer: the vector is encrypted as a whole."""
        return 1

    @classmethod
    def from_json(cls, value: JSON, where: Where = "") -> Self:
        """Read `{"type":"NonHomomorphic","value":{"answers","question"},"extra"?}`."""
        found = fields(value, ("type", "value"), ("extra",), where)
        at_value = join(where, "value")
        inner = fields(found["value"], ("answers", "question"), where=at_value)
        place = join(at_value, "answers")
        answers = array(inner["answers"], place, least=1, most=MAX_ANSWERS)
        return cls(
            question=text(inner["question"], join(at_value, "question")),
            answers=tuple(text(a, item(place, i)) for i, a in enumerate(answers)),
            extra=dumps(found["extra"]) if "extra" in found else None,
        )

    def to_json(self) -> dict[str, JSON]:
        """The question as it stands in an election."""
        value: dict[str, JSON] = {
            "type": TYPE,
            "value": {"answers": list(self.answers), "question": self.question},
        }
        if self.extra is not None:
            value["extra"] = loads(self.extra, limit=len(self.extra.encode()))
        return value

    def check_group(self, group: Group, where: Where = "") -> None:
        """Check that `group` can encode answers; raises `ParseError`."""
        check_vector(group, (0,) * len(self.answers), where)

    def check_homomorphic_choices(self, values: Sequence[int], where: Where = "") -> None:
        """Check that `values` are as many as the question asks for.

        Raises `ParseError` (`choices-length`), which never says what was chosen.
        """
        if len(values) != len(self.answers):
            raise ParseError("choices-length", f"expected {len(self.answers)} values", where=where)

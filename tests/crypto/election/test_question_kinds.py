"""Which kind of question a value is: told by its type, and refused if it is none."""

from __future__ import annotations

import pytest

from crypto.election.question_kinds import check_group, read_question
from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError
from crypto.groups.named import group_named
from crypto.json_values import JSON


@pytest.mark.parametrize("value", [1, "type", ["type"], True])
def test_what_is_no_object_is_no_question(value: JSON) -> None:
    with pytest.raises(ParseError) as caught:
        read_question(value, "questions[0]")
    assert (caught.value.code, caught.value.where) == ("json-type", "questions[0]")


@pytest.mark.parametrize("kind", ["Homomorphic", "", 1])
def test_a_question_of_another_kind_is_not_supported(kind: JSON) -> None:
    with pytest.raises(ParseError) as caught:
        read_question({"type": kind, "value": {}}, "questions[0]")
    assert (caught.value.code, caught.value.where) == ("question-unsupported", "questions[0]")


def test_single_answers_need_a_group_that_holds_them() -> None:
    question = SingleQuestion("打分", ("a", "b"))
    check_group(question, group_named("Ed25519"))
    with pytest.raises(ParseError, match="group-no-embedding"):
        check_group(question, group_named("BELENIOS-2048"))

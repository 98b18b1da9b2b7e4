"""The kinds of questions an election can ask (section 4.9)."""

from __future__ import annotations

from typing import TypeAlias

from crypto.election import lists_question, single_question
from crypto.election.lists_question import ListsQuestion
from crypto.election.question import Question
from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError
from crypto.groups.group import Group
from crypto.json_values import JSON
from crypto.place import Where

AnyQuestion: TypeAlias = Question | SingleQuestion | ListsQuestion
"""Homomorphic, single answers, or lists."""


def read_question(value: JSON, where: Where = "") -> AnyQuestion:
    """Read a question of any kind; raises `ParseError` (`question-unsupported` for others)."""
    if not isinstance(value, dict) or "type" not in value:
        return Question.from_json(value, where)
    if value["type"] == single_question.TYPE:
        return SingleQuestion.from_json(value, where)
    if value["type"] == lists_question.TYPE:
        return ListsQuestion.from_json(value, where)
    known = f"no type, {single_question.TYPE} or {lists_question.TYPE}"
    raise ParseError("question-unsupported", f"expected a question of {known}", where=where)


def check_group(question: AnyQuestion, group: Group, where: Where = "") -> None:
    """Check that `group` can hold answers to `question`; raises `ParseError`."""
    if isinstance(question, SingleQuestion):
        question.check_group(group, where)

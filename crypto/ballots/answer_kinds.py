"""Answers to questions of any kind: choosing, encrypting, reading, checking (section 4.11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from crypto.ballots.answer import (
    Answer,
    check_homomorphic_choices,
    encrypt_homomorphic_answer,
    homomorphic_answer_check,
)
from crypto.ballots.lists_answer import ListsAnswer, lists_answer_check
from crypto.ballots.single_answer import (
    SingleAnswer,
    check_single_choices,
    encrypt_single_answer,
    single_answer_check,
)
from crypto.election.lists_question import ListsQuestion
from crypto.election.question import Question
from crypto.election.question_kinds import AnyQuestion
from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError, ProofError
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness
from crypto.json_values import JSON
from crypto.place import Where
from crypto.proofs.checks import Check, refusal

AnyAnswer: TypeAlias = Answer | SingleAnswer | ListsAnswer
"""Each has `choices`, all its ciphertexts, and `to_json(group)`."""


def check_choices(
    group: Group, question: AnyQuestion, values: Sequence[int], where: Where = ""
) -> None:
    """Check that `values` answer `question`; raises `ParseError` (`choices-…`).

    We make no ballots for questions with lists: `question-unsupported`.
    """
    if isinstance(question, Question):
        check_homomorphic_choices(question, values, where)
    elif isinstance(question, SingleQuestion):
        check_single_choices(group, question, values, where)
    else:
        raise _never_made(where)


def encrypt_answer(
    group: Group,
    public_key: Element,
    question: AnyQuestion,
    statement: str,
    values: Sequence[int],
    randomness: Randomness,
) -> AnyAnswer:
    """Encrypt `values`, which `check_choices` accepts, with all proofs."""
    if isinstance(question, Question):
        return encrypt_homomorphic_answer(
            group, public_key, question, statement, values, randomness
        )
    if isinstance(question, SingleQuestion):
        return encrypt_single_answer(group, public_key, question, statement, values, randomness)
    raise _never_made()


def read_answer(group: Group, question: AnyQuestion, value: JSON, where: Where = "") -> AnyAnswer:
    """Read the answer to `question`; raises `ParseError`."""
    if isinstance(question, Question):
        return Answer.from_json(group, question, value, where)
    if isinstance(question, SingleQuestion):
        return SingleAnswer.from_json(group, question, value, where)
    return ListsAnswer.from_json(group, question, value, where)


def answer_check(
    group: Group, public_key: Element, question: AnyQuestion, statement: str, answer: AnyAnswer
) -> Check:
    """The check of every proof of `answer`, which was read for `question`."""
    match question, answer:
        case Question(), Answer():
            return homomorphic_answer_check(group, public_key, question, statement, answer)
        case SingleQuestion(), SingleAnswer():
            return single_answer_check(group, public_key, statement, answer)
        case ListsQuestion(), ListsAnswer():
            return lists_answer_check(group, public_key, statement, answer)
    return refusal(ProofError("answer-kind", "the answer is of another kind than its question"))


def _never_made(where: Where = "") -> ParseError:
    return ParseError(
        "question-unsupported", "answers to questions with lists are only verified", where=where
    )

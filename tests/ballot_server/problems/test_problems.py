"""The catalogue of refusals: every one has its own code and speaks both languages."""

from __future__ import annotations

import re
import string

import pytest

from ballot_server.problems import cancelling, commands, kiosks, proofs, refusals
from ballot_server.problems.refusals import BoardProblem
from meeting.board_interface.refusals import RefusalCode
from meeting.language import gettext_for

CATALOGUE = {problem.kind: problem for problem in BoardProblem.__subclasses__()}
CODES = sorted(CATALOGUE)


def test_codes_are_stable_names_and_all_different() -> None:
    assert len(CODES) == len(BoardProblem.__subclasses__())
    assert commands.FolderNotServer.kind in CODES
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_problem_has_a_status_and_a_sentence_in_both_languages(code: str) -> None:
    problem = CATALOGUE[code]
    chinese = gettext_for(problem.room, "zh")(problem.sentence)
    assert 400 <= problem.status <= 599
    assert problem.sentence
    assert re.search(r"[一-鿿]", chinese)
    assert fields(problem.sentence) == fields(chinese)


def test_the_contract_has_the_codes_that_are_answered_over_http_and_no_other() -> None:
    answered = {
        each.kind
        for module in (refusals, proofs, kiosks, cancelling)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, BoardProblem) and each is not BoardProblem
    }
    assert answered == set(RefusalCode)
    assert all(isinstance(each, RefusalCode) for each in answered)


def fields(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

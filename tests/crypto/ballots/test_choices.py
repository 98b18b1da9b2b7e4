"""The text of a whole paper's choices, from which a ballot's randomness is derived."""

from __future__ import annotations

from dataclasses import replace

from crypto.ballots.choices import choices_text
from crypto.election.single_question import SingleQuestion
from tests.crypto.fixtures.sample_elections import election


def test_choices_of_boxes_are_written_digit_by_digit() -> None:
    assert choices_text(election(), ((0, 1, 0, 0), (1, 0))) == "0100/10"


def test_integers_are_kept_apart_so_that_other_choices_have_another_text() -> None:
    of = replace(election(), questions=(SingleQuestion("打分", ("a", "b")), *election().questions))
    assert choices_text(of, ((1, 12), (0, 1, 0, 0), (1, 0))) == "1,12/0100/10"
    assert choices_text(of, ((11, 2), (0, 1, 0, 0), (1, 0))) == "11,2/0100/10"

"""Which α stand twice, among very many, and where."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tally.verify.record.alphas import alpha_digests, alpha_place, each_digest, standing_twice


@given(st.lists(st.lists(st.integers(0, 40).map(str), max_size=8), max_size=8))
def test_those_that_stand_twice_are_found_wherever_they_stand(ballots: list[list[str]]) -> None:
    packed = [alpha_digests(alphas) for alphas in ballots]
    counted = Counter(alpha for alphas in ballots for alpha in alphas)
    twice = [alpha for alpha, count in counted.items() if count > 1]
    assert standing_twice(packed) == set(each_digest(alpha_digests(twice)))
    assert len(twice) == len(set(each_digest(alpha_digests(twice))))


def test_the_place_follows_from_the_choices_of_the_questions() -> None:
    lengths = (3, 1, 2)
    places = [str(alpha_place(lengths, number)) for number in range(6)]
    expected = [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0), (2, 1)]
    assert places == [f"answers[{q}].choices[{c}].alpha" for q, c in expected]

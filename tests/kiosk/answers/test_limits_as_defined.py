"""The booth refuses what the definition's own reading of limits calls broken, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.answers.limits import broken
from meeting.definition.limits_kept import broken_limits
from meeting.definition.meeting import Meeting
from meeting.definition.paper import ABSTAIN, CHOICE, SCORES
from tests.meeting.fixtures.own_papers import own_meeting


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Meeting:
    return own_meeting(tmp_path_factory.mktemp("own"))


@given(st.data())
def test_both_find_the_same_limits_broken(own: Meeting, data: st.DataObject) -> None:
    paper = data.draw(st.sampled_from(own.papers))
    answers: dict[str, tuple[str, ...]] = {}
    for item in paper.items:
        if item.form == CHOICE:
            options = [option.id for option in item.options]
            ticked = data.draw(st.lists(st.sampled_from(options), unique=True, max_size=2))
            answers[item.id] = tuple(ticked) or data.draw(st.sampled_from([(), (ABSTAIN,)]))
        elif item.form == SCORES:
            scores = st.sampled_from(["", "69.9", "70.5", "90", "90.0", "90.1", "9O"])
            number = len(item.options)
            same = [data.draw(scores)] * number
            apart = st.lists(scores, min_size=number, max_size=number)
            answers[item.id] = tuple(data.draw(st.just(same) | apart))
        else:
            answers[item.id] = data.draw(st.sampled_from([(), ("某人",)]))
    ours = {each.limit.id for each in broken(paper, answers)}
    assert ours == {limit.id for limit in broken_limits(paper, answers)}

"""Limits across questions, as far as the sums of a count can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.definition.limits_kept import broken_limits
from meeting.definition.meeting import Meeting
from meeting.definition.paper import ABSTAIN, CHOICE, Paper, PaperItem
from meeting.definition.paper_limits import AnyLimit, Ticks
from tally.outcome.box_count import AnyCount, ItemCount
from tally.outcome.limit_sums import LimitSum, PaperCounts, has_sum, limit_sum
from tally.outcome.paper_rules import limit_rule, limited_items
from tally.outcome.single_count import WriteInCount
from tests.meeting.fixtures.own_papers import own_meeting

Ballot = Mapping[str, Sequence[str]]
GRADES, SLATE, VOTE = 0, 1, 2


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Meeting:
    return own_meeting(tmp_path_factory.mktemp("own"))


def counted(paper: Paper, ballots: Sequence[Ballot]) -> PaperCounts:
    """What a count of these ballots gives."""
    return PaperCounts(
        paper, {item.id: _count(item, ballots) for item in paper.items}, len(ballots)
    )


def _count(item: PaperItem, ballots: Sequence[Ballot]) -> AnyCount:
    votes = Counter(each for ballot in ballots for each in ballot.get(item.id, ()) if each)
    if item.form != CHOICE:
        return WriteInCount(len(ballots), len(ballots) - votes.total(), tuple(votes.items()), ())
    blank = sum(set(ballot.get(item.id, ())) <= {ABSTAIN} for ballot in ballots)
    return ItemCount(len(ballots), blank, tuple(votes[option.id] for option in item.options))


def limit_of(paper: Paper, name: str) -> AnyLimit:
    return next(limit for limit in paper.limits if limit.id == name)


@st.composite
def ballots_of(draw: st.DrawFn, paper: Paper) -> Ballot:
    answers: dict[str, Sequence[str]] = {}
    for item in paper.items:
        if item.form == CHOICE:
            options = st.sampled_from([option.id for option in item.options])
            ticked = draw(st.lists(options, unique=True, max_size=item.maximum))
            answers[item.id] = ticked or [ABSTAIN]
        else:
            answers[item.id] = draw(st.sampled_from([(), ("某人",)]))
    return answers


@given(st.data())
def test_ballots_that_keep_every_limit_lead_to_no_other_sums(
    own: Meeting, data: st.DataObject
) -> None:
    paper = own.papers[data.draw(st.sampled_from([GRADES, SLATE, VOTE]))]
    drawn = data.draw(st.lists(ballots_of(paper), max_size=8))
    keeping = [each if not broken_limits(paper, each) else {} for each in drawn]
    counts = counted(paper, keeping)
    for limit in paper.limits:
        found = limit_sum(limit, counts)
        assert found is not None
        assert found.kept, (limit, found)


@pytest.mark.parametrize(
    ("at", "name", "ballot", "found"),
    [
        (
            *(GRADES, "third"),
            {"p01-overall": ["good"], "p02-overall": ["good"], "p06-overall": ["good"]},
            LimitSum(9, 6),
        ),
        (GRADES, "none-alone", {"p02-faults": ["none", "idle"]}, LimitSum(6, 3, "p02-faults")),
        (
            *(GRADES, "overall-between"),
            {"p02-overall": ["good"], "p02-ability": ["fair"]},
            LimitSum(3, 0, "p02-overall"),
        ),
        (
            *(GRADES, "overall-between"),
            {"p02-overall": ["poor"], "p02-ability": ["fair"]},
            LimitSum(3, 0, "p02-overall"),
        ),
        (
            *(SLATE, "deputy-seats"),
            {"deputy-choice": ["p02", "p03"], "deputy-other-1": ["某人"]},
            LimitSum(9, 6),
        ),
        (
            *(SLATE, "one-post"),
            {"secretary-choice": ["p02"], "deputy-choice": ["p02"]},
            LimitSum(6, 3, "p02"),
        ),
        (VOTE, "instead", {"p01-decision": ["approve"], "instead-2": ["某人"]}, LimitSum(3, 0)),
    ],
)
def test_where_every_ballot_breaks_a_limit_the_sum_shows_it(
    own: Meeting, at: int, name: str, ballot: Ballot, found: LimitSum
) -> None:
    paper = own.papers[at]
    assert name in [limit.id for limit in broken_limits(paper, ballot)]
    shown = limit_sum(limit_of(paper, name), counted(paper, [ballot] * 3))
    assert shown == found
    assert not found.kept


def test_of_a_least_number_sums_say_nothing(own: Meeting) -> None:
    limit = Ticks(id="least", items=("decision",), options=("approve",), least=1)
    paper = own.papers[VOTE]
    assert not has_sum(limit)
    assert limit_sum(limit, counted(paper, [])) is None
    rule = limit_rule(limit, paper)
    assert (rule.minimum, rule.maximum, rule.rechecked) == (1, 3, "")


def test_a_limit_is_said_of_the_items_that_it_looks_at(own: Meeting) -> None:
    slate = own.papers[SLATE]
    names = [item.id for item in limited_items(limit_of(slate, "one-post"), slate)]
    assert names == ["secretary-choice", "deputy-choice"]
    vote = own.papers[VOTE]
    names = [item.id for item in limited_items(limit_of(vote, "instead"), vote)]
    assert names == ["p01-decision", "p02-decision", "p06-decision", "instead-1", "instead-2"]

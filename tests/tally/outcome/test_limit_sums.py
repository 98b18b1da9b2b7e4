"""Limits across questions, as far as the sums of a count can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.election.score import parse_score, score_vector
from crypto.groups.embedding import Extracted
from meeting.definition.limits_kept import broken_limits
from meeting.definition.meeting import Meeting
from meeting.definition.paper import ABSTAIN, CHOICE, SCORES, Paper, PaperItem
from meeting.definition.paper_limits import AnyLimit, Ticks
from tally.outcome.box_count import AnyCount, ItemCount
from tally.outcome.limit_sums import LimitSum, PaperCounts, has_sum, limit_sum
from tally.outcome.paper_rules import limit_rule, limited_items
from tally.outcome.single_count import ScoreCount, WriteInCount
from tally.outcome.single_reading import count_single
from tests.meeting.fixtures.own_papers import own_meeting

Ballot = Mapping[str, Sequence[str]]
GRADES, SLATE, VOTE, MARKS = 0, 1, 2, 4
LIKED: Ballot = {"points": ["91", "95", "60"]}
SAME: Ballot = {"points": ["70", "70.0", "70"]}


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
    if item.form == SCORES:
        lists = [tuple(map(parse_score, ballot[item.id])) for ballot in ballots if ballot]
        none = (score_vector((0,) * len(item.options))[:-1],) * (len(ballots) - len(lists))
        vectors = (*map(score_vector, lists), *none)
        return count_single(item, [Extracted(each, canonical=True) for each in vectors])
    if item.form != CHOICE:
        return WriteInCount(len(ballots), len(ballots) - votes.total(), tuple(votes.items()), ())
    blank = sum(set(ballot.get(item.id, ())) <= {ABSTAIN} for ballot in ballots)
    return ItemCount(len(ballots), blank, tuple(votes[option.id] for option in item.options))


def in_parts(paper: Paper) -> Paper:
    """The paper with each list of scores in two questions, as for more people than one holds."""
    items: list[PaperItem] = []
    for item in paper.items:
        if item.form == SCORES:
            parts = (item.options[:1], item.options[1:])
            items += [
                replace(item, id=f"{item.id}-{at}", options=part, minimum=len(part))
                for at, part in enumerate(parts, start=1)
            ]
        else:
            items.append(item)
    return replace(paper, items=tuple(items))


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
        elif item.form == SCORES:
            scores = st.sampled_from(["60", "70.5", "90", "90.1"])
            number = len(item.options)
            answers[item.id] = draw(st.lists(scores, min_size=number, max_size=number))
        else:
            answers[item.id] = draw(st.sampled_from([(), ("某人",)]))
    return answers


@given(st.data())
def test_ballots_that_keep_every_limit_lead_to_no_other_sums(
    own: Meeting, data: st.DataObject
) -> None:
    paper = own.papers[data.draw(st.sampled_from([GRADES, SLATE, VOTE, MARKS]))]
    paper = data.draw(st.sampled_from([paper, in_parts(paper)]))
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


@pytest.mark.parametrize(
    ("name", "ballot", "broken"),
    [("high", LIKED, 2), ("low", {"points": ["80", "70.6", "71"]}, 2), ("not-same", SAME, 2)],
)
def test_every_list_of_scores_is_looked_at(
    own: Meeting, name: str, ballot: Ballot, broken: int
) -> None:
    paper, good = own.papers[MARKS], {"points": ["95", "80", "60"]}
    assert not broken_limits(paper, good)
    limit = limit_of(paper, name)
    counts = counted(paper, [good, ballot, good, ballot, {}])
    assert limit_sum(limit, counts) == LimitSum(broken, 0, "points")
    assert limit_sum(limit, counted(paper, [good, {}])) == LimitSum(0, 0, "points")
    assert limit_rule(limit, paper).rechecked == "each"


def test_lists_in_two_questions_are_added_up(own: Meeting) -> None:
    paper = in_parts(own.papers[MARKS])
    ballots = [{"points-1": ["91"], "points-2": ["95", "60"]}] * 3
    assert limit_sum(limit_of(paper, "high"), counted(paper, ballots)) == LimitSum(6, 3)
    same = [{"points-1": ["70"], "points-2": ["70", "70"]}] * 3
    assert limit_sum(limit_of(paper, "not-same"), counted(paper, same)) == LimitSum(6, 3)
    alone = [{"points-1": ["60"], "points-2": ["95", "95"]}, *[{}] * 8]
    found = limit_sum(limit_of(paper, "high"), counted(paper, alone))
    assert found == LimitSum(1, 0, "points-2"), "a part may break the limit by itself"
    assert limit_rule(limit_of(paper, "high"), paper).rechecked == "sum"


def test_of_scores_that_are_only_known_one_by_one_sums_are_left(own: Meeting) -> None:
    paper = own.papers[MARKS]
    typed = PaperCounts(paper, {"points": ScoreCount(2, ((950, 920), (910, 905), (1, 1)), ())}, 2)
    assert limit_sum(limit_of(paper, "high"), typed) == LimitSum(4, 2)
    assert limit_sum(limit_of(paper, "not-same"), typed) is None


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

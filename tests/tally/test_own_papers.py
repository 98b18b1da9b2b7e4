"""Papers about posts, decisions and surveys, held from the first ballot to a verified outcome."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from crypto.board.server_key import ServerKey
from meeting.feasibility.outcome_size import outcome_bytes
from meeting.organiser.figures import BoxFigures
from tally.folder.source import open_folder
from tally.outcome.limit_sums import LimitSum
from tally.verify.folder import verify_folder
from tests.meeting.fixtures.own_papers import PROCEDURE, own_meeting
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.small_hall import hall_of

BALLOTS = {"r1-A": 5, "r1-B": 5, "r2-A": 5}
FIGURES = {box: BoxFigures(8, 8) for box in BALLOTS}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    folder = tmp_path_factory.mktemp("own")
    procedure = PROCEDURE.replace('groups = ["A", "B"]', 'groups = ["A"]')
    own = own_meeting(folder / "file", procedure)
    server = ServerKey.generate()
    groups = tuple(replace(each, size=8, slips=8, weight=None) for each in own.groups[:2])
    meeting = replace(own, groups=groups, server_key=server.public.text)
    return hold(hall_of(folder / "ceremony", meeting, server, BALLOTS, 7), folder, FIGURES)


def test_a_group_has_no_box_in_a_round_that_does_not_ask_it(held: Held) -> None:
    assert sorted(path.name for path in (held.out / "boxes").iterdir()) == [*BALLOTS]
    first, second = held.outcome.rounds
    assert [group.id for group in first.groups] == ["A", "B"]
    assert [group.id for group in second.groups] == ["A"]


def test_the_whole_is_verified(held: Held) -> None:
    verdict = verify_folder(open_folder(held.out), workers=1)
    # These voters' coins know no limits, and nobody holds slips or a checkpoint against it.
    notes = {"limit-over-sum", "no-slips", "no-checkpoint", "slips-missing"}
    assert {each.code for each in verdict.findings} <= notes


def test_posts_are_tables_of_people_and_decisions_tables_of_answers(held: Held) -> None:
    first, second = held.outcome.rounds
    tables = {table.table.id: table for each in (first, second) for table in each.tables}
    assert tables["deputy-choice"].table.rows_are_options
    assert tables["deputy-choice"].ranked_by == "option"
    assert len(tables["p01-decision"].items) == 3
    assert not tables["problems"].table.rows_are_options
    singles = [table.table.id for table in first.singles]
    assert singles == [
        *("p01-example", "p02-example", "p06-example"),
        *("secretary-other", "deputy-other-1"),
    ]


def test_the_sums_of_limits_are_published(held: Held) -> None:
    limits = json.loads((held.out / "outcome.json").read_bytes())["rounds"][0]["limits"]
    assert [(each["paper"], each["limit"]) for each in limits] == [
        ("grades", "third"),
        ("grades", "none-alone"),
        ("grades", "overall-between"),
        ("grades", "ability-differs"),
        ("slate", "secretary-seats"),
        ("slate", "deputy-seats"),
        ("slate", "one-post"),
    ]
    third = held.outcome.rounds[0].limit_sums[0].by_group["A"]
    good = sum(
        item.by_group["A"].votes[0]
        for table in held.outcome.rounds[0].tables
        for item in table.items
        if item.item.name == "overall"
    )
    assert third == LimitSum(good, 2 * 5)


def test_every_list_of_scores_that_breaks_a_limit_is_counted_and_told(held: Held) -> None:
    value = json.loads((held.out / "outcome.json").read_bytes())["rounds"][1]
    limits = {each["limit"]: each for each in value["limits"] if each["paper"] == "marks"}
    assert [*limits] == ["high", "low", "not-same"]
    rule = {"rule": "scored", "enforced": "kiosk-enforced", "minimum": 0, "maximum": 1}
    assert limits["high"]["rules"] == [{**rule, "rechecked": "each"}]
    (group,) = limits["high"]["groups"]
    (table,) = [each for each in held.outcome.rounds[1].singles if each.table.id == "points"]
    lists = table.items[0].by_group["A"].lists  # type: ignore[union-attr]
    broken = sum(sum(score > 900 for score in each) > 1 for each in lists)
    assert len(lists) == BALLOTS["r2-A"]
    assert (group["about"], group["found"], group["most"]) == ("points", broken, 0)
    page = (held.out / "index.html").read_text(encoding="utf-8")
    told = f"有 {broken} 份评分违反" if broken else "没有一份评分违反"
    assert (
        f"高于90分的至多1人。这一条任何选票都无法证明；由投票终端执行，计票时对打开的每份有效评分逐份核对：A票{told}"
        in page
    )
    assert "违反的予以报告，仍计入结果" in page
    english = (held.out / "report.en.html").read_text(encoding="utf-8")
    assert "looked at every valid list of scores again" in english


def test_an_outcome_with_limits_is_no_larger_than_was_foreseen(held: Held) -> None:
    assert (held.out / "outcome.json").stat().st_size <= outcome_bytes(held.hall.meeting)


def test_the_report_says_each_limit_and_how_it_was_kept(held: Held) -> None:
    for file, words in (
        (
            "index.html",
            ("填写内容表", "周启明 · 事例", "优秀不超过三分之二", "同一人在", "计票只能核对合计数"),
        ),
        ("report.en.html", ("nobody is chosen twice", "The count could check sums only")),
    ):
        page = (held.out / file).read_text(encoding="utf-8")
        assert all(word in page for word in words)

"""Shown and agreed to before anything final; and what comes next, by name."""

from __future__ import annotations

import io
from pathlib import Path

import click
import pytest

from tally.commands.terminal import must_agree
from tally.next_steps.progress import progress_of
from tally.opening.planned import planned_round
from tally.opening.work_folder import WorkFolder
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.hall_display import read_off
from tests.tally.fixtures.typing_tellers import Tellers, record

COMPARE = "The hall display shows the whole fingerprint of the plan of Round 1."


def test_a_question_that_nobody_can_answer_any_more_is_not_agreed_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PIAOXIANG_LANGUAGE", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(click.Abort):
        must_agree("?", yes=False)
    assert capsys.readouterr().err.splitlines()[-1] == "未确认，没有执行任何操作。"
    must_agree("?", yes=True)
    assert capsys.readouterr() == ("", "")


def counted(work: Path) -> list[bool]:
    """Whether each opening of the round is counted."""
    opened = WorkFolder.open(work)
    planned = planned_round(opened, opened.meeting.rounds[0])
    return [each.counted for each in progress_of(opened, planned)]


def test_a_plan_is_shown_and_agreed_to_before_a_shuffle(teller: Tellers) -> None:
    work = teller.work
    opened = teller.hall.write_work(work)
    plan = short_hash(planned_round(opened, opened.meeting.rounds[0]).plan.hash)
    before = record(work)
    for answers in (("",), ("no", "")):
        said = teller("shuffle", 1, "--box", "r1-A", answers=answers)
        assert (said.code, "Not confirmed: nothing was done." in said.err) == (130, True)
        assert f"Fingerprint of the plan: {plan.split()[0]} ···· " in said.out
        assert "opened alone: r1-A Round 1 · Ballot A (ballots: 6)" in said.out
        assert said.asked[0].startswith(COMPARE)
        assert record(work) == before
    differs = teller("shuffle", 1, "--box", "r1-A", "--plan", "AAAA BBBB CCCC DDDD EEEE FFFF")
    assert (differs.code, "call the chief teller" in differs.err) == (2, True)
    assert record(work) == before
    first = teller("shuffle", 1, "--box", "r1-A", answers=("what?", read_off(work)))
    assert first.code == 0
    assert "This computer has other characters there." in first.err
    assert "1 more of these tellers must shuffle box r1-A: 2 罗永辉, 3 苏敏" in first.out
    assert "2 more of these tellers must shuffle box r1-B: 1 何静宜, 2 罗永辉, 3 苏敏" in first.out
    assert teller("shuffle", 1, "--box", "r1-B").asked == [], "the plan was agreed to before"
    assert teller("decrypt", 1).code == 2
    assert teller("shuffle", 2, "--box", "r1-A", "--plan", plan).code == 0
    last = teller("shuffle", 2)
    assert "2 more of these tellers must open box r1-A, r1-B" in last.out


def test_a_plan_is_shown_and_agreed_to_before_an_opening(teller: Tellers, tmp_path: Path) -> None:
    terminal, hall, work = teller.terminal, teller.hall, teller.work
    hall.shuffle_boxes(hall.write_work(work), (1, 2))
    shuffled = record(work)
    said = teller("decrypt", 3, "--box", "r1-A", answers=("",))
    assert said.code == 130
    assert said.asked[0].startswith(COMPARE)
    assert record(work) == shuffled
    assert hall.key(3).key.openings == ()
    said = teller("decrypt", 3, "--box", "r1-A", answers=(read_off(work),))
    assert said.code == 0
    assert "2 tellers have shuffled: 1 何静宜, 2 罗永辉" in said.out
    assert "nobody can shuffle any more" in said.out
    assert "1 more of these tellers must open box r1-A: 1 何静宜, 2 罗永辉" in said.out
    silent = teller("decrypt", 3, "--box", "r1-B")
    assert (silent.code, "2 tellers have shuffled" in silent.out) == (0, True)
    too_early = terminal.run("count", work)
    assert too_early.code == 2
    assert "1 more of these tellers must open box r1-A, r1-B: 1 何静宜" in too_early.err
    again = teller("decrypt", 1, "--box", "r1-A", *teller.given)
    assert "have shuffled" not in again.out
    assert "the shares suffice" in teller("decrypt", 1).out
    unsure = terminal.run("count", work, answers=("n",))
    assert (unsure.code, len(unsure.asked)) == (130, 1)
    assert "not entered for r1-A Round 1 · Ballot A, r1-B Round 1 · Ballot B:" in unsure.asked[0]
    assert counted(work) == [False, False]
    assert not (work / "outcome.json").exists()
    figures = tmp_path / "figures.toml"
    figures.write_text("schema = 1\n[boxes.r1-A]\npresent = 7\nissued = 7\n")
    partly = terminal.run("count", work, "--figures", figures, answers=("n",))
    assert (partly.code, len(partly.asked)) == (130, 1)
    assert "not entered for r1-B Round 1 · Ballot B:" in partly.asked[0]
    done = terminal.run("count", work, answers=("y",))
    assert terminal.run("count", work).asked == [], "it was agreed to before"
    assert (done.code, "Next: anybody publishes it" in done.out) == (0, True)
    shown = terminal.run("publish", work, tmp_path / "out")
    assert (shown.code, "Next: hand" in shown.out) == (0, True)
    assert counted(work) == [True, True]

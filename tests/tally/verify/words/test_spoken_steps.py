"""The steps of the rules in a verdict: how many were worked out again, and which one differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from meeting.language import gettext_for
from tally.folder.source import open_folder
from tally.problem import ROOM
from tally.verify.folder import verify_folder
from tally.verify.words.findings import finding_lines
from tally.verify.words.last_word import word_lines
from tests.tally.fixtures.held_meeting import Held
from tests.tally.tamper.step_cases import CASES


def lines(folder: Path, language: str) -> list[str]:
    verdict = verify_folder(open_folder(folder), workers=1)
    translate = gettext_for(ROOM, language)
    return [*finding_lines(verdict.causes, translate), *word_lines(verdict, translate)]


def test_the_verdict_says_how_many_steps_were_worked_out_again(by_rules: Held) -> None:
    assert "规则的步骤已由票数重新算出：19 步。" in lines(by_rules.out, "zh")
    assert "Steps of the rules worked out again from the counts: 19." in lines(by_rules.out, "en")


def test_the_verdict_says_how_many_steps_wait(decided: Held) -> None:
    count = len(decided.outcome.steps)
    told = f"规则的步骤已由票数重新算出：{count} 步，其中待定：{count} 步。"
    assert told in lines(decided.out, "zh")


def test_the_verdict_says_that_there_are_no_rules(tiny: Held) -> None:
    assert "本会议未定规则：结果只有票数与比率。" in lines(tiny.out, "zh")


def test_an_invalid_verdict_says_nothing_of_steps(by_rules: Held, tmp_path: Path) -> None:
    CASES["a person who stays"].make(by_rules, tmp_path / "out")
    told = lines(tmp_path / "out", "zh")
    assert not [line for line in told if line.startswith("规则的步骤")]


@pytest.mark.parametrize(
    ("language", "place", "said"),
    [
        ("zh", "outcome.json，规则第 14 步", "步骤 shortlist (考察对象)：人选不同：lin"),
        (
            "en",
            "outcome.json, step 14 of the rules",
            "step shortlist (考察对象): people differ: lin",
        ),
    ],
)
def test_the_step_that_differs_is_named(
    by_rules: Held, tmp_path: Path, language: str, place: str, said: str
) -> None:
    CASES["a person who stays"].make(by_rules, tmp_path / "out")
    told = lines(tmp_path / "out", language)
    assert [line for line in told if line.startswith(f"✗ {place}")]
    assert [line for line in told if said in line]

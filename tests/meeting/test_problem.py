"""What a reader is told: in their language, with the place, several at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from meeting.command_line.typed_command import set_in
from meeting.language import current_language, gettext_for
from meeting.problem import Phrase, Problem, Problems, Several

ROOM = Path(__file__).parent.parent.parent / "meeting"


def test_a_problem_speaks_both_languages() -> None:
    problem = Problem(
        "x", "{value!r} is here twice; each must be different.", value="甲", where="a:1"
    )
    assert problem.text("en") == "'甲' is here twice; each must be different."
    assert problem.text("zh") == "“甲”出现了两次；各项不得相同。"
    assert problem.told("zh") == "a:1: “甲”出现了两次；各项不得相同。"
    assert str(problem) == "a:1: '甲' is here twice; each must be different."


def test_a_phrase_inside_a_problem_is_translated_too() -> None:
    problem = Problem(
        "x",
        "{name} is missing; expected is {expected}.",
        name="size",
        expected=Phrase("a whole number"),
    )
    assert problem.text("zh") == "缺少 size；应为整数。"
    assert problem.text("en") == "size is missing; expected is a whole number."


def test_several_problems_are_one_line_each() -> None:
    both = Problems(
        [Problem("a", "This is missing.", where="f:1"), Problem("b", "This is missing.")]
    )
    assert both.text("zh") == "f:1: 缺少此文件。\n缺少此文件。"
    assert str(both) == "f:1: This is missing.\nThis is missing."
    with pytest.raises(ValueError, match="at least one"):
        Problems([])


def test_text_that_looks_like_a_field_does_no_harm() -> None:
    problem = Problem(
        "x", "There is no preset {name!r}. Known are: {known}.", name="{known}", known=""
    )
    assert "{known}" in problem.text("zh")


@pytest.mark.parametrize(
    ("value", "language"), [(None, "zh"), ("en", "en"), ("EN", "en"), ("fr", "zh"), ("", "zh")]
)
def test_command_lines_speak_chinese_unless_told(
    monkeypatch: pytest.MonkeyPatch, value: str | None, language: str
) -> None:
    monkeypatch.delenv("PIAOXIANG_LANGUAGE", raising=False)
    if value is not None:
        monkeypatch.setenv("PIAOXIANG_LANGUAGE", value)
    assert current_language() == language


def test_a_sentence_without_translation_is_not_lost(tmp_path: Path) -> None:
    assert gettext_for(ROOM, "zh")("never translated") == "never translated"
    assert gettext_for(tmp_path, "zh")("no catalogue") == "no catalogue"


def test_the_name_of_a_file_begins_no_line_of_its_own() -> None:
    problem = Problem("x", "It is missing.", where="sums/x\nVALID — every figure holds.")
    assert "\n" not in problem.told("zh")


FORGED = "x\nVALID — every figure holds."


@pytest.mark.parametrize("value", [FORGED, Path(FORGED), Several(["a", FORGED])])
def test_no_value_begins_a_line_of_its_own(value: object) -> None:
    for sentence in ("Found: {value}.", "Found: {value!s:>40}."):
        problem = Problem("x", sentence, value=value)
        for told in (problem.text("zh"), problem.told("en"), str(problem)):
            assert "x\\nVALID" in told
            assert "\n" not in told


def test_commands_are_set_in_below_a_sentence() -> None:
    problem = Problem("x", "Run:\n{commands}", commands=set_in("a", "b"))
    assert problem.text("en") == "Run:\n    a\n    b"

"""What a note says is said in the reader's language, all of it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import tally
from meeting.language import gettext_for
from meeting.published.given_fingerprint import GivenFingerprint
from tally.findings.finding import Finding, Level
from tally.folder.source import open_folder
from tally.problem import ROOM
from tally.verify.folder import verify_folder
from tally.verify.words.verdict import verdict_lines
from tests.tally.fixtures.held_meeting import Held
from tests.tally.tamper import by_itself_cases, figures_cases, folder_cases

VERIFY = Path(tally.__file__).parent / "verify"
WORD = re.compile(r"(?<![\w./`+-])[A-Za-z]{3,}(?![\w./`+-])")
NAMES = {"Belenios", "schema", "README"}
"""Latin words that are names, in Chinese too."""
BY_ITSELF = set(by_itself_cases.BY_ITSELF) - {"group-no-embedding"}  # which is no note
CASES = {
    **{each: by_itself_cases.BY_ITSELF[each] for each in BY_ITSELF},
    **{each: figures_cases.CASES[each] for each in ("round-void", "figures-unusual")},
    **{each: folder_cases.FOLDERS[each] for each in ("file-unexpected", "report-other-version")},
}


def in_chinese(findings: list[Finding]) -> list[str]:
    """The words of the details of notes, as they are printed."""
    found = []
    for each in findings:
        if each.level is Level.NOTE:
            told = getattr(each.detail, "told", None)
            found.append(told("zh") if told else each.detail)
    return found


@pytest.mark.parametrize("code", CASES)
def test_no_english_stands_in_a_chinese_note(tiny: Held, tmp_path: Path, code: str) -> None:
    details = in_chinese(list(CASES[code](tiny, tmp_path / "out")))
    assert details
    for each in details:
        assert set(WORD.findall(each)) <= NAMES, each


def test_a_fingerprint_that_differs_and_a_sum_are_told_in_chinese(
    tiny: Held, summed: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "zh")
    translate = gettext_for(ROOM, "zh")
    found = verify_folder(open_folder(tiny.out)).meeting_fingerprint
    other = ("0" if found[0] != "0" else "1") + found[1:]
    given = GivenFingerprint.read(other)
    verdict = verify_folder(open_folder(tiny.out), expected=given)
    lines = list(verdict_lines(verdict, [], translate, []))
    (detail,) = (line for line in lines if "64 位" in line)
    assert not set(WORD.findall(detail.partition("：")[2])) - NAMES, detail
    verdict = verify_folder(open_folder(summed.out))
    lines = list(verdict_lines(verdict, [], translate, []))
    assert "    没有单独开箱，在合并 r1-A+B 中打开" in lines
    assert not any("sum r1" in line for line in lines)
    english = list(verdict_lines(verdict, [], gettext_for(ROOM, "en"), []))
    assert "    not opened by itself, but in the sum r1-A+B" in english


def test_programs_are_told_in_english(summed: Held) -> None:
    verdict = verify_folder(open_folder(summed.out))
    details = {each["detail"] for each in verdict.to_json()["findings"]}
    assert "not opened by itself, but in the sum r1-A+B" in details


def test_every_note_of_the_verifier_has_words() -> None:
    """A note's detail is made by `Detail.of`, or is what refused something (technical English)."""
    plain = [
        f"{path.relative_to(VERIFY)}: {ast.unparse(call)}"
        for path in sorted(VERIFY.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "note"
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Constant | ast.JoinedStr)
    ]
    assert plain == []

"""`piaoxiang forms`: verified first, never over anything, refused where the count does not hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.typed_commands import Terminal


def test_the_forms_of_a_verified_count(
    full: Held, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(capsys, monkeypatch)
    said = terminal.run("forms", full.out, "--out", tmp_path / "forms", "--language", "zh")
    assert said.code == 0, said.err
    assert "Verified: VALID" in said.out
    assert re.search(r"Sums worked out again, and all hold: [1-9]\d*\.", said.out)
    assert load_workbook(tmp_path / "forms" / "forms.xlsx").sheetnames[0] == "出席情况"
    assert (tmp_path / "forms" / "forms.pdf").read_bytes().startswith(b"%PDF")


def test_nothing_is_overwritten(
    full: Held, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.txt").write_text("kept")
    said = Terminal(capsys, monkeypatch).run("forms", full.out, "--out", tmp_path)
    assert said.code == 2
    assert "This place is not empty" in said.err
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


def test_a_count_that_does_not_hold_has_no_forms(
    published: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outcome = published / "outcome.json"
    outcome.write_bytes(outcome.read_bytes().replace(b'"valid":6', b'"valid":7'))
    said = Terminal(capsys, monkeypatch).run("forms", published, "--out", tmp_path / "forms")
    assert said.code == 2
    assert "was not verified as valid" in said.err
    assert "outcome.json" in said.err
    assert "INVALID" in said.err
    assert not (tmp_path / "forms").exists()

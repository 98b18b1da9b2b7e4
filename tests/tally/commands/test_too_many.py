"""More ballots than people: said as soon as a record is here, never a refusal; then counted."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from meeting.definition.meeting import VoterGroup
from tests.tally.commands.test_commands import Run, passphrase, run
from tests.tally.fixtures.hall_display import given
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import Hall, build_hall
from tests.tally.fixtures.summed_meeting import with_own_keys

__all__ = ["passphrase", "run"]  # fixtures

TRUE = "schema = 1\n[boxes.r1-A]\npresent = 5\nissued = 5\n"
OTHER = "schema = 1\n[boxes.r1-A]\npresent = 6\nissued = 6\n"
REASON = "漏数第三排一人"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """Five are entitled, seven slips were printed, six ballots were cast."""
    groups = (VoterGroup("A", "A票", "Ballot A", "", "", 5, 7),)
    folder = tmp_path_factory.mktemp("crowded") / "ceremony"
    return build_hall(folder, ballots={"r1-A": 6}, groups=groups)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_six_ballots_of_five_people(
    run: Run,
    crowded: Hall,
    tmp_path: Path,
    passphrase: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("click.prompt", lambda *_args, **_named: "")
    hall, work = with_own_keys(crowded, tmp_path / "keys"), tmp_path / "work"
    hall.write_work(work)
    for number in (1, 3):
        key = ("--key", hall.key_paths[number - 1], "--passphrase-file", passphrase)
        opened = run("teller", "decrypt", work, *key, *given(work))
        assert opened.code == 0
        assert "Ballot A: more ballots than people: 6 received, 5 entitled" in opened.out
    true, other = tmp_path / "true.toml", tmp_path / "other.toml"
    true.write_text(TRUE)
    other.write_text(OTHER)
    asked = run("count", work, "--figures", true)
    assert (asked.code, (work / "figures.json").exists()) == (130, False)
    counted = run("count", work, "--figures", true, "--yes")
    assert counted.code == 0
    assert "Round 1 is VOID as a whole" in counted.out
    assert "Ballot A: ballots received 6, slips issued only 5" in counted.out
    assert run("publish", work, tmp_path / "first").code == 0
    verdict = run("verify", tmp_path / "first")
    assert verdict.code == 0
    assert "! VOID round: r1" in verdict.out
    assert "THIS ROUND IS VOID" in words((tmp_path / "first/report.en.html").read_text())

    silent = run("count", work, "--figures", other, "--yes")
    assert (silent.code, "r1-A: present 5, issued 5" in silent.err) == (2, True)
    assert run("count", work, "--reason", REASON).code == 2
    assert run("count", work, "--figures", other, "--reason", REASON, "--yes").code == 0
    assert run("count", work).code == 0, "counting again keeps both"
    assert run("publish", work, tmp_path / "second").code == 0
    report = words((tmp_path / "second/index.html").read_text())
    assert f"第 1 次更正 更正理由：{REASON}" in report
    assert "A票 5 6 5 6" in report
    assert "A票实到 6 人，多于应到的 5 人" in report
    said = json.loads(run("verify", tmp_path / "second", "--json").out)
    assert (said["verdict"], "void_rounds" in said) == ("valid", False)
    codes = {each["code"] for each in said["findings"]}
    assert codes == {"figures-corrected", "figures-unsigned", "figures-unusual", "slips-missing"}


def test_a_box_with_enough_people_is_not_remarked(
    run: Run, fresh: Hall, tmp_path: Path, passphrase: Path
) -> None:
    fresh.write_work(tmp_path / "work")
    key = ("--key", fresh.key_paths[0], "--passphrase-file", passphrase)
    work = tmp_path / "work"
    assert "more ballots" not in run("teller", "decrypt", work, *key, *given(work)).out


def test_figures_that_come_after_a_count_leave_a_trace(
    run: Run, tiny: Held, tmp_path: Path
) -> None:
    work = Path(shutil.copytree(tiny.work, tmp_path / "work"))
    (work / "figures.json").unlink()
    (work / "outcome.json").unlink()
    figures = tmp_path / "figures.toml"
    figures.write_text(TRUE.replace("5", "7"))
    assert run("count", work, "--yes").code == 0
    silent = run("count", work, "--figures", figures)
    assert (silent.code, "without figures of the hall" in silent.err) == (2, True)
    assert run("count", work, "--figures", figures, "--reason", REASON, "--yes").code == 0
    assert run("publish", work, tmp_path / "out").code == 0
    report = words((tmp_path / "out/index.html").read_text())
    assert f"更正理由：{REASON}" in report
    assert "A票 未填 7 未填 7" in report
    assert run("verify", tmp_path / "out").code == 0


def test_figures_of_the_first_count_are_no_correction(run: Run, tiny: Held, tmp_path: Path) -> None:
    work = Path(shutil.copytree(tiny.work, tmp_path / "work"))
    (work / "figures.json").unlink()
    (work / "outcome.json").unlink()
    figures = tmp_path / "figures.toml"
    figures.write_text(TRUE.replace("5", "7"))
    assert run("count", work, "--figures", figures, "--yes").code == 0
    assert "earlier" not in json.loads((work / "figures.json").read_text())

"""`piaoxiang check-ballot` on a ballot with names, a ranking and scores."""

from __future__ import annotations

from pathlib import Path

import pytest

import piaoxiang
from crypto.ballots.ballot import Choices, prepare_ballot
from crypto.ballots.opened_ballot import OpenedBallot
from crypto.board.spoiling import sign_spoiled
from crypto.election.credential import public_credential
from crypto.record.record import read_record
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.written_hall import HONEST, STRANGE, answers, written_hall

BOX = "r1-B"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    return written_hall(tmp_path_factory.mktemp("ceremony"))


@pytest.fixture(scope="module")
def folder(hall: Hall, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("desk") / "work"
    hall.write_work(place)
    return place


def said(
    hall: Hall, folder: Path, choices: Choices, capsys: pytest.CaptureFixture[str]
) -> tuple[object, str]:
    """What is said about a ballot that a kiosk made and opened."""
    election = hall.elections[BOX]
    private = hall.slips[BOX].private_credentials[0]
    public = public_credential(election.group, election.uuid, private)
    setup = read_record((folder / "boxes" / BOX / "record.bel").read_bytes()).setup_hash
    seed = bytes(range(32))
    unsigned = prepare_ballot(election, public, choices, seed)
    credential = election.group.encode(public)
    word = sign_spoiled(hall.server, setup, unsigned.fingerprint, credential).signature
    code = OpenedBallot.of(setup, unsigned, choices, seed, word).to_text()
    given = folder.parent / "code.txt"
    given.write_text(code)
    with pytest.raises(SystemExit) as stopped:
        piaoxiang.main(["check-ballot", str(given), "--meeting", str(folder / "meeting.json")])
    return stopped.value.code, capsys.readouterr().out


def test_names_ranking_and_scores_are_said(
    hall: Hall, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = said(hall, folder, HONEST[1], capsys)
    assert code == 0
    people = [option.label for option in hall.meeting.papers[0].items[0].options]
    assert "另推他人 1：欧阳娜娜" in out
    assert f"1. {people[0]}、2. {people[2]}" in out
    assert f"{people[0]} 96.0、{people[1]} 88.0、{people[2]} 87.0" in out


def test_what_is_left_empty_is_said_to_be(
    hall: Hall, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = said(hall, folder, HONEST[2], capsys)
    assert code == 0
    assert out.count("未填写") == 2
    assert out.count("未排任何人") == 1
    assert "未选" not in out


def test_a_name_without_a_tick_is_no_abstention_and_stands_below_its_paper(
    hall: Hall, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    choices = answers((1, 0, 0, 0), ("欧阳娜娜", ""), (1, 2), (955, 900, 870))
    code, out = said(hall, folder, choices, capsys)
    assert code == 0
    assert "全额定向推荐——推荐人选：名单上未选人" in out
    assert "全额定向推荐——另推他人 1：欧阳娜娜" in out
    assert "弃权" not in out
    assert hall.meeting.team_name("zh") not in out, "no paper of these is about the team"


@pytest.mark.parametrize("number", [4, 5, 6])
def test_an_answer_that_would_not_count_is_evidence(
    hall: Hall, folder: Path, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = said(hall, folder, STRANGE[number], capsys)
    assert code == 1
    assert "✗" in out

"""Names, rankings and scores are as secret as ticks, and can be checked as ticks can."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from crypto.ballots.ballot import Choices, prepare_ballot
from crypto.ballots.opened_ballot import OpenedBallot
from crypto.board.spoiling import sign_spoiled
from crypto.election.write_in import write_in_vector
from kiosk.answers.by_form import choices_of
from kiosk.visit import ballot_ahead, flow
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.files_written import files_written
from tests.kiosk.fixtures.leftovers import assert_nothing_is_left, reachable
from tests.kiosk.fixtures.opened_ballots import opening_on, words
from tests.kiosk.fixtures.single_papers import fill_names, fill_scores, with_names, with_scores
from tests.kiosk.fixtures.visits import Visit

WRITTEN = "欧阳志刚"


@pytest.fixture
def names() -> FakeBoard:
    return FakeBoard(with_names())


def checked(board: FakeBoard) -> Visit:
    visit = fill_names(Visit(board), WRITTEN, "").post("/review", ("do", "next"))
    return visit.post("/check", ("do", "check"))


SAID = "推荐人选：周启明另推他人1：欧阳志刚另推他人2：未填写"


def test_another_kiosk_makes_names_and_ranking_again(names: FakeBoard) -> None:
    visit = checked(names)
    assert visit.page == "opened"
    assert SAID in words(visit)
    assert "第1名林嵘、第2名周启明" in words(visit)
    other = Visit(names).scan(opening_on(visit))
    assert other.page == "opened"
    assert words(other) == words(visit)


def test_another_kiosk_makes_scores_again() -> None:
    board = FakeBoard(with_scores())
    visit = fill_scores(Visit(board), "95.5", "0", "60", "100").post("/review", ("do", "next"))
    visit.post("/check", ("do", "check"))
    other = Visit(board).scan(opening_on(visit))
    assert "周启明95.5、陈志远0.0、林嵘60.0、黄素芬100.0" in words(other)
    assert words(other) == words(visit)


def changing(name: str) -> Callable[[Choices], Choices]:
    """Another name on the first line."""
    return lambda choices: (choices[0], write_in_vector(name), *choices[2:])


def cheat(monkeypatch: pytest.MonkeyPatch, change: Callable[[Choices], Choices]) -> None:
    """Let the kiosk encrypt something else than was written."""

    def flipped(election, credential, choices, seed, before_answer):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        return prepare_ballot(election, credential, change(choices), seed, before_answer)

    monkeypatch.setattr(ballot_ahead, "prepare_ballot", flipped)


def test_a_kiosk_that_changes_the_written_name_is_caught(
    names: FakeBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cheating:
        cheat(cheating, changing("司马光"))
        visit = checked(names)
        assert SAID in words(visit), "the cheating kiosk claims what was written"
    assert Visit(names).scan(opening_on(visit)).problem == "check-mismatch"


def test_a_kiosk_that_admits_another_name_shows_it(
    names: FakeBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = changing("司马光")
    with monkeypatch.context() as cheating:
        cheat(cheating, change)
        cheating.setattr(
            flow, "choices_of", lambda items, answers: change(choices_of(items, answers))
        )
        visit = checked(names)
    other = Visit(names).scan(opening_on(visit))
    assert other.page == "opened"
    assert WRITTEN not in words(other)
    assert "司马光" in words(other)


@pytest.mark.parametrize(
    "vector", [(0,) * 30, (*"王芳 ".encode(), *(255,) * 23), (*b"a", *(255,) * 28, 1)]
)
def test_a_line_that_would_not_count_is_a_mismatch(
    names: FakeBoard, vector: tuple[int, ...]
) -> None:
    """A kiosk that encrypts and admits it: the ballot is what its code says, but invalid."""
    visit = checked(names)
    honest = OpenedBallot.parse(opening_on(visit))
    election = names.prepared[BOX].setup.election
    choices = honest.rebuild(election)
    changed = (choices[0], vector, *choices[2:])
    credential = honest.credential_of(election)
    unsigned = prepare_ballot(election, credential, changed, honest.seed)
    public = election.group.encode(credential)
    word = sign_spoiled(names.receipt_key, honest.setup, unsigned.fingerprint, public).signature
    code = OpenedBallot.of(honest.setup, unsigned, changed, honest.seed, word).to_text()
    other = Visit(names).scan(code)
    assert (other.page, other.problem) == ("start", "check-mismatch")


def test_what_was_written_is_in_no_log_address_cookie_repr_or_file(
    names: FakeBoard,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.chdir(tmp_path)
    written = files_written(monkeypatch)
    visit = Visit(names)
    visit.to_papers().fill()
    voter, said = visit.voter, [repr(visit.voter)]
    for text in ("欧阳志刚" * 4, "欧阳\u200b志刚", WRITTEN):
        visit.fill_fields(("item-other-1", text))
        said += [visit.path, str(visit.headers), repr(visit.voter)]
    cookie = visit.browser.get_cookie("piaoxiang-kiosk-8100")
    assert cookie is not None
    said.append(cookie.value)
    visit.get("/review").post("/review", ("do", "next"))
    said += [visit.html, repr(visit.kiosk), repr(voter), repr(voter.unsigned)]
    visit.post("/cast")
    said += [visit.html, caplog.text, *names.asked, *map(bytes.decode, names.sent)]
    for each in said:
        assert WRITTEN not in each
        assert "欧阳" not in each
    assert written == []
    assert list(tmp_path.iterdir()) == []
    assert voter.answers == {}
    assert not [each for each in reachable(visit.kiosk) if each == WRITTEN]
    visit.post("/leave")
    assert_nothing_is_left(visit, voter)


def test_a_mistake_while_a_name_is_read_is_logged_without_it(
    names: FakeBoard, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = Visit(names)
    visit.to_papers().fill()

    def fail(_voter: object, _page: object, form: dict[str, str]) -> None:
        raise RuntimeError(form["item-other-1"])

    monkeypatch.setattr(visit.kiosk.flow, "keep", fail)
    visit.fill_fields(("item-other-1", WRITTEN))
    assert (visit.status, visit.problem) == (500, "kiosk-failed")
    assert WRITTEN not in caplog.text + visit.html


def test_locking_drops_what_was_written(names: FakeBoard) -> None:
    visit = Visit(names)
    visit.to_papers().fill()
    visit.fill_fields(("item-other-1", WRITTEN))
    voter = visit.voter
    assert visit.post("/lock").page == "locked"
    assert_nothing_is_left(visit, voter)
    assert not [each for each in reachable(visit.kiosk) if each == WRITTEN]

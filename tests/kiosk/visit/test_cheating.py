"""A kiosk that encrypts something else than was chosen, and codes that were changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crypto.ballots.ballot import Choices, prepare_ballot
from crypto.ballots.opened_ballot import OpenedBallot
from kiosk.answers.by_form import choices_of
from kiosk.visit import ballot_ahead, flow
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.opened_ballots import CHOSEN, fill_and_encrypt, opening_on, words
from tests.kiosk.fixtures.visits import Visit


def flipping(choices: Choices) -> Choices:
    """Turn the first question's answer into another one."""
    return ((0, 1, 0, 0), *choices[1:])


def cheat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the kiosk encrypt something else than the voter chose."""
    real = prepare_ballot

    def flipped(election, credential, choices, seed, before_answer):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        return real(election, credential, flipping(choices), seed, before_answer)

    monkeypatch.setattr(ballot_ahead, "prepare_ballot", flipped)


def test_a_kiosk_that_flips_a_choice_is_caught_by_another_kiosk(
    visit: Visit, board: FakeBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows what the voter chose; the ballot behind the fingerprint says something else."""
    with monkeypatch.context() as cheating:
        cheat(cheating)
        fill_and_encrypt(visit).post("/check", ("do", "check"))
        assert CHOSEN in words(visit), "the cheating kiosk claims what was chosen"
    other = Visit(board)
    assert other.scan(opening_on(visit)).problem == "check-mismatch"
    assert other.page == "start"
    assert "总监票人" in other.html


def test_a_kiosk_that_admits_the_flipped_choice_shows_it(
    visit: Visit, board: FakeBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cheating:
        cheat(cheating)
        cheating.setattr(
            flow, "choices_of", lambda items, answers: flipping(_choices_of(items, answers))
        )
        fill_and_encrypt(visit).post("/check", ("do", "check"))
    other = Visit(board)
    assert other.scan(opening_on(visit)).page == "opened"
    assert CHOSEN not in words(other)
    assert "镇班子对镇班子的评价：优秀" in words(other)


_choices_of = choices_of


@pytest.mark.parametrize("what", ["seed", "choices", "fingerprint", "credential"])
def test_a_code_that_was_changed_is_caught(visit: Visit, board: FakeBoard, what: str) -> None:
    fill_and_encrypt(visit).post("/check", ("do", "check"))
    honest = OpenedBallot.parse(opening_on(visit))
    election = board.prepared[BOX].setup.election
    foreign = election.group.base_power(99)
    changed = {
        "seed": replace(honest, seed=b"s" * 32),
        "choices": replace(honest, choices=bytes([honest.choices[0] ^ 0x60, *honest.choices[1:]])),
        "fingerprint": replace(honest, fingerprint="A" * 43),
        "credential": OpenedBallot.of(
            honest.setup,
            prepare_ballot(election, foreign, honest.rebuild(election), honest.seed),
            honest.rebuild(election),
            honest.seed,
            honest.word,
        ),
    }[what]
    other = Visit(board)
    expected = "check-unsigned" if what == "fingerprint" else "check-mismatch"
    assert other.scan(changed.to_text()).problem == expected
    assert other.kiosk.booth.voter is None

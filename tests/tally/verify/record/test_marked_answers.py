"""A single answer that could mark its ballot is refused by itself; its box stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crypto.election.credential import public_credential
from tally.findings.finding import Level
from tally.verify.record.box import verify_record
from tests.tally.fixtures.single_hall import VECTORS, single_hall
from tests.tally.fixtures.small_hall import Hall
from tests.tally.tamper.single_cases import marked
from tests.tally.verify.record.test_attacks import SINGLE


@pytest.fixture(scope="module")
def singles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with pytest.MonkeyPatch.context() as patch:
        yield single_hall(tmp_path_factory.mktemp("marked") / "ceremony", patch)


def test_the_marked_answer_is_named_and_flagged_and_every_other_one_counts(singles: Hall) -> None:
    box = marked(singles)
    assert not box.findings.bad
    assert box.opening is not None
    assert box.opening.result is not None
    answers = box.opening.singles[SINGLE]
    assert len(answers) == len(VECTORS)
    assert tuple(each.values for each in answers) == (box.opening.result.singles[SINGLE])
    (at,) = (number for number, each in enumerate(answers) if not each.canonical)
    (note,) = (each for each in box.findings.found if each.code == "single-answer-marked")
    assert note.level is Level.NOTE
    told = note.to_json()
    assert (told["box"], told["question"], told["answer"]) == ("r1-A", SINGLE, at)
    assert told["height"] == box.record.head.height if box.record else None
    assert box.ballots is not None
    marker = slip_of(singles, box.ballots.ballots[0].credential)
    honest = sorted(each.values for each in answers if each.canonical)
    assert honest == sorted(vector for slip, vector in enumerate(VECTORS) if slip != marker)


def slip_of(hall: Hall, credential: str) -> int:
    """With which slip a ballot was cast: they are sealed in another order than they were cast."""
    election, slips = hall.elections["r1-A"], hall.slips["r1-A"]
    made = [
        election.group.encode(public_credential(election.group, election.uuid, private))
        for private in slips.private_credentials
    ]
    return made.index(credential)


def test_without_a_result_there_are_no_opened_answers(singles: Hall) -> None:

    box = verify_record(singles.closed_record("r1-A"), "r1-A", acts=None, workers=1)
    assert box.opening is not None
    assert box.opening.result is None
    assert box.opening.singles == {}

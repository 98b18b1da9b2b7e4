"""Whatever is wrong in the ceremony: the right teller is named, and the signature says how sure."""

from __future__ import annotations

from pathlib import Path

import pytest

from crypto.ceremony.steps import certificate
from crypto.trustees.teller_keys import make_seed
from meeting.problem import Problem
from tally.ceremony import steps
from tally.ceremony.faults import find_faults
from tally.ceremony.folder import CERTIFICATE, POLYNOMIAL, PROMISE, CeremonyFolder
from tally.commands.next_step import after_ceremony_step
from tests.tally.fixtures.bad_tellers import BAD, FAULTS, Ceremony, Told, flip_promise
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import CHEAP, PASSPHRASE

NAME = "2 罗永辉"


def refused_at(ceremony: Ceremony, step: str, teller: int = 1) -> Problem:
    arguments = () if step == "assemble" else (ceremony.files[teller - 1],)
    with pytest.raises(Problem) as caught:
        getattr(steps, step)(ceremony.folder, *arguments)
    return caught.value


def contents(folder: CeremonyFolder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}


def test_nothing_speaks_against_honest_tellers(copied: Ceremony) -> None:
    assert find_faults(copied.folder) == []
    for file in copied.files:
        assert find_faults(copied.folder, file.key) == []


@pytest.mark.parametrize("told", FAULTS.values(), ids=FAULTS)
def test_the_right_teller_is_named_and_nothing_is_changed(copied: Ceremony, told: Told) -> None:
    told.make(copied)
    before = contents(copied.folder)
    problem = refused_at(copied, told.step)
    assert problem.code == "ceremony-bad"
    assert contents(copied.folder) == before
    (fault,) = find_faults(copied.folder, copied.files[0].key if told.needs_key else None)
    assert (fault.teller, fault.code, fault.signed) == (BAD, told.code, told.signed)
    assert NAME in problem.text("en")
    for language, proof, nothing in (
        ("en", "own signature", "Nothing was changed here"),
        ("zh", "本人签名", "本次操作没有改动任何文件"),
    ):
        said = problem.text(language)
        assert nothing in said
        assert (proof in said) == told.signed
        assert f"piaoxiang teller restart {copied.folder.path} --without {BAD}" in said
        assert f"--out {copied.folder.path}-2" in said
        assert (f"--key {copied.files[0].path}" in said) == told.needs_key


@pytest.mark.parametrize(
    "name", ["share-wrong", "share-none", "share-of-a-stranger", "share-exchanged"]
)
def test_a_bad_share_is_seen_by_its_receiver_alone(copied: Ceremony, name: str) -> None:
    FAULTS[name].make(copied)
    assert find_faults(copied.folder) == []
    assert find_faults(copied.folder, copied.files[1].key) == []
    assert find_faults(copied.folder, copied.files[2].key) == []
    said = refused_at(copied, "accept").told("en")
    assert "12345" not in said
    assert copied.files[0].key.seed not in said


def test_ones_own_message_that_was_changed_is_not_ones_own_fault(copied: Ceremony) -> None:
    flip_promise(copied)
    said = refused_at(copied, "deal", BAD)
    assert "is not as you made it" in said.text("en")
    assert "restart" not in said.text("en")
    copied.remove(PROMISE, BAD)
    copied.remove(POLYNOMIAL)
    assert steps.deal(copied.folder, copied.files[1]) is steps.Dealt.DEALT


def test_a_copied_key_names_both(copied: Ceremony) -> None:
    FAULTS["certificate-copied"].make(copied)
    said = refused_at(copied, "deal").text("en")
    assert NAME in said
    assert "3 苏敏" in said


def test_several_bad_messages_are_named_together(copied: Ceremony) -> None:
    FAULTS["certificate-of-another-meeting"].make(copied)
    copied.put(3, CERTIFICATE, "[]")
    said = refused_at(copied, "deal").text("en")
    assert NAME in said
    assert "3 苏敏" in said


def test_whose_certificate_was_exchanged_learns_it(copied: Ceremony) -> None:
    """A carrier joins in the second teller's place: everything fits, but that teller sees it."""
    copied.back_to(CERTIFICATE)
    stranger = certificate(copied.folder.group, make_seed(), 3, 2, BAD)
    copied.put(BAD, CERTIFICATE, stranger.to_json())
    assert find_faults(copied.folder) == []
    before = contents(copied.folder)
    problem = refused_at(copied, "deal", BAD)
    assert problem.code == "certificate-exchanged"
    assert NAME in problem.text("zh")
    copied.put(BAD, CERTIFICATE, "{}")
    assert refused_at(copied, "deal", BAD).code == "certificate-exchanged"
    copied.put(BAD, CERTIFICATE, stranger.to_json())
    assert contents(copied.folder) == before


def test_who_dealt_rightly_cannot_be_framed_by_taking_a_promise_away(copied: Ceremony) -> None:
    """To others it looks like dealing early; the dealer's own key file knows better."""
    copied.back_to(POLYNOMIAL)
    copied.remove(PROMISE, 3)
    assert {each.code for each in find_faults(copied.folder)} == {"dealt-early"}
    assert find_faults(copied.folder, copied.files[1].key) == []
    problem = refused_at(copied, "deal", BAD)
    assert problem.code == "promise-removed"
    assert "3 苏敏" in problem.text("zh")


def test_a_promise_made_again_is_the_same_promise(copied: Ceremony) -> None:
    copied.back_to(POLYNOMIAL)
    before = copied.folder.message_path(3, PROMISE).read_bytes()
    copied.remove(PROMISE, 3)
    steps.deal(copied.folder, copied.files[2])
    assert copied.folder.message_path(3, PROMISE).read_bytes() != before
    for file in copied.files:
        steps.accept(copied.folder, file)
    steps.assemble(copied.folder)


def test_nobody_promises_after_seeing_anothers_dealing(copied: Ceremony) -> None:
    FAULTS["dealt-early"].make(copied)
    assert refused_at(copied, "deal", 1).code == "ceremony-bad"
    assert not copied.folder.has(3, PROMISE)


def test_nobody_joins_a_ceremony_that_must_begin_again(tiny: Held, tmp_path: Path) -> None:
    (tmp_path / "meeting.json").write_bytes(tiny.hall.definition)
    folder = CeremonyFolder.open(tmp_path)
    steps.join(folder, 1, tmp_path / "1.key", PASSPHRASE, CHEAP)
    folder.message_path(1, CERTIFICATE).write_text("{}")
    with pytest.raises(Problem) as caught:
        steps.join(folder, 3, tmp_path / "3.key", PASSPHRASE, CHEAP)
    assert caught.value.code == "ceremony-bad"
    assert not (tmp_path / "3.key").exists()


def test_what_is_missing_and_from_whom_is_said_by_name(
    copied: Ceremony, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    ceremony = copied
    assert "assemble" in after_ceremony_step(ceremony.folder)
    ceremony.back_to(POLYNOMIAL)
    assert "1 何静宜, 2 罗永辉, 3 苏敏 must still accept the shares" in (
        after_ceremony_step(ceremony.folder)
    )
    ceremony.remove(POLYNOMIAL, 1, 3)
    assert "1 何静宜, 3 苏敏 must still deal" in (after_ceremony_step(ceremony.folder))
    ceremony.remove(PROMISE, 3)
    assert "the promise of 3 苏敏 is still missing" in after_ceremony_step(ceremony.folder)
    ceremony.remove(CERTIFICATE, 1)
    assert "1 何静宜 must still join" in after_ceremony_step(ceremony.folder)

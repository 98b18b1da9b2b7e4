"""Who exchanges a promise and dealing after another accepted does not get that other sent away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from meeting.problem import Problem
from tally.ceremony import steps
from tally.ceremony.faults import find_faults
from tally.ceremony.restart import ABSENT, RESTARTED, restart
from tests.tally.fixtures.bad_tellers import BAD, FAULTS, Ceremony, exchanged_after_the_keys

HONEST = 1


def refused(*arguments: object) -> Problem:
    step, *rest = arguments
    with pytest.raises(Problem) as caught:
        step(*rest)  # type: ignore[operator]
    return caught.value


def test_without_a_key_both_are_said_and_nobody_is_proved_guilty(copied: Ceremony) -> None:
    exchanged_after_the_keys(copied)
    (fault,) = find_faults(copied.folder)
    assert (fault.teller, fault.code, fault.signed) == (HONEST, "verification-key", False)
    problem = refused(steps.assemble, copied.folder)
    for language, proof, either in (
        ("en", "own signature", "exchanged their own promise and dealing"),
        ("zh", "本人签名", "更换了自己的承诺和分发"),
    ):
        said = problem.text(language)
        assert proof not in said
        assert either in said
        assert "piaoxiang teller accept" in said
        assert f"restart {copied.folder.path} --without {HONEST} --key KEY --out" in said


@pytest.mark.parametrize("teller", [1, 3])
def test_every_key_that_dealt_names_who_exchanged_a_promise(copied: Ceremony, teller: int) -> None:
    exchanged_after_the_keys(copied)
    file = copied.files[teller - 1]
    (fault,) = find_faults(copied.folder, file.key)
    assert (fault.teller, fault.code, fault.signed) == (BAD, "promise-changed", True)
    said = refused(steps.accept, copied.folder, file).text("en")
    assert f"--without {BAD} --key {file.path}" in said


def test_the_honest_teller_is_not_left_out_for_it(copied: Ceremony, tmp_path: Path) -> None:
    exchanged_after_the_keys(copied)
    out = tmp_path / "new"
    without_key = refused(restart, copied.folder, [HONEST], out)
    assert (without_key.code, "--key" in without_key.text("zh")) == ("restart-needs-key", True)
    with_key = refused(restart, copied.folder, [HONEST], out, copied.files[2])
    assert with_key.code == "restart-no-reason"
    assert not out.exists()
    done = restart(copied.folder, [BAD], out, copied.files[2])
    assert done.reasons == {BAD: "promise-changed"}


def test_a_wrong_key_alone_needs_the_key_of_one_who_dealt(copied: Ceremony, tmp_path: Path) -> None:
    FAULTS["key-wrong"].make(copied)
    assert refused(restart, copied.folder, [BAD], tmp_path / "new").code == "restart-needs-key"
    done = restart(copied.folder, [BAD], tmp_path / "new", copied.files[2])
    assert done.reasons == {BAD: "verification-key"}


def test_who_is_absent_is_called_nothing_else(copied: Ceremony, tmp_path: Path) -> None:
    exchanged_after_the_keys(copied)
    done = restart(copied.folder, [HONEST], tmp_path / "new", absent=True)
    assert done.reasons == {HONEST: ABSENT}
    (entry,) = json.loads((tmp_path / "new" / RESTARTED).read_text())["without"]
    assert entry["problem"] == ABSENT

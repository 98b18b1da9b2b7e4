"""The key ceremony through a folder: who is missing, whose message is bad, what may be repeated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from meeting.problem import Problem
from tally.ceremony import steps
from tally.ceremony.folder import CERTIFICATE, POLYNOMIAL, PROMISE, VOUTPUT, CeremonyFolder
from tally.ceremony.steps import Dealt
from tally.keys.key_file import KeyFile
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import CHEAP, PASSPHRASE, run_ceremony


@pytest.fixture
def folder(tiny: Held, tmp_path: Path) -> CeremonyFolder:
    (tmp_path / "meeting.json").write_bytes(tiny.hall.definition)
    return CeremonyFolder.open(tmp_path)


def joined(folder: CeremonyFolder) -> list[KeyFile]:
    paths = [folder.path / f"{number}.key" for number in folder.numbers]
    for number, path in enumerate(paths, start=1):
        steps.join(folder, number, path, PASSPHRASE, CHEAP)
    return [KeyFile.open(path, PASSPHRASE) for path in paths]


def dealt(folder: CeremonyFolder) -> list[KeyFile]:
    files = joined(folder)
    for _round in (1, 2):
        for file in files:
            steps.deal(folder, file)
    return files


def problem_of(step: object, *args: object) -> Problem:
    with pytest.raises(Problem) as caught:
        step(*args)  # type: ignore[operator]
    return caught.value


def spoil(folder: CeremonyFolder, number: int, kind: str) -> None:
    """Change a signature's response in a teller's message."""
    path = folder.message_path(number, kind)
    text = path.read_text()
    at = text.rindex('"response":"') + len('"response":"')
    digit = "2" if text[at] != "2" else "3"
    path.write_text(text[:at] + digit + text[at + 1 :])


def test_everybody_joins_deals_and_accepts(folder: CeremonyFolder) -> None:
    run_ceremony(folder.path, tuple(folder.path / f"{n}.key" for n in folder.numbers))
    trustees = json.loads((folder.path / "trustees.json").read_text())
    assert trustees[0][0] == "Pedersen"
    assert trustees[0][1]["threshold"] == 2


def test_dealing_waits_for_every_promise(folder: CeremonyFolder) -> None:
    files = joined(folder)
    assert [steps.deal(folder, file) for file in files] == [
        Dealt.PROMISED,
        Dealt.PROMISED,
        Dealt.DEALT,
    ]
    assert folder.missing(POLYNOMIAL) == ["1 何静宜", "2 罗永辉"]


def test_a_step_repeated_changes_nothing(folder: CeremonyFolder) -> None:
    files = dealt(folder)
    before = {path: path.read_bytes() for path in sorted((folder.path / "ceremony").iterdir())}
    for file in files:
        assert steps.deal(folder, file) is Dealt.DEALT
    after = {path: path.read_bytes() for path in sorted((folder.path / "ceremony").iterdir())}
    assert after == before
    steps.accept(folder, files[0])
    output = folder.message_path(1, VOUTPUT).read_bytes()
    key = KeyFile.open(files[0].path, PASSPHRASE).key.decryption_key
    steps.accept(folder, files[0])
    assert folder.message_path(1, VOUTPUT).read_bytes() == output
    assert KeyFile.open(files[0].path, PASSPHRASE).key.decryption_key == key


def test_who_is_missing_is_said_by_name(folder: CeremonyFolder) -> None:
    steps.join(folder, 2, folder.path / "2.key", PASSPHRASE, CHEAP)
    file = KeyFile.open(folder.path / "2.key", PASSPHRASE)
    problem = problem_of(steps.deal, folder, file)
    assert problem.code == "ceremony-waiting"
    assert "：还有 1 何静宜、3 苏敏 没有加入。请本人" in problem.text("zh")
    for number in (1, 3):
        steps.join(folder, number, folder.path / f"{number}.key", PASSPHRASE, CHEAP)
    steps.deal(folder, file)
    steps.deal(folder, KeyFile.open(folder.path / "1.key", PASSPHRASE))
    problem = problem_of(steps.accept, folder, file)
    assert "：还有 3 苏敏 没有" in problem.text("zh")


@pytest.mark.parametrize(("kind", "step"), [
    (CERTIFICATE, "deal"), (PROMISE, "deal"), (POLYNOMIAL, "accept"), (VOUTPUT, "assemble"),
])  # fmt: skip
def test_whose_message_is_bad_is_said_by_name(folder: CeremonyFolder, kind: str, step: str) -> None:
    files = dealt(folder)
    if kind in (CERTIFICATE, PROMISE):
        folder.message_path(1, POLYNOMIAL).unlink()
    if kind == VOUTPUT:
        for file in files:
            steps.accept(folder, file)
    spoil(folder, 3, kind)
    args = (folder,) if step == "assemble" else (folder, files[0])
    problem = problem_of(getattr(steps, step), *args)
    assert problem.code == "ceremony-bad"
    assert "3 苏敏" in problem.text("zh")


def test_a_message_that_is_no_message_names_its_teller_and_file(folder: CeremonyFolder) -> None:
    files = joined(folder)
    folder.message_path(2, CERTIFICATE).write_text("{}")
    problem = problem_of(steps.deal, folder, files[0])
    assert problem.code == "ceremony-bad"
    assert "2 罗永辉" in problem.text("zh")
    assert "2.cert.json" in problem.where


def test_a_teller_joins_once_and_only_by_a_number_that_exists(folder: CeremonyFolder) -> None:
    steps.join(folder, 1, folder.path / "1.key", PASSPHRASE, CHEAP)
    again = problem_of(steps.join, folder, 1, folder.path / "again.key", PASSPHRASE, CHEAP)
    assert again.code == "teller-joined"
    assert not (folder.path / "again.key").exists()
    for number in (0, 4, -1):
        problem = problem_of(steps.join, folder, number, folder.path / "x.key", PASSPHRASE, CHEAP)
        assert problem.code == "teller-number"


def test_a_key_of_another_meeting_is_refused(folder: CeremonyFolder, tiny: Held) -> None:
    files = joined(folder)
    changed = json.loads(tiny.hall.definition)
    changed["minimum_group"] = 6
    text = json.dumps(changed, ensure_ascii=False, separators=(",", ":"))
    (folder.path / "meeting.json").write_text(text)
    problem = problem_of(steps.deal, CeremonyFolder.open(folder.path), files[0])
    assert problem.code == "key-meeting"


def test_other_trustees_are_never_overwritten(folder: CeremonyFolder) -> None:
    files = dealt(folder)
    for file in files:
        steps.accept(folder, file)
    (folder.path / "trustees.json").write_text("[]")
    assert problem_of(steps.assemble, folder).code == "trustees-differ"
    (folder.path / "trustees.json").unlink()
    steps.assemble(folder)
    steps.assemble(folder)

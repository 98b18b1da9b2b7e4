"""The ceremony begun anew without a teller: when it may be, what it writes, and that it works."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.canonical import sha256_hex
from crypto.groups.named import group_named
from crypto.trustees.trustee import Trustees
from meeting.problem import Problem
from meeting.published.definition_file import definition_hash, published
from tally.ceremony import steps
from tally.ceremony.faults import find_faults
from tally.ceremony.folder import CERTIFICATE, TRUSTEES, CeremonyFolder
from tally.ceremony.restart import ABSENT, RESTARTED, restart
from tally.keys.key_file import KeyFile
from tests.tally.fixtures.bad_tellers import BAD, FAULTS, Ceremony, Told
from tests.tally.fixtures.held_meeting import hold
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall, hall_of, run_ceremony


def contents(path: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in path.rglob("*") if each.is_file()}


def refused(*arguments: object, **named: object) -> Problem:
    with pytest.raises(Problem) as caught:
        restart(*arguments, **named)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("told", FAULTS.values(), ids=FAULTS)
def test_the_ceremony_ends_without_the_teller_at_fault(
    copied: Ceremony, tmp_path: Path, told: Told
) -> None:
    told.make(copied)
    before = contents(copied.folder.path)
    out = tmp_path / "new"
    file = copied.files[0] if told.needs_key else None
    done = restart(copied.folder, [BAD], out, file)
    assert contents(copied.folder.path) == before
    assert done.reasons == {BAD: told.code}
    assert done.meeting.tellers == ("何静宜", "苏敏")
    assert done.definition_hash == definition_hash((out / "meeting.json").read_bytes())
    assert done.definition_hash != copied.folder.definition_hash
    said = json.loads((out / RESTARTED).read_text())
    (entry,) = said["without"]
    kept = copied.folder.path / "ceremony" / entry["file"]
    assert (said["from"], said["meeting"]) == (copied.folder.definition_hash, done.definition_hash)
    assert (entry["teller"], entry["name"]) == (BAD, "罗永辉")
    assert (entry["problem"], entry["signed"]) == (told.code, told.signed)
    assert entry["sha256"] == sha256_hex(kept.read_bytes())
    keys = (out / "1.key", out / "2.key")
    run_ceremony(out, keys)
    group = group_named(done.meeting.group_name)
    trustees = Trustees.parse(group, (out / TRUSTEES).read_bytes())
    trustees.verify(group)
    assert len(trustees.owners) == 2


def test_a_whole_meeting_after_a_restart(copied: Ceremony, untouched: Hall, tmp_path: Path) -> None:
    FAULTS["share-wrong"].make(copied)
    done = restart(copied.folder, [BAD], tmp_path / "new", copied.files[0])
    hall = hall_of(tmp_path / "new", done.meeting, untouched.server, {"r1-A": 6, "r1-B": 6}, 7)
    assert hall.hash == done.definition_hash
    held = hold(hall, tmp_path / "held", tellers=(1, 2))
    assert [box.ballots for box in held.outcome.boxes] == [6, 6]
    assert all(box.items is not None for box in held.outcome.boxes)


def test_keys_and_messages_of_the_first_ceremony_are_refused(
    copied: Ceremony, tmp_path: Path
) -> None:
    FAULTS["promise-broken"].make(copied)
    restart(copied.folder, [BAD], tmp_path / "new")
    new = CeremonyFolder.open(tmp_path / "new")
    for file in copied.files:
        with pytest.raises(Problem) as caught:
            steps.deal(new, file)
        assert caught.value.code == "key-meeting"
    assert not (new.path / "ceremony").exists()
    shutil.copytree(copied.folder.path / "ceremony", new.path / "ceremony")
    codes = {each.code for each in find_faults(new)}
    assert codes == {"certificate-context"}


def test_nobody_is_sent_away_without_a_reason(copied: Ceremony, tmp_path: Path) -> None:
    out = tmp_path / "new"
    without_key = refused(copied.folder, [BAD], out)
    assert (without_key.code, "--key" in without_key.text("zh")) == ("restart-no-reason", True)
    with_key = refused(copied.folder, [BAD], out, copied.files[0])
    assert (with_key.code, "给您的份额" in with_key.text("zh")) == ("restart-no-reason", True)
    FAULTS["share-wrong"].make(copied)
    assert refused(copied.folder, [BAD], out).code == "restart-no-reason"
    assert refused(copied.folder, [3], out, copied.files[0]).code == "restart-no-reason"
    assert refused(copied.folder, [BAD, 3], out, copied.files[0]).code == "restart-no-reason"
    assert refused(copied.folder, [4], out).code == "teller-number"
    assert not out.exists()


def test_who_is_absent_can_be_left_out(copied: Ceremony, tmp_path: Path) -> None:
    copied.back_to(CERTIFICATE)
    copied.remove(CERTIFICATE, 3)
    done = restart(copied.folder, [3], tmp_path / "new", absent=True)
    assert done.reasons == {3: ABSENT}
    (entry,) = json.loads((tmp_path / "new" / RESTARTED).read_text())["without"]
    assert entry == {"teller": 3, "name": "苏敏", "problem": "absent"}


def test_either_holder_of_a_copied_key_can_be_left_out(copied: Ceremony, tmp_path: Path) -> None:
    FAULTS["certificate-copied"].make(copied)
    assert restart(copied.folder, [3], tmp_path / "new").reasons == {3: "certificate-duplicate"}


def test_too_few_tellers_need_a_substitute(copied: Ceremony, tmp_path: Path) -> None:
    problem = refused(copied.folder, [1, 2], tmp_path / "new", absent=True)
    assert problem.code == "restart-too-few"
    assert "meeting.toml" in problem.text("zh")
    meeting = replace(copied.folder.meeting, teller_threshold=3)
    (copied.folder.path / "meeting.json").write_bytes(published(meeting))
    folder = CeremonyFolder.open(copied.folder.path)
    assert refused(folder, [2], tmp_path / "new", absent=True).code == "restart-too-few"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["prepared", "slips.pdf", "boxes"])
def test_not_once_slips_were_made(copied: Ceremony, tmp_path: Path, name: str) -> None:
    FAULTS["promise-broken"].make(copied)
    (copied.folder.path / name).mkdir()
    problem = refused(copied.folder, [BAD], tmp_path / "new")
    assert (problem.code, name in problem.text("zh")) == ("slips-made", True)


def test_not_with_a_key_that_knows_the_slips(copied: Ceremony, tmp_path: Path) -> None:
    FAULTS["share-wrong"].make(copied)
    file = KeyFile.open(copied.files[0].path, PASSPHRASE)
    file.save(replace(file.key, setups={"r1-A": "0" * 64}))
    assert refused(copied.folder, [BAD], tmp_path / "new", file).code == "slips-made"


def test_the_first_folder_and_others_stay_as_they_are(copied: Ceremony, tmp_path: Path) -> None:
    FAULTS["promise-broken"].make(copied)
    inside = copied.folder.path / "again"
    for out in (copied.folder.path, inside):
        assert refused(copied.folder, [BAD], out).code == "restart-inside"
    assert not inside.exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("Dear teller")
    assert refused(copied.folder, [BAD], tmp_path / "full").code == "restart-exists"
    (tmp_path / "empty").mkdir()
    restart(copied.folder, [BAD], tmp_path / "empty")
    assert sorted(each.name for each in (tmp_path / "empty").iterdir()) == [
        "meeting.json",
        RESTARTED,
    ]
    assert not list(tmp_path.glob(".new-*"))


def test_with_everybody_where_a_certificate_was_spoilt_on_its_way(
    copied: Ceremony, tmp_path: Path
) -> None:
    """Others have promised for it: it cannot be made again, and nobody need be left out."""
    copied.put(BAD, CERTIFICATE, "{}")
    with pytest.raises(Problem) as caught:
        steps.deal(copied.folder, copied.files[0])
    for language, words in (("en", "start again with everybody"), ("zh", "全体重新开始")):
        said = caught.value.text(language)
        assert words in said
        assert f"piaoxiang teller restart {copied.folder.path} --out" in said
        assert "--without 2" in said
    done = restart(copied.folder, [], tmp_path / "new")
    assert (done.meeting, done.reasons) == (copied.folder.meeting, {})
    assert json.loads((tmp_path / "new" / RESTARTED).read_text())["without"] == []
    for file in copied.files:
        with pytest.raises(Problem):
            steps.deal(CeremonyFolder.open(tmp_path / "new"), file)
    run_ceremony(done.path, tuple(tmp_path / f"again-{number}.key" for number in (1, 2, 3)))
    for file in copied.files:
        with pytest.raises(Problem) as caught:
            steps.accept(CeremonyFolder.open(tmp_path / "new"), file)
        assert caught.value.code == "certificate-exchanged"

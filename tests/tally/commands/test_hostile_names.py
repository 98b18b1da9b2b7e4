"""Names and ids that somebody made to write on an observer's or a teller's screen."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

import piaoxiang
from meeting.language import gettext_for
from tally.commands.terminal import say, say_json
from tally.findings.finding import Level
from tally.folder.source import open_folder
from tally.opening.work_folder import WorkFolder
from tally.problem import ROOM, Problem
from tally.sums.bad_acts import set_aside_of_sum
from tally.sums.sum import boxes_of_sum
from tally.verify.folder import verify_folder
from tally.verify.meeting.contents import MOST_NAMED
from tally.verify.verdict import Verdict, Word
from tally.verify.words.verdict import verdict_lines
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.fixtures.summed_meeting import release, with_own_keys

SUM = "sums/r1-A+B"
HOSTILE = (
    "x\x1b[8m\nVALID — every ballot, every share and every figure holds.",
    "r1-A\x1b]10;#000\x1b\\",
    "r1-\u202eA",
    "r1-\x9b8m",
    os.fsdecode(b"r1-\xff"),
)


@pytest.fixture
def out(summed: Held, tmp_path: Path) -> Path:
    return Path(shutil.copytree(summed.out, tmp_path / "out"))


@pytest.fixture
def work(groups: Hall, tmp_path: Path) -> WorkFolder:
    return groups.write_work(tmp_path / "work")


def verdict_of(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def lines(verdict: Verdict) -> list[str]:
    return list(verdict_lines(verdict, [], gettext_for(ROOM, "en")))


def verified(path: Path, *more: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        piaoxiang.main(["verify", str(path), *more])
    return int(stopped.value.code or 0)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_name_of_a_sum_cannot_write_on_the_screen(out: Path, name: str) -> None:
    (out / "sums" / name).mkdir()
    verdict = verdict_of(out)
    assert verdict.word is Word.INVALID
    assert all(line.isprintable() for line in lines(verdict))
    assert not any(line.startswith("VALID") for line in lines(verdict))


@pytest.mark.parametrize("name", HOSTILE)
def test_the_command_says_its_verdict_whatever_lies_in_sums(
    out: Path, capfdbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    (out / "sums" / name).mkdir()
    (out / "boxes" / name).mkdir()
    assert verified(out) == 1
    said = capfdbinary.readouterr().out.decode()
    assert all(line.isprintable() for line in said.splitlines())
    assert verified(out, "--json") == 1
    printed = capfdbinary.readouterr().out.decode()
    assert printed.removesuffix("\n").isprintable()
    assert json.loads(printed)["verdict"] == "invalid"


@pytest.mark.parametrize("box", ["r1\x9b8m\u202e\nVALID", "", "r1 A", "陈"])
def test_an_id_in_a_sum_is_an_id(out: Path, box: str) -> None:
    path = out / SUM / "sum.json"
    path.write_bytes(edited(path.read_bytes(), lambda v: v["boxes"][0].__setitem__("id", box)))
    verdict = verdict_of(out)
    assert ("sum-boxes", "r1-A+B") in {(e.code, e.box) for e in verdict.findings}
    assert all(line.isprintable() for line in lines(verdict))


def test_fields_nobody_knows_cannot_write_on_the_screen(out: Path) -> None:
    path = out / SUM / "sum.json"
    path.write_bytes(edited(path.read_bytes(), lambda v: v.__setitem__("\x1b[8m\nVALID", 1)))
    verdict = verdict_of(out)
    assert verdict.word is Word.INVALID
    assert all(line.isprintable() for line in lines(verdict))


def test_what_is_said_is_printable_and_means_itself(capsys: pytest.CaptureFixture[str]) -> None:
    say("张\u3000三 :warning: [bold]x[/bold] \x1b[8m\u202e\udcff")
    assert capsys.readouterr().out == (
        "张\u3000三 :warning: [bold]x[/bold] \\x1b[8m\\u202e\\udcff\n"
    )
    value = {"where": ":warning: [red]\x1b\x7f\x9b\u202e\udcff张\U000e0041"}
    say_json(value)
    said = capsys.readouterr().out
    assert said.removesuffix("\n").isprintable()
    assert "张" in said
    assert json.loads(said) == value


def test_what_is_refused_is_said_printably(
    work: WorkFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    place = work.folder.path / "sums" / "x\x1b[8m:warning:"
    place.mkdir(parents=True)
    (place / "sum.json").symlink_to("/x")
    with pytest.raises(Problem) as caught:
        WorkFolder.open(work.folder.path)
    assert caught.value.code == "folder-kinds"
    assert caught.value.text("en").isprintable()
    for raw in (Problem("file", "{path}", path="\x1b[8m:warning:"), caught.value):
        with pytest.raises(SystemExit):
            piaoxiang.refuse(raw)
        said = capsys.readouterr().err
        assert ":warning:" in said
        assert said.removesuffix("\n").isprintable()


def test_a_link_in_the_place_of_a_sum_is_seen(out: Path, tmp_path: Path) -> None:
    shutil.move(out / SUM, tmp_path / "elsewhere")
    (out / SUM).symlink_to(tmp_path / "elsewhere")
    found = {(e.code, e.where) for e in verdict_of(out).findings if e.level is Level.PROBLEM}
    assert ("file-symlink", SUM) in found
    os.mkfifo(out / "sums/r1-Z")
    assert ("file-special", "sums/r1-Z") in {(e.code, e.where) for e in verdict_of(out).findings}
    with pytest.raises(Problem) as caught:
        WorkFolder.open(out)
    assert caught.value.code == "folder-kinds"


@pytest.mark.parametrize("linked", ["sums", SUM])
def test_nothing_of_a_sum_is_written_through_a_link(
    work: WorkFolder, tmp_path: Path, linked: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = work.folder.path / linked
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(elsewhere)
    with pytest.raises(Problem) as caught:
        work.real_folder(SUM)
    assert caught.value.code == "folder-kinds"
    with pytest.raises(Problem) as caught:
        WorkFolder.open(work.folder.path)
    assert caught.value.code == "folder-kinds"
    assert list(elsewhere.iterdir()) == []


def test_many_names_are_cut_short_and_counted(out: Path) -> None:
    for number in range(MOST_NAMED + 20):
        (out / "boxes" / f"x{number:03}").touch()
        (out / "sums" / f"x{number:03}").symlink_to("/x")
    verdict = verdict_of(out)
    for code in ("box-unknown", "sum-missing", "file-symlink"):
        named = [each for each in verdict.findings if each.code == code]
        assert MOST_NAMED <= len(named) <= MOST_NAMED + 1
    assert sum("and 20 more" in each.detail for each in verdict.findings) == 3
    assert len(verdict.sums) == 1 + MOST_NAMED


def test_a_share_put_before_an_honest_one_takes_nothing_from_it(
    groups: Hall, tmp_path: Path
) -> None:
    hall = with_own_keys(groups, tmp_path / "keys")
    work = hall.write_work(tmp_path / "work")
    release(work, hall, 1, "r1-A", "r1-B")
    release(work, hall, 3, "r1-A", "r1-B")
    path = work.folder.path / SUM / "opening.json"
    honest = path.read_bytes()

    def renamed(value: dict[str, list[dict[str, int]]]) -> None:
        value["shares"].insert(0, value["shares"][1] | {"owner": 1})

    path.write_bytes(edited(honest, renamed))
    work = WorkFolder.open(work.folder.path)  # as the next command finds it
    (bad,) = set_aside_of_sum(work, boxes_of_sum(work, ("r1-A", "r1-B")))
    assert (bad.owner, bad.height) == (1, 0)
    assert "act-signature" in bad.codes
    assert "owner-repeated" not in bad.codes
    assert path.read_bytes() == honest

"""Shown and agreed to before anything final; and what comes next, by name."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import click
import pytest

from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from meeting.definition.paper import RANKING, Option, Paper, PaperItem
from tally.commands.terminal import must_agree
from tally.counting.counting import count_box
from tally.next_steps.progress import progress_of_boxes
from tally.opening.work_folder import WorkFolder
from tally.verify.record.box import no_progress
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE, TIMESTAMP, Hall, build_hall
from tests.tally.fixtures.small_papers import PEOPLE, TINY
from tests.tally.fixtures.typed_commands import Said, Terminal

ORDER = PaperItem(
    "order",
    None,
    "排序推荐",
    "Ranking",
    tuple(Option(person.id, person.name, person.name_en) for person in PEOPLE),
    0,
    2,
    False,
    form=RANKING,
)
RANKED = (
    *TINY,
    Paper("ranked", "recommendation", "排序推荐", "Ranking", "", "", "valid", (ORDER,)),
)
COMPARE = "Is this exactly the board fingerprint"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """A hall with a ranking, so that two tellers must shuffle; only copies are used."""
    return build_hall(tmp_path_factory.mktemp("ranked") / "ceremony", RANKED, name="ranked-2026")


@pytest.fixture
def hall(made: Hall, tmp_path: Path) -> Hall:
    folder = Path(shutil.copytree(made.folder, tmp_path / "ceremony"))
    return replace(made, folder=folder, key_paths=tuple(folder / p.name for p in made.key_paths))


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase.txt"
    path.write_text(PASSPHRASE + "\n")
    return path


def record(work: Path, box: str = "r1-A") -> bytes:
    return (work / "boxes" / box / "record.bel").read_bytes()


@dataclass
class Tellers:
    """What the tellers of a hall type about one work folder, each with their own key."""

    terminal: Terminal
    hall: Hall
    work: Path
    passphrase: Path

    def __call__(
        self, step: str, number: int, *more: object, answers: tuple[str, ...] = ()
    ) -> Said:
        key = ("--key", self.hall.key_paths[number - 1], "--passphrase-file", self.passphrase)
        return self.terminal.run("teller", step, self.work, *key, *more, answers=answers)


@pytest.fixture
def teller(terminal: Terminal, hall: Hall, tmp_path: Path, passphrase: Path) -> Tellers:
    return Tellers(terminal, hall, tmp_path / "work", passphrase)


def test_a_question_that_nobody_can_answer_any_more_is_not_agreed_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PIAOXIANG_LANGUAGE", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(click.Abort):
        must_agree("?", yes=False)
    assert capsys.readouterr().err.splitlines()[-1] == "未确认，没有执行任何操作。"
    must_agree("?", yes=True)
    assert capsys.readouterr() == ("", "")


def test_a_shuffle_is_shown_and_agreed_to(teller: Tellers) -> None:
    work = teller.work
    teller.hall.write_work(work)
    head = short_hash(read_record(record(work)).head.hash)
    before = record(work)

    for answer in ("", "n"):
        said = teller("shuffle", 1, "--box", "r1-A", answers=(answer,))
        assert (said.code, "Not confirmed: nothing was done with box r1-A" in said.err) == (
            130,
            True,
        )
        assert f"Board fingerprint: {head}" in said.out
        assert "every ballot verified; ballots: 6" in said.out
        assert said.asked[0].startswith(COMPARE)
        assert record(work) == before
    differs = teller("shuffle", 1, "--box", "r1-A", "--expect-head", "AAAA BBBB CCCC DDDD")
    assert (differs.code, "call the chief teller" in differs.err) == (2, True)
    assert teller("shuffle", 1, "--expect-head", head).code == 2
    assert record(work) == before
    first = teller("shuffle", 1, "--box", "r1-A", answers=("what?", "yes"))
    assert first.code == 0
    assert "Please answer y (yes) or n (no)" in first.err
    assert "1 more of these tellers must shuffle box r1-A: 2 罗永辉, 3 苏敏" in first.out
    assert "2 more of these tellers must shuffle box r1-B: 1 何静宜, 2 罗永辉, 3 苏敏" in first.out
    assert teller("shuffle", 1, "--box", "r1-B", answers=("是",)).code == 0
    assert teller("decrypt", 1, "--yes").code == 2
    assert teller("shuffle", 2, "--box", "r1-A", "--expect-head", head).code == 0
    last = teller("shuffle", 2, "--yes")
    assert "2 more of these tellers must open box r1-A, r1-B" in last.out


def test_an_opening_is_shown_and_agreed_to(teller: Tellers, tmp_path: Path) -> None:
    terminal, hall, work = teller.terminal, teller.hall, teller.work
    hall.shuffle_boxes(hall.write_work(work), (1, 2))
    shuffled = record(work)
    said = teller("decrypt", 3, "--box", "r1-A", answers=("n",))
    assert said.code == 130
    assert "2 tellers have shuffled: 1 何静宜, 2 罗永辉" in said.out
    assert "nobody can shuffle any more" in said.out
    assert said.asked == ["Has everybody shuffled who wants to? [y/N]"]
    assert record(work) == shuffled
    said = teller("decrypt", 3, "--box", "r1-A", answers=("y", "n"))
    assert said.code == 130
    assert said.asked[1].startswith(COMPARE)
    assert record(work) == shuffled
    assert hall.key(3).key.openings == ()
    said = teller("decrypt", 3, "--box", "r1-A", answers=("y", "y"))
    assert said.code == 0
    assert "1 more of these tellers must open box r1-A: 1 何静宜, 2 罗永辉" in said.out
    silent = teller("decrypt", 3, "--box", "r1-B", "--yes")
    assert (silent.code, "2 tellers have shuffled" in silent.out) == (0, True)
    too_early = terminal.run("count", work)
    assert too_early.code == 2
    assert "1 more of these tellers must open box r1-A, r1-B: 1 何静宜" in too_early.err
    again = teller("decrypt", 1, "--box", "r1-A", answers=("y",))
    assert "have shuffled" not in again.out
    assert "the shares suffice" in teller("decrypt", 1, "--yes").out
    unsure = terminal.run("count", work, answers=("n",))
    assert (unsure.code, len(unsure.asked)) == (130, 1)
    assert "not entered for r1-A Round 1 · Ballot A, r1-B Round 1 · Ballot B:" in unsure.asked[0]
    assert not any(each.counted for each in progress_of_boxes(WorkFolder.open(work)))
    assert not (work / "outcome.json").exists()
    figures = tmp_path / "figures.toml"
    figures.write_text("schema = 1\n[boxes.r1-A]\npresent = 7\nissued = 7\n")
    partly = terminal.run("count", work, "--figures", figures, answers=("n",))
    assert (partly.code, len(partly.asked)) == (130, 1)
    assert "not entered for r1-B Round 1 · Ballot B:" in partly.asked[0]
    counted = terminal.run("count", work, answers=("y",))
    assert terminal.run("count", work).asked == [], "it was agreed to before"
    assert (counted.code, "Next: anybody publishes it" in counted.out) == (0, True)
    shown = terminal.run("publish", work, tmp_path / "out")
    assert (shown.code, "Next: hand" in shown.out) == (0, True)
    assert all(each.counted for each in progress_of_boxes(WorkFolder.open(work)))


def test_nothing_is_counted_before_everything_can_be(teller: Tellers) -> None:
    terminal, hall, work = teller.terminal, teller.hall, teller.work
    hall.shuffle_boxes(hall.write_work(work), (1, 2))
    for number in (1, 2):
        assert teller("decrypt", number, "--box", "r1-A", "--yes").code == 0
    before = record(work)
    too_early = terminal.run("count", work)
    assert (too_early.code, "Box r1-B: tellers who have opened it: 0" in too_early.err) == (2, True)
    assert "Next: 2 more of these tellers must open box r1-B: 1 何静宜" in too_early.err
    assert (record(work), (work / "outcome.json").exists()) == (before, False)
    # what it named is what helps
    assert teller("decrypt", 1, "--yes").code == 0
    last = teller("decrypt", 2, "--yes")
    assert (last.code, "the shares suffice" in last.out) == (0, True)
    assert terminal.run("count", work, "--yes").code == 0


@pytest.mark.parametrize("step", ["shuffle", "decrypt"])
def test_where_a_command_stopped_between_boxes_is_said(teller: Tellers, step: str) -> None:
    hall, work = teller.hall, teller.work
    folder = hall.write_work(work)
    first: tuple[str, ...] = ("y",)
    if step == "decrypt":
        hall.shuffle_boxes(folder, (1, 2))
        first = ("y", "y")
    before = record(work), record(work, "r1-B")
    said = teller(step, 3, answers=(*first, "n"))
    assert said.code == 130
    assert "Not confirmed: nothing was done with box r1-B" in said.err
    assert "nothing was done." not in said.err
    a_box, b_box = (f"{each} Round 1 · Ballot {each[-1]}" for each in ("r1-A", "r1-B"))
    assert f"Done: {a_box}. Not done: {b_box}." in said.err
    assert record(work) != before[0]
    assert record(work, "r1-B") == before[1]
    again = teller(step, 3, answers=("n",))
    assert (again.code, "already" in again.out) == (130, True)
    assert f"Done: {a_box}. Not done: {b_box}." in again.err


def test_boxes_that_are_counted_are_passed_over(teller: Tellers) -> None:
    terminal, hall, work = teller.terminal, teller.hall, teller.work
    folder = hall.write_work(work)
    hall.shuffle_boxes(folder, (1, 2))
    for number in (1, 2):
        hall.open_box(folder, "r1-A", number)
    count_box(folder, hall.box("r1-A"), no_progress).written()
    counted = record(work)
    for number in (3, 2):
        opened = teller("decrypt", number, "--yes")
        assert opened.code == 0
        assert "Box r1-A has been counted already." in opened.out
        assert "your share is in the record" in opened.out
    over = teller("shuffle", 3, "--yes")
    assert over.code == 0
    assert "Box r1-A has been counted already." in over.out
    assert "The shuffles of box r1-B have ended" in over.out
    assert record(work) == counted
    assert terminal.run("count", work, "--yes").code == 0
    again = teller("decrypt", 1, "--yes")
    assert (again.code, "Next: everything is counted. Anybody publishes it" in again.out) == (
        0,
        True,
    )
    assert f"    piaoxiang publish {work} result\n" in again.out
    alone = teller("decrypt", 1, "--box", "r1-B", "--yes")
    assert (alone.code, "has been counted already" in alone.err) == (2, True)


def test_shuffles_that_have_ended_in_one_box_keep_nobody_from_the_next(teller: Tellers) -> None:
    hall, work = teller.hall, teller.work
    hall.write_work(work)
    for number in (1, 2):
        assert teller("shuffle", number, "--box", "r1-A", "--yes").code == 0
    assert teller("decrypt", 1, "--box", "r1-A", "--yes").code == 0
    said = teller("shuffle", 3, "--yes")
    assert (said.code, "The shuffles of box r1-A have ended" in said.out) == (0, True)
    assert len(read_record(record(work, "r1-B")).shuffles) == 1


def test_boxes_that_are_still_open_are_named(
    terminal: Terminal, untouched: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    untouched.write_work(work)
    started = RecordBuilder.start(
        TIMESTAMP,
        untouched.elections["r1-A"].to_json().encode(),
        untouched.trustees.to_json().encode(),
        untouched.slips["r1-A"].public_list().encode(),
    )
    ballot = untouched.ballot("r1-A", 0, untouched.cast["r1-A"][0])
    (work / "boxes/r1-A/record.bel").write_bytes(started.add_ballots([ballot]).appended_bytes())
    monkeypatch.setattr("tally.commands.fetch.fetch_meeting", lambda *_arguments: untouched.hash)
    said = terminal.run("tally", "fetch", "http://127.0.0.1:1", work)
    assert said.code == 0
    assert "Next: box r1-A is still open for voting" in said.out
    assert "2 more of these tellers must open box r1-B" in said.out
    assert "teller decrypt" in said.out
    assert f"piaoxiang tally fetch http://127.0.0.1:1 {work}\n" in said.out
    (work / "boxes/r1-A/record.bel").write_bytes(b"no record")
    assert [each.name for each in progress_of_boxes(WorkFolder.open(work))] == ["r1-B"]


def test_a_passphrase_is_asked_for_only_when_nothing_else_is_wrong(
    terminal: Terminal, tiny: Held, untouched: Hall, tmp_path: Path
) -> None:
    folder = tmp_path / "opening"
    folder.mkdir()
    (folder / "meeting.json").write_bytes(tiny.hall.definition)
    letter, no_key = tmp_path / "letter", tmp_path / "no.key"
    letter.write_text("Dear teller")
    empty = tmp_path / "empty"
    empty.mkdir()
    unfetched = tmp_path / "unfetched"
    shutil.copytree(tiny.closed, unfetched)
    (unfetched / "boxes/r1-B/record.bel").unlink()
    key = untouched.key_paths[0]
    for words in (
        ("join", tmp_path / "nothing", "--index", 1, "--key", no_key),
        ("join", empty, "--index", 1, "--key", no_key),
        ("join", folder, "--index", 4, "--key", no_key),
        ("join", folder, "--index", 1, "--key", letter),
        ("deal", folder, "--key", no_key),
        ("accept", empty, "--key", key),
        ("accept", folder, "--key", key),
        ("check", empty, "--key", key),
        ("decrypt", empty, "--key", key),
        ("decrypt", tiny.closed, "--key", no_key),
        ("decrypt", tiny.closed, "--key", letter),
        ("decrypt", tiny.closed, "--key", key, "--box", "r9-Z"),
        ("decrypt", unfetched, "--key", key),
        ("shuffle", unfetched, "--key", key, "--box", "r1-B"),
        ("shuffle", tiny.closed, "--key", no_key),
        ("restart", folder, "--without", 7, "--out", tmp_path / "new", "--key", key),
        ("restart", folder, "--without", 1, "--out", tmp_path / "new", "--key", no_key),
    ):
        said = terminal.run("teller", *words)
        assert (said.code, said.asked) == (2, []), words
        assert said.err.startswith("✗"), words
    asked = terminal.run(
        "teller", "decrypt", tiny.closed, "--key", key, answers=("a wrong passphrase",)
    )
    assert (asked.code, "does not open this key file" in asked.err) == (2, True)


def test_a_restart_as_it_is_typed(
    terminal: Terminal, untouched: Hall, tmp_path: Path, passphrase: Path
) -> None:
    folder, out = tmp_path / "opening", tmp_path / "opening-2"
    folder.mkdir()
    (folder / "meeting.json").write_bytes(untouched.definition)
    unattended = ("--passphrase-file", passphrase)

    def join(number: int, place: Path, name: str) -> Said:
        key = ("--index", number, "--key", tmp_path / name)
        return terminal.run("teller", "join", place, *key, *unattended)

    assert "2 罗永辉, 3 苏敏 must still join" in join(1, folder, "1.key").out
    assert join(2, folder, "2.key").code == 0
    (folder / "ceremony/2.cert.json").write_text("{}")
    told = join(3, folder, "3.key")
    command = f"piaoxiang teller restart {folder} --without 2 --out {out}"
    assert (told.code, command in told.err) == (2, True)
    done = terminal.run(*command.split()[1:])
    assert done.code == 0
    assert "Teller 2 罗永辉 takes no part any more (json-fields)" in done.out
    assert "Tellers now: 1 何静宜, 2 苏敏; 2 of them open a box together" in done.out
    assert "All of them are needed to open a box" in done.out
    assert "Meeting fingerprint: " in done.out
    assert "1 何静宜, 2 苏敏 must still join" in done.out
    reused = terminal.run("teller", "join", out, "--index", 1, "--key", tmp_path / "1.key")
    assert (reused.code, reused.asked) == (2, [])
    for number in (1, 2):
        assert join(number, out, f"new-{number}.key").code == 0
    old = terminal.run("teller", "deal", out, "--key", tmp_path / "1.key", *unattended)
    assert (old.code, "made for another meeting" in old.err) == (2, True)
    new = terminal.run("teller", "deal", out, "--key", tmp_path / "new-1.key", *unattended)
    assert (new.code, "the promise of 2 苏敏 is still missing" in new.out) == (0, True)

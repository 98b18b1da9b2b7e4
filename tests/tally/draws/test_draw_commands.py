"""Drawing by lot as people do it: a list is put up, tellers give shares, everybody reads it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tally.counting.publish import publish
from tally.folder.source import open_folder
from tally.opening.work_folder import WorkFolder
from tally.verify.folder import verify_folder
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall
from tests.tally.fixtures.summed_meeting import with_own_keys
from tests.tally.fixtures.typed_commands import Terminal

NAMES = ("王芳（一中）", "王芳（二中）", "李强", "Ördög Péter", "买买提·吐尔逊")


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)


@pytest.fixture
def judges(tmp_path: Path) -> Path:
    path = tmp_path / "judges.csv"
    rows = (f"{number},{name},1\n" for number, name in enumerate(NAMES, start=1))
    path.write_text("评委名单\n序号,姓名,电话\n" + "".join(rows))
    return path


@pytest.fixture
def work(fresh: Hall, tmp_path: Path) -> Path:
    return fresh.write_work(tmp_path / "work").folder.path


def put_up(
    terminal: Terminal, work: Path, judges: Path, *more: object, name: str = "judges"
) -> str:
    said = terminal.run(
        *("draw", "list", work, name, "--from", judges, "--take", 2, "--purpose", "两名评委"), *more
    )
    assert said.code == 0, said.err
    return said.out


def give(terminal: Terminal, hall: Hall, work: Path, teller: int, *more: object) -> str:
    key = hall.key_paths[teller - 1]
    said = terminal.run(
        "draw", "share", work, "judges", "--key", key, *more, answers=(PASSPHRASE, "y")
    )
    assert said.code == 0, said.err
    return said.out


def test_two_of_three_tellers_draw_and_the_verifier_says_whom(
    terminal: Terminal, fresh: Hall, work: Path, judges: Path
) -> None:
    shown = put_up(terminal, work, judges)
    assert "Draw judges: 两名评委" in shown
    assert all(name in shown for name in NAMES)
    assert "shares still needed: 2" in shown
    assert "shares still needed: 1" in give(terminal, fresh, work, 3)
    drawn = give(terminal, fresh, work, 1)
    assert "Drawn, the first first:" in drawn
    again = terminal.run("draw", "show", work, "judges")
    assert [line for line in again.out.splitlines() if line.startswith("    1. ")] == [
        line for line in drawn.splitlines() if line.startswith("    1. ")
    ]
    verdict = verify_folder(open_folder(work), workers=1)
    [draw] = verdict.to_json()["draws"]
    assert (draw["entries"], draw["take"], draw["shares"]) == (5, 2, 2)
    assert not [each for each in verdict.findings if "draws/" in each.where]
    table = (work / "draws/judges/drawn.csv").read_text("utf-8-sig").splitlines()
    lots = [line.split(",")[-1] for line in table[1:]]
    assert lots == sorted(lots)
    assert [int(line.split(",")[2]) for line in table[1:3]] == draw["drawn"]
    assert [line.split(",")[1] for line in table[1:]] == ["是 yes"] * 2 + ["否 no"] * 3


def test_whichever_tellers_come_they_draw_the_same(
    terminal: Terminal, fresh: Hall, work: Path, judges: Path, tmp_path: Path
) -> None:
    put_up(terminal, work, judges)
    other = Path(shutil.copytree(work, tmp_path / "other"))
    for folder, tellers in ((work, (1, 3)), (other, (3, 2, 1))):
        for teller in tellers:
            give(terminal, fresh, folder, teller)
    tables = [(each / "draws/judges/drawn.csv").read_bytes() for each in (work, other)]
    assert tables[0] == tables[1]


def test_a_list_that_was_drawn_from_is_not_exchanged(
    terminal: Terminal, fresh: Hall, work: Path, judges: Path
) -> None:
    """Who puts up list after list until one pleases gets one draw of each name, and no second."""
    put_up(terminal, work, judges)
    give(terminal, fresh, work, 1)
    shutil.rmtree(work / "draws")
    judges.write_text(judges.read_text().replace("李强", "李强（三中）"))
    put_up(terminal, work, judges)
    key = fresh.key_paths[0]
    refused = terminal.run("draw", "share", work, "judges", "--key", key, answers=(PASSPHRASE,))
    assert refused.code == 2
    assert "A list that was drawn from is not exchanged" in refused.err
    assert not json.loads((work / "draws/judges/draw.json").read_text())["shares"]


def test_a_teller_is_told_what_was_drawn_before_with_the_same_key(
    terminal: Terminal, fresh: Hall, work: Path, judges: Path
) -> None:
    put_up(terminal, work, judges, name="practice")
    key = fresh.key_paths[0]
    terminal.run("draw", "share", work, "practice", "--key", key, answers=(PASSPHRASE, "y"))
    put_up(terminal, work, judges)
    assert "shares of these draws were given before: practice." in give(terminal, fresh, work, 1)


def test_a_teller_who_does_not_agree_gives_nothing_and_remembers_nothing(
    terminal: Terminal, fresh: Hall, work: Path, judges: Path
) -> None:
    put_up(terminal, work, judges)
    before = (work / "draws/judges/draw.json").read_bytes()
    key = fresh.key_paths[0]
    said = terminal.run("draw", "share", work, "judges", "--key", key, answers=(PASSPHRASE, "n"))
    assert said.code != 0
    assert (work / "draws/judges/draw.json").read_bytes() == before
    assert not fresh.key(1).key.draws


def test_a_share_given_twice_changes_nothing(
    terminal: Terminal, fresh: Hall, work: Path, judges: Path
) -> None:
    put_up(terminal, work, judges)
    give(terminal, fresh, work, 2)
    before = (work / "draws/judges/draw.json").read_bytes()
    key = fresh.key_paths[1]
    said = terminal.run("draw", "share", work, "judges", "--key", key, answers=(PASSPHRASE,))
    assert "given already" in said.out
    assert (work / "draws/judges/draw.json").read_bytes() == before


def test_no_share_is_given_beside_a_false_one(
    terminal: Terminal, fresh: Hall, work: Path, judges: Path
) -> None:
    put_up(terminal, work, judges)
    give(terminal, fresh, work, 2)
    path = work / "draws/judges/draw.json"
    value = json.loads(path.read_text())
    value["shares"][0]["owner"] = 3
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    key = fresh.key_paths[0]
    refused = terminal.run("draw", "share", work, "judges", "--key", key)
    assert refused.code == 2
    assert "bound-proof" in refused.err
    assert "act-signature" in refused.err


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("王芳", "王 芳"), "stands in row 2 already"),
        (("王芳", "=1+1"), "begins as a formula does"),
        (("王芳",), "2 is not possible here"),
        (("王芳", "x" * 101), "at most 100"),
    ],
    ids=["twice", "formula", "too-few", "long"],
)
def test_a_list_that_nobody_can_draw_from_is_refused_by_row(
    terminal: Terminal, work: Path, tmp_path: Path, rows: tuple[str, ...], told: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("姓名\n" + "".join(f"{row}\n" for row in rows))
    said = terminal.run(
        *("draw", "list", work, "judges", "--from", path, "--take", 2, "--purpose", "评委")
    )
    assert said.code == 2
    assert told in said.err
    assert ("list.csv:" in said.err) == (len(rows) > 1)
    assert not (work / "draws").exists()


@pytest.mark.parametrize("name", ["评委", "1judges", "../judges", "j" * 33])
def test_a_name_that_is_no_files_name_is_refused_at_its_place(
    terminal: Terminal, work: Path, judges: Path, name: str
) -> None:
    said = terminal.run(
        *("draw", "list", work, name, "--from", judges, "--take", 2, "--purpose", "评委")
    )
    assert said.code == 2
    assert f"NAME: {name!r} cannot be the name of a draw" in said.err
    assert "--name" not in said.err
    assert not (work / "draws").exists()


def test_namesakes_are_told_how_they_are_told_apart(
    terminal: Terminal, work: Path, judges: Path
) -> None:
    judges.write_text("姓名\n王芳\n李强\n王芳\n")
    said = terminal.run(
        *("draw", "list", work, "judges", "--from", judges, "--take", 2, "--purpose", "评委")
    )
    assert said.code == 2
    assert "judges.csv:4" in said.err
    assert "stands in row 2 already" in said.err
    assert "as 王芳（一中）; if it is one, take this row out" in said.err


def test_other_boxes_than_the_key_knows_are_not_drawn_with(
    terminal: Terminal, fresh: Hall, work: Path, judges: Path
) -> None:
    put_up(terminal, work, judges)
    file = fresh.key(1)
    file.save(replace(file.key, setups={**file.key.setups, "r1-A": "0" * 64}))
    key = fresh.key_paths[0]
    refused = terminal.run("draw", "share", work, "judges", "--key", key, answers=(PASSPHRASE,))
    assert refused.code == 2
    assert "not those that this key has checked" in refused.err


def test_what_is_no_draw_is_named(terminal: Terminal, work: Path, judges: Path) -> None:
    assert "There is no draw none" in terminal.run("draw", "show", work, "none").err
    put_up(terminal, work, judges)
    again = terminal.run(
        *("draw", "list", work, "judges", "--from", judges, "--take", 1, "--purpose", "评委")
    )
    assert "There is a draw judges here already" in again.err


def test_a_published_meeting_carries_its_draws(
    terminal: Terminal, tiny: Held, judges: Path, tmp_path: Path
) -> None:
    """Held where the meeting was counted, by tellers who have opened it already."""
    hall = with_own_keys(tiny.hall, tmp_path / "keys")
    path = Path(shutil.copytree(tiny.work, tmp_path / "work"))
    put_up(terminal, path, judges)
    for teller in (2, 1):
        give(terminal, hall, path, teller)
    publish(WorkFolder.open(path), tiny.outcome, tmp_path / "out")
    for name in ("draw.json", "drawn.csv"):
        copied = (tmp_path / "out/draws/judges" / name).read_bytes()
        assert copied == (path / "draws/judges" / name).read_bytes()
    verdict = verify_folder(open_folder(tmp_path / "out"), workers=1)
    assert verdict.word == "valid"
    assert not verdict.unexpected
    said = terminal.run("verify", tmp_path / "out").out
    assert "Draw judges (两名评委); entries: 5; shares: 2; drawn: " in said

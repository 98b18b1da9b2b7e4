"""`teller decrypt` and `shuffle` where boxes are too small alone: what is offered, asked, done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from crypto.record.record import read_record
from tally.cli import teller
from tally.commands.count import count, publish
from tally.commands.verify import verify
from tally.folder.sum import parse_sum
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall, build_hall
from tests.tally.fixtures.summed_meeting import BALLOTS, GROUPS, with_own_keys

FIGURES = """schema = 1
[boxes.r1-A]
present = 4
issued = 3
[boxes.r1-B]
present = 7
issued = 7
[boxes.r1-C]
present = 6
issued = 5
"""
Run = Callable[..., Result]


@pytest.fixture
def hall(groups: Hall, tmp_path: Path) -> Hall:
    return with_own_keys(groups, tmp_path / "keys")


@pytest.fixture
def work(hall: Hall, tmp_path: Path) -> Path:
    return hall.write_work(tmp_path / "work").folder.path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in English; `keys` are what is typed."""
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE + "\n")
    monkeypatch.setenv("PIAOXIANG_PASSPHRASE_FILE", str(passphrase))

    def command(which: click.Command, *arguments: object, typed: str = "") -> Result:
        return CliRunner().invoke(which, [str(each) for each in arguments], input=typed)

    return command


def head(work: Path, box: str) -> str:
    return short_hash(read_record((work / "boxes" / box / "record.bel").read_bytes()).head.hash)


def shares(work: Path, box: str) -> int:
    record = read_record((work / "boxes" / box / "record.bel").read_bytes())
    return len(record.partial_decryptions)


def test_from_the_offer_to_a_valid_verdict(
    run: Run, hall: Hall, work: Path, tmp_path: Path
) -> None:
    first, third = (("--key", hall.key_paths[at]) for at in (0, 2))
    offered = run(teller, "decrypt", work, *first, typed="n\nn\n")
    assert offered.exit_code != 0  # the large box that was asked for first was not agreed to
    assert "Fewer ballots than the meeting's minimum of 5: r1-A" in offered.output
    command = f"    piaoxiang teller decrypt {work} --sum"
    assert (
        f"    # 8 ballots\n{command} r1-A,r1-C --key {first[1]}\n"
        f"    # 9 ballots\n{command} r1-A,r1-B --key {first[1]}\n"
    ) in offered.output
    assert not (work / "sums").exists()
    said = run(teller, "decrypt", work, *first, "--sum", "r1-A,r1-B", typed="y\ny\ny\n")
    assert said.exit_code == 0, said.output
    for box in ("r1-A", "r1-B"):
        assert f"Board fingerprint: {head(work, box)}" in said.output
    assert f"every ballot verified; ballots: {BALLOTS['r1-A']}" in said.output
    definition = parse_sum((work / "sums/r1-A+B/sum.json").read_bytes())
    told = f"Sum r1-A+B: 9 ballots together. Fingerprint of the sum: {short_hash(definition.hash)}"
    assert told in said.output
    assert "your share is in it already" in again(run, work, first).output
    other = run(teller, "decrypt", work, *third, "--yes")
    assert other.exit_code == 0, other.output
    assert "piaoxiang teller decrypt … --sum r1-A,r1-B" in other.output
    assert [shares(work, box) for box in ("r1-A", "r1-B", "r1-C")] == [0, 0, 1]
    (tmp_path / "figures.toml").write_text(FIGURES)
    figures = ("--figures", tmp_path / "figures.toml")
    too_few = run(count, work, *figures)
    assert "Box r1-A+B: tellers who have opened it: 1; needed: 2" in str(too_few.exception)
    assert again(run, work, third).exit_code == 0
    assert run(teller, "decrypt", work, *first, "--box", "r1-C", "--yes").exit_code == 0
    counted = run(count, work, *figures)
    assert counted.exit_code == 0, counted.output
    assert "Sum r1-A+B: " in counted.output
    assert "counted as one, 9 ballots" in counted.output
    opening = (work / "sums/r1-A+B/opening.json").read_bytes()
    late = run(teller, "decrypt", work, "--key", hall.key_paths[1], "--sum", "r1-A,r1-B", "--yes")
    assert "Box r1-A+B has been counted already" in str(late.exception)
    assert (work / "sums/r1-A+B/opening.json").read_bytes() == opening
    assert run(publish, work, tmp_path / "out").exit_code == 0
    verdict = run(verify, tmp_path / "out")
    assert verdict.exit_code == 0, verdict.output
    assert "Sum r1-A+B (opened as one: r1-A, r1-B); ballots: 9; shares: 2" in verdict.output


def again(run: Run, work: Path, key: tuple[str, Path]) -> Result:
    return run(teller, "decrypt", work, *key, "--sum", "r1-B,r1-A", "--yes")


@pytest.mark.parametrize("typed", ["n\n", "y\nn\n", "y\ny\nn\n", ""])
def test_no_is_no_at_every_question(run: Run, hall: Hall, work: Path, typed: str) -> None:
    key = ("--key", hall.key_paths[0])
    said = run(teller, "decrypt", work, *key, "--sum", "r1-A,r1-B", typed=typed)
    assert said.exit_code != 0
    assert not (work / "sums").exists()
    assert hall.key(1).key.openings == ()


def test_a_large_box_that_a_small_one_needs_is_asked_for_first(
    run: Run, hall: Hall, work: Path
) -> None:
    """C is in the best sum with A: without an answer it is left, and B, which is not, is opened."""
    said = run(teller, "decrypt", work, "--key", hall.key_paths[0], typed="y\nn\n")
    assert "Open box r1-C" in said.output
    assert [shares(work, box) for box in ("r1-A", "r1-B", "r1-C")] == [0, 1, 0]


def test_large_boxes_are_opened_as_one_only_with_a_word_about_it(
    run: Run, hall: Hall, work: Path
) -> None:
    key = ("--key", hall.key_paths[0])
    said = run(teller, "decrypt", work, *key, "--sum", "r1-B,r1-C", typed="y\ny\ny\n")
    assert said.exit_code == 0
    assert "has enough ballots to be opened alone" in said.output


def test_what_cannot_be_typed_together(run: Run, hall: Hall, work: Path) -> None:
    key = ("--key", hall.key_paths[0])
    both = ("--box", "r1-A", "--sum", "r1-A,r1-B")
    for command in ("decrypt", "shuffle"):
        assert run(teller, command, work, *key, *both).exit_code == 2
    needless = run(teller, "shuffle", work, *key, "--sum", "r1-A,r1-B", "--yes")
    assert "there is nothing to shuffle" in str(needless.exception)


def test_a_sum_is_said_in_chinese(run: Run, summed: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "zh")
    said = run(verify, summed.out).output
    assert "合并 r1-A+B（r1-A、r1-B 合并打开）：9 票，2 份开箱份额；合并指纹" in said
    assert "该票箱与其他票箱合并打开" in said


def test_small_boxes_without_others_are_told_so(run: Run, tmp_path: Path) -> None:
    hall = build_hall(tmp_path / "ceremony", ballots={"r1-A": 2, "r1-B": 2})
    work = hall.write_work(tmp_path / "work").folder.path
    said = run(teller, "decrypt", work, "--key", hall.key_paths[0], "--yes")
    assert "Fewer ballots than the meeting's minimum of 5: r1-A" in said.output
    assert "--sum" not in said.output


def test_the_count_says_what_could_still_be_counted(run: Run, tmp_path: Path) -> None:
    ballots = {"r1-A": 3, "r1-B": 4, "r1-C": 5}
    hall = build_hall(tmp_path / "ceremony", groups=GROUPS, ballots=ballots)
    work = hall.write_work(tmp_path / "work").folder.path
    for at in (0, 1):
        decrypted = run(teller, "decrypt", work, "--key", hall.key_paths[at], "--yes")
        assert decrypted.exit_code == 0, decrypted.output
    said = run(count, work, "--yes")
    assert said.exit_code == 0, said.output
    assert "too few ballots, not opened" in said.output
    command = f"piaoxiang teller decrypt {work} --sum r1-A,r1-B --key teller-1.key"
    assert f"    # 1 何静宜\n    {command}\n" in said.output
    figures = tmp_path / "figures.toml"
    figures.write_text("schema = 1\n[boxes.r1-C]\npresent = 5\nissued = 4\n")
    reason = ("--reason", "漏录", "--yes")
    void = run(count, work, "--figures", figures, *reason)
    assert void.exit_code == 0, void.output
    assert "VOID as a whole" in void.output
    assert "could still be counted" not in void.output  # nothing would follow from it

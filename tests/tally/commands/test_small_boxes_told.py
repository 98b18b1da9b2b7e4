"""Small boxes on a terminal: what comes next, what a sum leaves for ever, what is refused first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from tally.cli import teller
from tally.folder.sum import parse_sum
from tally.next_steps.openings import opening_steps
from tally.opening.work_folder import WorkFolder
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.small_hall import PASSPHRASE, TIMESTAMP, Hall, build_hall
from tests.tally.fixtures.summed_meeting import GROUPS
from tests.tally.fixtures.written_hall import HONEST, PAPERS, THREE

Run = Callable[..., Result]
SMALL = {"r1-A": 6, "r1-B": 3, "r1-C": 4}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command of a teller in English; `typed` are the answers at the keyboard."""
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE + "\n")
    monkeypatch.setenv("PIAOXIANG_PASSPHRASE_FILE", str(passphrase))

    def command(*arguments: object, typed: str = "") -> Result:
        given = [str(each) for each in arguments]
        return CliRunner().invoke(teller, given, input=typed)

    return command


def single_hall(folder: Path) -> Hall:
    """Single answers in one large box and two small ones."""
    hall = build_hall(folder, PAPERS, people=THREE, groups=GROUPS, ballots=SMALL)
    for box, cast in hall.cast.items():
        cast[:] = HONEST[: SMALL[box]]
    return hall


def reopened(hall: Hall, work: Path, *boxes: str) -> None:
    """The records of these boxes as they are before closing, without any ballot."""
    for box in boxes:
        data = RecordBuilder.start(
            TIMESTAMP,
            hall.elections[box].to_json().encode(),
            hall.trustees.to_json().encode(),
            hall.slips[box].public_list().encode(),
        ).appended_bytes()
        place = work / "boxes" / box
        (place / "record.bel").write_bytes(data)
        (place / "checkpoint.txt").write_bytes(hall.checkpoint(read_record(data)))


def test_boxes_fetched_before_closing_are_called_open_not_small(run: Run, tmp_path: Path) -> None:
    hall = build_hall(tmp_path / "ceremony", groups=GROUPS, ballots=SMALL)
    work = hall.write_work(tmp_path / "work").folder.path
    reopened(hall, work, *SMALL)
    for step in ("shuffle", "decrypt"):
        said = run(step, work, "--key", hall.key_paths[0], "--yes")
        assert said.exit_code == 2
        assert "Box r1-A is still open for voting (not closed)" in said.output
        assert "minimum" not in said.output
        assert f"    piaoxiang tally fetch http://SERVER:8000 {work}\n" in said.output
        alone = run(step, work, "--key", hall.key_paths[0], "--box", "r1-A", "--yes")
        assert "still open for voting" in alone.exception.text("en")  # type: ignore[union-attr]
    hall_of_some = hall.write_work(tmp_path / "some").folder.path
    reopened(hall, hall_of_some, "r1-B", "r1-C")
    some = run("decrypt", hall_of_some, "--key", hall.key_paths[0], "--yes")
    assert some.exit_code == 0, some.output
    assert "Box r1-B is still open" in some.output
    assert "--sum" not in some.output


def test_an_unshuffled_sum_is_refused_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    hall = single_hall(tmp_path / "ceremony")
    folder = hall.write_work(tmp_path / "work")
    work, key = folder.folder.path, hall.key_paths[0]
    command = f"piaoxiang teller shuffle {work} --sum r1-B,r1-C --key"
    steps = "\n".join(step.text("en") for step in opening_steps(folder))
    assert "too small to be opened alone: r1-B, r1-C" in steps
    assert f"    {command} teller-1.key" in steps
    refused = run("decrypt", work, "--key", key, "--sum", "r1-B,r1-C")
    assert "Open these boxes" not in refused.output
    assert "hall display" not in refused.output
    told = refused.exception.text("en")  # type: ignore[union-attr]
    assert f"    {command} {key}\n" in told
    assert "r1-B+C" in told
    alone = run("decrypt", work, "--key", key, "--box", "r1-A")
    assert "[y/N]" not in alone.output
    whole = run("decrypt", work, "--key", key, "--yes")
    assert f"    {command} {key}\n" in whole.output
    assert f"piaoxiang teller decrypt {work} --sum" not in whole.output
    no = run("shuffle", work, "--key", key, "--sum", "r1-B,r1-C", typed="y\ny\nn\n")
    assert (no.exit_code, (work / "sums").exists()) == (1, False)
    done = run("shuffle", work, "--key", key, "--sum", "r1-B,r1-C", typed="y\ny\ny\n")
    assert done.exit_code == 0, done.output
    definition = parse_sum((work / "sums/r1-B+C/sum.json").read_bytes())
    assert f"Fingerprint of the sum: {short_hash(definition.hash)}" in done.output
    assert "A shuffle cannot be taken back." in done.output
    assert f"    {command} teller-2.key" in done.output
    assert "never be opened" not in done.output


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sum_that_leaves_a_small_box_for_ever_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    hall = build_hall(tmp_path / "ceremony", groups=GROUPS, ballots=SMALL)
    work = hall.write_work(tmp_path / "work").folder.path
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", language)
    key = hall.key_paths[0]
    said = run("decrypt", work, "--key", key, "--sum", "r1-A,r1-B", typed="y\ny\nn\n")
    assert said.exit_code == 1
    warned = {"en": "can never be opened any more: r1-C", "zh": "再也无法打开：r1-C"}[language]
    assert warned in said.output
    assert f"    piaoxiang teller decrypt {work} --sum r1-A,r1-B,r1-C --key {key}\n" in said.output
    whole = run("decrypt", work, "--key", key, "--sum", "r1-B,r1-C", typed="y\ny\nn\n")
    assert warned not in whole.output


def test_after_the_large_box_the_small_ones_are_still_named(run: Run, tmp_path: Path) -> None:
    hall = build_hall(tmp_path / "ceremony", groups=GROUPS, ballots=SMALL)
    work = hall.write_work(tmp_path / "work").folder.path
    first, second, _third = hall.key_paths
    assert run("decrypt", work, "--key", first, "--yes").exit_code == 0
    said = run("decrypt", work, "--key", second, "--yes")
    assert said.exit_code == 0, said.output
    assert "Next: too small to be opened alone: r1-B, r1-C." in said.output
    assert f"    piaoxiang teller decrypt {work} --sum r1-B,r1-C --key teller-3.key" in said.output
    assert "Next: if no sum is to be opened any more, anybody counts:" in said.output
    steps = opening_steps(WorkFolder.open(work))
    assert "合并开箱" in steps[0].text("zh")

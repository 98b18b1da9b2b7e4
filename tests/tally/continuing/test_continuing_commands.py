"""The commands of a meeting that continues another: what they write, and what they refuse."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from meeting.command_line.lazy_group import Lazy
from meeting.problem import Problem
from meeting.published.definition_file import parse_published
from meeting.registrar.prepared_folder import MEETING_FILE
from tally.cli import COMMANDS, TRYING, teller
from tally.verify.verdict import Word
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall
from tests.tally.fixtures.two_meetings import Two


def run(name: str, *words: str | Path) -> Result:
    command = {**COMMANDS, **TRYING, **teller.lazy}[name]
    assert isinstance(command, Lazy)
    return CliRunner().invoke(command.load(), [*map(str, words)])


def code_of(result: Result) -> str:
    assert isinstance(result.exception, Problem), result.output
    assert result.exception.text("zh") != result.exception.text("en")
    return result.exception.code


def going_on(first: Held, out: Path, *more: str) -> Result:
    key = first.hall.server.public.text
    return run("continue", first.out, "--server-key", key, "--out", out, *more)


def test_the_next_meeting_is_written_with_the_tellers_keys(first: Held, tmp_path: Path) -> None:
    done = going_on(first, tmp_path / "next", "--stage", "runoff", "--date", "2026-11-22")
    assert done.exit_code == 0, done.output
    meeting = parse_published((tmp_path / "next" / MEETING_FILE).read_bytes())
    assert meeting.date == "2026-11-22"
    assert [each.name for each in meeting.people] == ["沈月华", "韩立新"]
    assert (tmp_path / "next" / "trustees.json").read_text() == first.hall.trustees.to_json()
    again = going_on(first, tmp_path / "again", "--stage", "runoff", "--date", "2026-11-22")
    assert again.exit_code == 0
    made = [(tmp_path / name / MEETING_FILE).read_bytes() for name in ("next", "again")]
    assert made[0] == made[1]


def test_what_cannot_be_continued_is_refused_and_nothing_written(
    first: Held, tmp_path: Path
) -> None:
    out = tmp_path / "next"
    assert code_of(going_on(first, out)) == "stage-which"
    assert code_of(going_on(first, out, "--stage", "third")) == "stage-unknown"
    assert code_of(going_on(first, out, "--stage", "second")) == "stage-waits"
    wrong = run("continue", first.out, "--stage", "runoff", "--server-key", "x", "--out", out)
    assert isinstance(wrong.exception, Problem)
    changed = Path(shutil.copytree(first.out, tmp_path / "changed"))
    (changed / "boxes" / "r1-A" / "acts.json").unlink()
    for place, code in (
        (changed, "before-not-valid"),
        (first.out / "boxes" / "r1-A" / "record.bel", "before-no-folder"),
    ):
        refused = run(
            *("continue", place, "--stage", "runoff"),
            *("--server-key", first.hall.server.public.text, "--out", out),
        )
        assert code_of(refused) == code
    assert not out.exists()
    out.mkdir()
    (out / "mine").write_text("kept")
    assert code_of(going_on(first, out, "--stage", "runoff")) == "continue-exists"


def test_nobody_is_tied_where_the_election_was_decided(two: Two, tmp_path: Path) -> None:
    assert code_of(going_on(two.second, tmp_path / "next")) == "stage-untied"


def test_a_teller_is_told_what_is_missing(runoff: Hall, first: Held, tmp_path: Path) -> None:
    said = tmp_path / "said"
    said.write_text(PASSPHRASE)
    own = ("--key", runoff.key_paths[0], "--passphrase-file", said)
    prepared = runoff.folder / "prepared"
    assert code_of(run("check", prepared, *own)) == "continues-unseen"
    done = run("check", prepared, *own, "--continues", first.out)
    assert done.exit_code == 0, done.output
    assert run("check", prepared, *own).exit_code == 0  # the key knows it from now on


def test_verify_says_whether_the_link_was_checked(two: Two) -> None:
    for more, code in (
        ((), "continues-unseen"),
        (("--continues", two.first.out), "continues-holds"),
    ):
        done = run("verify", two.second.out, "--json", *more)
        verdict = json.loads(done.output)
        assert verdict["verdict"] == Word.VALID
        assert code in {each["code"] for each in verdict["findings"]}
    other = run("verify", two.first.out, "--json", "--continues", two.second.out)
    assert other.exit_code == 1
    record = two.second.out / "boxes" / "r1-A" / "record.bel"
    lone = run("verify", record, "--continues", two.first.out)
    assert code_of(lone) == "continues-needs-folder"

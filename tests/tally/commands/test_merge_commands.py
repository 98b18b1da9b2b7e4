"""Two tellers say who is meant by names that were written; it can be taken back until it is out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tally.cli import teller
from tally.commands.tellers.count import count
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.verdict import Word
from tests.tally.fixtures.described import outcome_validator
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE
from tests.tally.fixtures.summed_meeting import with_own_keys

NAME = "r1+slate"
Run = Callable[..., Result]


@pytest.fixture
def held(written: Held, tmp_path: Path) -> Held:
    hall = with_own_keys(written.hall, tmp_path / "keys")
    work = Path(shutil.copytree(written.work, tmp_path / "work"))
    return replace(written, hall=hall, work=work)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE + "\n")
    monkeypatch.setenv("PIAOXIANG_PASSPHRASE_FILE", str(passphrase))

    def command(which: click.Command, *arguments: object, typed: str = "") -> Result:
        return CliRunner().invoke(which, [str(each) for each in arguments], input=typed)

    return command


def form_of(run: Run, held: Held) -> str:
    forms = held.work.parent / "forms"
    shown = run(teller, "rulings", held.work, "--forms", forms)
    assert "Different spellings that were written:" in shown.output
    return (forms / f"{NAME}.toml").read_text().replace("# date = ", "date = ")


def signs(run: Run, held: Held, number: int, text: str) -> Result:
    file = held.work.parent / f"{number}.toml"
    file.write_text(text)
    key = ("--key", held.hall.key_paths[number - 1], "--step", NAME, "--ruling", file)
    return run(teller, "ruling", held.work, *key, typed="y\n")


def filled(form: str) -> str:
    return form.replace('source = ""', 'source = "会商记录"').replace(
        'words = ""', 'words = "经辨认"'
    )


def test_the_form_proposes_what_the_one_equality_of_names_says(run: Run, held: Held) -> None:
    form = form_of(run, held)
    people, new = form.split("[people]")[1].split("[new]")
    assert '"林 嵘" = ["林嵘"]' in people
    assert '"欧阳娜娜" = ["欧阳娜娜"]' in new


def test_two_tellers_merge_and_everybody_sees_every_spelling(run: Run, held: Held) -> None:
    form = filled(form_of(run, held)).replace('["王五"]', '["王五", "丁一"]')
    form = "".join(line for line in form.splitlines(keepends=True) if not line.startswith('"丁一"'))
    first = signs(run, held, 1, form)
    assert first.exit_code == 0, first.output
    assert "王五 (new): " in first.output
    assert "votes, ticks included, can be of ballots that named the person twice" in first.output
    assert signs(run, held, 3, form).exit_code == 0
    out = held.work.parent / "out"
    assert run(count, held.work, "--publish", out).exit_code == 0
    outcome = json.loads((out / "outcome.json").read_text())
    outcome_validator().validate(outcome)
    (merged,) = outcome["merged"]
    rows = {row["name"]: row for row in merged["names"]}
    assert {each["text"] for each in rows["王五"]["spellings"]} == {"王五", "丁一"}
    assert rows["王五"]["votes"] == sum(each["votes"] for each in rows["王五"]["spellings"])
    assert rows["林 嵘"]["person"] == "lin"
    assert not rows["林 嵘"]["new"]
    page = (out / "report.en.html").read_text()
    assert "Names that were written, put together" in page
    verdict = verify_folder(open_folder(out), workers=1)
    assert verdict.word is Word.VALID


def test_a_merge_is_taken_back_until_it_is_published(run: Run, held: Held) -> None:
    form = filled(form_of(run, held))
    for number in (1, 2):
        signs(run, held, number, form)
    for number in (2, 1):
        key = ("--key", held.hall.key_paths[number - 1], "--step", NAME, "--yes")
        assert run(teller, "take-back", held.work, *key).exit_code == 0
    out = held.work.parent / "out"
    run(count, held.work, "--publish", out)
    assert "merged" not in json.loads((out / "outcome.json").read_text())
    assert not (out / "rulings").exists()


def test_one_of_two_signatures_is_taken_back_and_the_other_is_named(run: Run, held: Held) -> None:
    form = filled(form_of(run, held))
    for number in (1, 2):
        signs(run, held, number, form)
    key = ("--key", held.hall.key_paths[1], "--step", NAME, "--yes")
    left = run(teller, "take-back", held.work, *key)
    assert "Those of tellers 1 何静宜 are still there." in left.output


def test_names_that_are_left_out_are_told_before_anybody_signs(run: Run, held: Held) -> None:
    form = filled(form_of(run, held)).split("[new]")[0]
    told = signs(run, held, 1, form).output
    assert "Left as they were written, and nobody in the rules: 欧阳娜娜" in told


def test_what_waits_is_shown_with_votes_empty_lines_and_proposals(run: Run, held: Held) -> None:
    shown = run(teller, "rulings", held.work).output
    assert "Votes in them: " in shown
    (merge,) = json.loads(run(teller, "rulings", held.work, "--json").output)["rulings"]
    votes = sum(each["votes"] for name in merge["names"] for each in name["spellings"])
    assert f"Votes in them: {votes}; lines that were left empty: {merge['empty']}." in shown
    assert (merge["state"], merge["kind"]) == ("open", "merge")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"林 嵘" = ["林嵘"]', '"赵明" = ["林嵘"]', "Look at: 林嵘."),
        ('["欧阳娜娜"]', '["欧阳娜"]', "Look at: 欧阳娜."),
        ('["欧阳娜娜"]', "[]", "There is nothing in this list."),
        ('"林 嵘" = ["林嵘"]', '"林某" = ["林嵘"]', "'林某' is not a person of this meeting."),
        ('source = "会商记录"', 'source = ""', "source: This must not be empty."),
    ],
)
def test_what_cannot_be_is_named_before_anybody_signs(
    run: Run, held: Held, before: str, after: str, told: str
) -> None:
    refused = signs(run, held, 1, filled(form_of(run, held)).replace(before, after))
    assert told in str(refused.exception)
    assert not (held.work / "rulings").exists()

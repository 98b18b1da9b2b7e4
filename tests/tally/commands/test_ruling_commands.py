"""Two tellers sign what people decided: who signs what, what is refused, and what follows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tally.cli import draw, teller
from tally.commands.tellers.count import count
from tally.findings.finding import Level
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.verdict import Verdict, Word
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE
from tests.tally.fixtures.summed_meeting import with_own_keys

VETTED = """
date = 2026-12-01
source = "县纪委复函〔2026〕12号"
words = "对人选无不同意见。"
[people]
"陈志远" = "yes"
"林 嵘" = "no"
[notes]
"林 嵘" = "正在核查"
"""
DECIDED = """
date = 2026-12-02
source = "镇党委会议纪要"
words = "研究决定。"
[people]
"陈志远" = "yes"
"""
Run = Callable[..., Result]


@pytest.fixture
def held(decided: Held, tmp_path: Path) -> Held:
    """The meeting as it was counted, with keys and a work folder of its own."""
    hall = with_own_keys(decided.hall, tmp_path / "keys")
    work = Path(shutil.copytree(decided.work, tmp_path / "work"))
    return replace(decided, hall=hall, work=work)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE + "\n")
    monkeypatch.setenv("PIAOXIANG_PASSPHRASE_FILE", str(passphrase))

    def command(which: click.Command, *arguments: object, typed: str = "") -> Result:
        return CliRunner().invoke(which, [str(each) for each in arguments], input=typed)

    return command


def signs(
    run: Run, held: Held, number: int, step: str, text: str = "", *more: object, typed: str = ""
) -> Result:
    """What comes of a teller who signs the ruling of this text."""
    options: tuple[object, ...] = ("--key", held.hall.key_paths[number - 1], "--step", step)
    if text:
        file = held.work.parent / f"{step}-{number}.toml"
        file.write_text(text)
        options += ("--ruling", file)
    return run(teller, "ruling", held.work, *options, *more, typed=typed)


def verdict_on(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def test_two_tellers_sign_and_the_outcome_takes_what_was_ruled(run: Run, held: Held) -> None:
    first = signs(run, held, 1, "vetted", VETTED, typed="y\n")
    assert first.exit_code == 0, first.output
    assert "陈志远: yes" in first.output
    assert "林 嵘: no (正在核查)" in first.output
    assert "Tellers who have signed this ruling: 1; needed: 2." in first.output
    assert "--step vetted --ruling vetted.toml" in first.output
    second = signs(run, held, 3, "vetted", VETTED, "--yes")
    assert "signed this ruling: 2; needed: 2." in second.output
    out = held.work.parent / "out"
    counted = run(count, held.work, "--publish", out)
    assert counted.exit_code == 0, counted.output
    steps = json.loads((out / "outcome.json").read_text())["steps"]
    assert [each["why"] for each in steps[0]["people"]] == ["passed", "stopped"]
    assert steps[0]["ruling"]["source"] == "县纪委复函〔2026〕12号"
    assert steps[1]["waits"] == {"about": ["chen"], "code": "ruling-awaited"}
    page = (out / "index.html").read_text()
    assert "县纪委复函〔2026〕12号" in page
    verdict = verdict_on(out)
    assert verdict.word is Word.VALID
    assert {each.code for each in verdict.findings} == {"slips-missing", "ruling-missing"}


def test_a_ruling_follows_on_another_one(run: Run, held: Held) -> None:
    early = signs(run, held, 1, "decided", DECIDED, "--yes")
    assert "from which its people come, cannot be worked out yet" in str(early.exception)
    for number in (1, 2):
        signs(run, held, number, "vetted", VETTED, "--yes")
    for number in (2, 3):
        assert signs(run, held, number, "decided", DECIDED, "--yes").exit_code == 0
    out = held.work.parent / "out"
    run(count, held.work, "--publish", out)
    assert verdict_on(out).word is Word.VALID
    assert {each.code for each in verdict_on(out).findings} == {"slips-missing"}
    page = (out / "report.en.html").read_text()
    assert "Decision: Decision of the Party committee" in page
    assert "Signed by tellers 2 罗永辉, 3 苏敏." in page


def test_two_tellers_draw_from_the_list_that_follows_from_the_step(run: Run, held: Held) -> None:
    put_up = run(draw, "step", held.work, "lot")
    assert put_up.exit_code == 0, put_up.output
    assert "Draw lot: 抽签" in put_up.output
    assert "Entries: 2; to be drawn: 1" in put_up.output
    for number in (1, 2):
        key = ("--key", held.hall.key_paths[number - 1])
        assert run(draw, "share", held.work, "lot", *key, "--yes").exit_code == 0
    out = held.work.parent / "out"
    assert run(count, held.work, "--publish", out).exit_code == 0
    lot = json.loads((out / "outcome.json").read_text())["steps"][2]
    assert [each["why"] for each in lot["people"]] == ["drawn", "not-drawn"]
    assert verdict_on(out).word is Word.VALID
    assert "does not wait for the lot" in str(run(draw, "step", held.work, "lot").exception)
    assert "It decides: lot." in str(run(draw, "step", held.work, "vetted").exception)


def test_a_ruling_that_another_teller_has_otherwise_is_refused(run: Run, held: Held) -> None:
    signs(run, held, 1, "vetted", VETTED, "--yes")
    other = signs(run, held, 2, "vetted", VETTED.replace('"no"', '"yes"'), "--yes")
    assert "Another ruling about this step lies in the folder, signed by tellers 1" in str(
        other.exception
    )
    without = signs(run, held, 2, "vetted", typed="n\n")
    assert without.exit_code == 1
    assert "县纪委复函〔2026〕12号" in without.output
    again = signs(run, held, 1, "vetted", VETTED, "--yes")
    assert "You have signed this ruling already." in again.output


def test_only_who_alone_has_signed_takes_it_back(run: Run, held: Held) -> None:
    def takes_back(number: int) -> Result:
        key = ("--key", held.hall.key_paths[number - 1])
        return run(teller, "take-back", held.work, *key, "--step", "vetted", "--yes")

    assert "There is no ruling about this step." in str(takes_back(1).exception)
    signs(run, held, 1, "vetted", VETTED, "--yes")
    assert "Teller 1 has signed this ruling" in str(takes_back(2).exception)
    assert takes_back(1).exit_code == 0
    assert "There is no ruling about this step." in str(takes_back(1).exception)
    other = VETTED.replace('"no"', '"yes"')
    for number in (2, 3):
        assert signs(run, held, number, "vetted", other, "--yes").exit_code == 0
    assert "it holds, and is not taken back" in str(takes_back(2).exception)


def test_a_ruling_about_others_is_taken_back_though_two_have_signed_it(
    run: Run, held: Held
) -> None:
    def takes_back(number: int) -> Result:
        key = ("--key", held.hall.key_paths[number - 1])
        return run(teller, "take-back", held.work, *key, "--step", "decided", "--yes")

    both = VETTED.replace('"no"', '"yes"')
    for number in (1, 2):
        assert signs(run, held, number, "vetted", both, "--yes").exit_code == 0
    for number in (1, 2):
        assert signs(run, held, number, "decided", DECIDED, "--yes").exit_code == 0
    assert "it holds, and is not taken back" in str(takes_back(1).exception)
    (held.work / "rulings" / "vetted.json").unlink()
    for number in (1, 3):
        assert signs(run, held, number, "vetted", VETTED, "--yes").exit_code == 0
    shown = run(teller, "rulings", held.work).output
    assert "Ruled about others than those whom it is about now (1)" in shown
    assert "It counts for nothing, and who has signed it can take it back." in shown
    first = takes_back(1)
    assert (
        "Your signature is taken back. Those of tellers 2 罗永辉 are still there." in first.output
    )
    assert "take-back" in first.output
    assert "Taken back: there is no ruling about this step." in takes_back(2).output
    assert signs(run, held, 2, "decided", DECIDED, "--yes").exit_code == 0


def test_a_form_that_is_there_already_is_left_and_everything_else_is_shown(
    run: Run, held: Held
) -> None:
    forms = held.work.parent / "forms"
    run(teller, "rulings", held.work, "--forms", forms)
    before = (forms / "vetted.toml").read_bytes()
    (forms / "vetted.toml").write_bytes(before + b"# mine")
    again = run(teller, "rulings", held.work, "--forms", forms)
    assert again.exit_code == 0, again.output
    assert f"A form is there already: {forms / 'vetted.toml'}" in again.output
    assert (forms / "vetted.toml").read_bytes().endswith(b"# mine")
    assert f"--step vetted --ruling {forms / 'vetted.toml'} --key teller-1.key" in again.output


def test_programs_read_what_waits_and_for_whom(run: Run, held: Held) -> None:
    def found() -> list[dict[str, object]]:
        read: list[dict[str, object]] = json.loads(
            run(teller, "rulings", held.work, "--json").output
        )["rulings"]
        return read

    vetted, decided = found()
    assert vetted == {
        "about": "vetted", "kind": "gate", "state": "open", "people": ["chen", "lin"]
    }  # fmt: skip
    assert (decided["state"], decided["kind"]) == ("early", "decision")
    signs(run, held, 1, "vetted", VETTED, "--yes")
    vetted, _decided = found()
    assert (vetted["state"], vetted["signed"]) == ("begun", [1])


def test_a_day_before_the_meeting_is_pointed_out_before_anybody_signs(run: Run, held: Held) -> None:
    early = VETTED.replace("2026-12-01", "2026-11-20")
    told = "before the day of the meeting, 21 November 2026: is it right?"
    assert told in signs(run, held, 1, "vetted", early, typed="n\n").output
    assert told not in signs(run, held, 1, "vetted", VETTED, typed="n\n").output


def test_what_is_open_is_shown_with_a_form_to_fill_in(run: Run, held: Held) -> None:
    forms = held.work.parent / "forms"
    shown = run(teller, "rulings", held.work, "--forms", forms)
    assert "Not ruled yet. People whom it is about: 2." in shown.output
    assert [each.name for each in forms.iterdir()] == ["vetted.toml"]
    form = (forms / "vetted.toml").read_text()
    assert '"林 嵘" = ""' in form
    filled = form.replace("# date", "date").replace('= ""', '= "yes"')
    signs(run, held, 1, "vetted", filled, "--yes")
    assert "Signed by teller 1 何静宜 alone so far." in run(teller, "rulings", held.work).output
    signs(run, held, 2, "vetted", filled, "--yes")
    assert "it holds." in run(teller, "rulings", held.work).output


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"县纪委复函〔2026〕12号"', '""', "vetted-1.toml:3 source: This must not be empty."),
        ("date = 2026-12-01", "", "date is missing; expected is a date such as 2026-11-21"),
        ('"对人选无不同意见。"', '"有\u200b"', "The character U+200B cannot be used here"),
        ('"no"', '"perhaps"', "vetted-1.toml:7 people.林 嵘: 'perhaps' was found here"),
        ('"林 嵘" = "no"\n', "", "A gate says yes or no to everybody, once. Look at: 林 嵘."),
        ('"林 嵘" = "no"', '"王强" = "no"', "'王强' is not a person whom this step is about"),
        ("[notes]", "[note]", "Did you mean 'notes'?"),
    ],
)
def test_what_a_ruling_lacks_is_named_before_anybody_signs(
    run: Run, held: Held, before: str, after: str, told: str
) -> None:
    refused = signs(run, held, 1, "vetted", VETTED.replace(before, after), "--yes")
    assert told in str(refused.exception)
    assert not (held.work / "rulings").exists()


def test_more_than_the_rules_allow_are_not_chosen(run: Run, held: Held) -> None:
    both = VETTED.replace('"no"', '"yes"')
    for number in (1, 2):
        signs(run, held, number, "vetted", both, "--yes")
    refused = signs(run, held, 1, "decided", DECIDED + '"林 嵘" = "yes"\n', "--yes")
    assert "More are chosen than the rules allow. Too many: 林 嵘." in str(refused.exception)


def test_steps_that_nobody_decides_and_halves_of_a_command_are_refused(
    run: Run, held: Held, tiny: Held
) -> None:
    unknown = signs(run, held, 1, "veted", VETTED, "--yes")
    assert "no step 'veted' that people decide. There are: vetted, decided." in str(
        unknown.exception
    )
    assert "With --yes nobody looks" in str(signs(run, held, 1, "vetted", "", "--yes").exception)
    assert "Nobody has written this ruling" in str(signs(run, held, 1, "vetted").exception)
    none = run(teller, "ruling", tiny.work, "--key", tiny.hall.key_paths[0], "--step", "vetted")
    assert "have no step that people decide" in str(none.exception)


def test_a_changed_ruling_is_found_with_all_that_follows(run: Run, held: Held) -> None:
    for number in (1, 2):
        signs(run, held, number, "vetted", VETTED, "--yes")
    out = held.work.parent / "out"
    run(count, held.work, "--publish", out)
    file = out / "rulings" / "vetted.json"
    file.write_bytes(file.read_bytes().replace(b'"answer":"no"', b'"answer":"yes"'))
    found = [each for each in verdict_on(out).causes if each.finding.level is Level.PROBLEM]
    assert {each.finding.code for each in found} == {"ruling-signature"}
    followed = {each.code for cause in found for each in cause.consequences}
    assert followed == {"outcome-differs", "report-differs"}
    work = held.work / "rulings" / "vetted.json"
    shutil.copy(file, work)
    assert "does not hold" in str(run(count, held.work).exception)

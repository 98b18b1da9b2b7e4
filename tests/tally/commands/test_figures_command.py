"""Two tellers sign the figures of the hall: who signs what, what is refused, and who is told.

Before, one person could type how many were present and how many slips were issued, and with it
every rate over them and whether a round is void, under a verdict that said that everything holds.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from meeting.definition.meeting import Meeting
from tally.cli import teller
from tally.commands.observers.verify import verify
from tally.commands.tellers.count import count, publish
from tally.folder.figures_signed import parse_signed_figures
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.meeting import signed_figures
from tally.verify.verdict import Verdict, Word
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall
from tests.tally.fixtures.summed_meeting import with_own_keys

FIGURES = """schema = 1
[boxes.r1-A]
present = {present}
issued = 6
[boxes.r1-B]
present = 6
issued = 6
"""
Run = Callable[..., Result]


@pytest.fixture
def hall(untouched: Hall, tmp_path: Path) -> Hall:
    return with_own_keys(untouched, tmp_path / "keys")


@pytest.fixture
def work(hall: Hall, tmp_path: Path) -> Path:
    """Both boxes opened by tellers 1 and 3; nobody has entered figures."""
    opened = hall.write_work(tmp_path / "work")
    for number in (1, 3):
        for box in hall.meeting.boxes():
            hall.open_box(opened, box.id, number)
    return opened.folder.path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE + "\n")
    monkeypatch.setenv("PIAOXIANG_PASSPHRASE_FILE", str(passphrase))

    def command(which: click.Command, *arguments: object, typed: str = "") -> Result:
        return CliRunner().invoke(which, [str(each) for each in arguments], input=typed)

    return command


def note(folder: Path, present: int = 7) -> Path:
    """A teller's own figures.toml."""
    path = folder / f"figures-{present}.toml"
    path.write_text(FIGURES.format(present=present))
    return path


def signs(run: Run, hall: Hall, work: Path, number: int, *more: object, typed: str = "") -> Result:
    key = ("--key", hall.key_paths[number - 1])
    return run(teller, "figures", work, *key, *more, typed=typed)


def signers(hall: Hall, work: Path) -> list[int]:
    group, file = hall.trustees.group, work / "figures-signed.json"
    return [each.owner for each in parse_signed_figures(group, file.read_bytes()).signed]


def refused(said: Result) -> str:
    code = getattr(said.exception, "code", None)
    assert isinstance(code, str), said.output
    return code


def judged(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def published(run: Run, work: Path) -> Path:
    assert run(count, work, "--yes").exit_code == 0
    out = work.with_name("out")
    assert run(publish, work, out).exit_code == 0
    return out


def over_present(meeting: Meeting) -> tuple[str, ...]:
    """As if a rate of these papers were taken over those present."""
    del meeting
    return ("present",)


def test_two_tellers_sign_what_each_has_on_paper(
    run: Run, hall: Hall, work: Path, tmp_path: Path
) -> None:
    paper = note(tmp_path)
    first = signs(run, hall, work, 1, "--figures", paper, typed="y\n")
    assert first.exit_code == 0, first.output
    assert "    present          7\n    issued           6\n" in first.output
    assert "Tellers who have signed the figures of the hall: 1; needed: 2." in first.output
    assert "1 more of these tellers must sign how many were present" in first.output
    assert f"piaoxiang teller figures {work} --figures figures.toml --key" in first.output
    second = signs(run, hall, work, 3, "--figures", paper, "--yes")
    assert second.exit_code == 0, second.output
    assert f"the shares suffice. Anybody counts:\n    piaoxiang count {work}\n" in second.output
    assert signers(hall, work) == [1, 3]
    again = signs(run, hall, work, 3)
    assert (again.exit_code, "You have signed these figures already." in again.output) == (0, True)
    out = published(run, work)
    verdict = judged(out)
    assert (verdict.word, verdict.figures_signed) == (Word.VALID, (1, 3))
    said = run(verify, out)
    assert "The figures of the hall are signed by these tellers: 1, 3." in said.output
    assert json.loads(run(verify, out, "--json").output)["figures_signed"] == [1, 3]
    assert "are signed by tellers 1 何静宜, 3 苏敏." in (out / "report.en.html").read_text()


def test_before_anything_is_opened_the_first_hears_who_signs_next(
    run: Run, hall: Hall, tmp_path: Path
) -> None:
    closed = hall.write_work(tmp_path / "closed").folder.path
    paper = note(tmp_path)
    first = signs(run, hall, closed, 1, "--figures", paper, "--yes")
    assert first.exit_code == 0, first.output
    assert "Next: 1 more of these tellers must sign how many were present" in first.output
    assert first.output.count(f"piaoxiang teller figures {closed} --figures figures.toml") == 2
    assert f"piaoxiang teller open {closed}" in first.output
    second = signs(run, hall, closed, 3, "--figures", paper, "--yes")
    assert "must sign how many" not in second.output
    assert f"piaoxiang teller open {closed}" in second.output


def test_one_person_may_not_type_what_rates_are_taken_over(
    run: Run, hall: Hall, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attack: one person enters figures, counts and publishes. It was VALID before."""
    said = run(count, work, "--figures", note(tmp_path, 8), "--yes")
    assert "not signed by two tellers: the report and everybody who verifies" in said.output
    out = published(run, work)
    verdict = judged(out)
    assert (verdict.word, verdict.figures_signed) == (Word.VALID, ())
    assert verdict.count("figures-unsigned") == 1
    assert "the figures of the hall are not signed by two tellers" in run(verify, out).output
    assert "one person could have typed them" in (out / "report.en.html").read_text()
    monkeypatch.setattr(signed_figures, "unproved_figures", over_present)
    assert judged(out).word is Word.UNFINISHED
    said = run(verify, out)
    assert said.exit_code == 1
    assert "UNFINISHED — every ballot and every share holds, but rates of this" in said.output
    assert signs(run, hall, work, 2, "--figures", note(tmp_path, 8), "--yes").exit_code == 0
    assert signers(hall, work) == [2]


def test_a_teller_who_counted_otherwise_does_not_sign(
    run: Run, hall: Hall, work: Path, tmp_path: Path
) -> None:
    assert signs(run, hall, work, 1, "--figures", note(tmp_path), "--yes").exit_code == 0
    said = signs(run, hall, work, 3, "--figures", note(tmp_path, 8), "--yes")
    assert refused(said) == "figures-other-entered"
    assert signers(hall, work) == [1]
    no = signs(run, hall, work, 3, typed="n\n")
    assert (no.exit_code != 0, signers(hall, work)) == (True, [1])
    assert refused(signs(run, hall, work, 3, "--yes")) == "figures-not-given"


def test_nothing_is_signed_before_it_is_entered(run: Run, hall: Hall, work: Path) -> None:
    assert refused(signs(run, hall, work, 1, typed="y\n")) == "figures-none"
    assert not (work / "figures-signed.json").exists()


def test_corrected_figures_are_signed_anew(
    run: Run, hall: Hall, work: Path, tmp_path: Path
) -> None:
    for number in (1, 2):
        signs(run, hall, work, number, "--figures", note(tmp_path), "--yes")
    assert run(count, work, "--yes").exit_code == 0
    more = ("--figures", note(tmp_path, 8), "--reason", "misread")
    said = run(count, work, *more, "--yes")
    assert said.exit_code == 0, said.output
    assert "2 more of these tellers must sign" in said.output
    assert signers(hall, work) == []
    for number in (1, 3):
        signed = signs(run, hall, work, number, "--figures", note(tmp_path, 8), "--yes")
        assert "Correction 1: misread" in signed.output
    out = published(run, work)
    verdict = judged(out)
    assert (verdict.word, verdict.figures_signed) == (Word.VALID, (1, 3))
    assert "No figure of the hall is signed" not in (out / "report.en.html").read_text()


@pytest.fixture
def signed(tiny: Held, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny.out, tmp_path / "out"))


def codes(path: Path) -> set[str]:
    return {each.code for each in judged(path).findings}


def test_a_teller_twice_is_one(tiny: Held, signed: Path) -> None:
    file = signed / "figures-signed.json"
    found = parse_signed_figures(tiny.hall.trustees.group, file.read_bytes())
    file.write_bytes(replace(found, signed=(found.signed[0], found.signed[0])).to_bytes())
    told = {each.code: each.detail for each in judged(signed).findings}
    assert told["figures-signature"] == "teller 1 has signed already"
    assert "figures-unsigned" in told
    assert judged(signed).word is Word.INVALID


def test_an_unknown_teller_is_nobody(tiny: Held, signed: Path) -> None:
    file = signed / "figures-signed.json"
    found = parse_signed_figures(tiny.hall.trustees.group, file.read_bytes())
    first, second = found.signed
    file.write_bytes(replace(found, signed=(first, replace(second, owner=9))).to_bytes())
    assert {"owner-unknown", "figures-unsigned"} <= codes(signed)


def test_signatures_of_another_meeting_are_none(tiny: Held, signed: Path, full: Held) -> None:
    file = signed / "figures-signed.json"
    group = tiny.hall.trustees.group
    ours = parse_signed_figures(group, file.read_bytes())
    theirs = parse_signed_figures(group, (full.out / "figures-signed.json").read_bytes())
    file.write_bytes(replace(theirs, figures=ours.figures).to_bytes())
    assert {"figures-signature", "figures-unsigned"} <= codes(signed)
    file.write_bytes(theirs.to_bytes())
    same = theirs.figures == ours.figures
    assert ("figures-signature" if same else "figures-other") in codes(signed)


def test_signatures_without_figures_and_figures_without_signatures(signed: Path) -> None:
    """Whoever takes the signatures away is found out by the report, which names who signed."""
    file = signed / "figures-signed.json"
    kept = file.read_bytes()
    file.unlink()
    assert {"figures-unsigned", "report-signers-differ"} <= codes(signed)
    file.write_bytes(kept)
    (signed / "figures.json").unlink()
    assert "figures-other" in codes(signed)


def test_nobody_goes_on_with_signatures_that_do_not_hold(
    run: Run, hall: Hall, work: Path, tmp_path: Path
) -> None:
    signs(run, hall, work, 1, "--figures", note(tmp_path), "--yes")
    file = work / "figures-signed.json"
    found = parse_signed_figures(hall.trustees.group, file.read_bytes())
    file.write_bytes(replace(found, signed=(replace(found.signed[0], owner=2),)).to_bytes())
    assert refused(signs(run, hall, work, 3, "--figures", note(tmp_path), "--yes")) == (
        "figures-signed-invalid"
    )
    assert refused(run(count, work, "--yes")) == "figures-signed-invalid"
    file.write_bytes(b"{")
    assert refused(run(count, work, "--yes")) == "figures-signed-invalid"

"""`teller open`: the plan shown and agreed to once, then what is next, until all is counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from tally.cli import teller
from tally.commands.observers.verify import verify
from tally.commands.tellers.count import count, publish
from tally.commands.tellers.plan_comparison import drawn
from tally.next_steps.openings import opening_steps
from tally.opening.planned import planned_round
from tally.opening.work_folder import WorkFolder
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.hall_display import ask_for_these, given, plan_of, read_off
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE, TIMESTAMP, Hall, build_hall
from tests.tally.fixtures.summed_meeting import GROUPS, with_own_keys
from tests.tally.fixtures.written_hall import HONEST, PAPERS, THREE

FIGURES = """schema = 1
[boxes.r1-A]
present = 4
issued = 3
[boxes.r1-B]
present = 6
issued = 5
[boxes.r1-C]
present = 7
issued = 7
"""
Run = Callable[..., Result]
QUESTION = "type groups 2 and 5 as it shows them: "


@pytest.fixture
def hall(groups: Hall, tmp_path: Path) -> Hall:
    return with_own_keys(groups, tmp_path / "keys")


@pytest.fixture
def work(hall: Hall, tmp_path: Path) -> Path:
    return hall.write_work(tmp_path / "work").folder.path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in English; `typed` are the answers at the keyboard."""
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    ask_for_these(monkeypatch)
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE + "\n")
    monkeypatch.setenv("PIAOXIANG_PASSPHRASE_FILE", str(passphrase))

    def command(which: click.Command, *arguments: object, typed: str = "") -> Result:
        return CliRunner().invoke(which, [str(each) for each in arguments], input=typed)

    return command


def shares(work: Path) -> list[int]:
    """How many shares each box has by itself."""
    records = (read_record(path.read_bytes()) for path in sorted(work.glob("boxes/*/record.bel")))
    return [len(record.partial_decryptions) for record in records]


def test_what_the_readme_says_loses_no_small_box(
    run: Run, hall: Hall, work: Path, tmp_path: Path
) -> None:
    """Before, `decrypt` by two tellers opened B and C alone, and A's three ballots were lost."""
    first, third = (("--key", hall.key_paths[at]) for at in (0, 2))
    said = run(teller, "open", work, *first, typed=f"{read_off(work)}\n")
    assert said.exit_code == 0, said.output
    assert "opened as one: r1-A Round 1 · Ballot A (ballots: 3), r1-B" in said.output
    assert "opened alone: r1-C Round 1 · Ballot C (ballots: 6)" in said.output
    shown = plan_of(work).split()
    assert f"Fingerprint of the plan: {shown[0]} ···· {shown[2]} {shown[3]} ····" in said.output
    assert not any(shown[at] in said.output.partition(QUESTION)[0] for at in (1, 4))
    assert said.output.count(QUESTION) == 1
    assert "1 more of these tellers must open box r1-A+B, r1-C: 2 罗永辉, 3 苏敏" in said.output
    assert f"    piaoxiang teller open {work} --key teller-2.key\n" in said.output
    again = run(teller, "open", work, *first)
    assert (again.exit_code, QUESTION in again.output) == (0, False)
    assert f"Fingerprint of the plan: {plan_of(work)}" in again.output
    assert "your share is in the record already" in again.output
    assert run(teller, "open", work, *third, "--plan", plan_of(work)).exit_code == 0
    assert shares(work) == [0, 0, 2]
    enough = run(teller, "open", work, "--key", hall.key_paths[1], *given(work))
    assert "the shares suffice. Anybody counts" in enough.output
    assert shares(work) == [0, 0, 2]
    (tmp_path / "figures.toml").write_text(FIGURES)
    counted = run(count, work, "--figures", tmp_path / "figures.toml")
    assert counted.exit_code == 0, counted.output
    assert "counted as one, 8 ballots" in counted.output
    assert run(publish, work, tmp_path / "out").exit_code == 0
    verdict = run(verify, tmp_path / "out")
    assert verdict.exit_code == 0, verdict.output
    assert "Sum r1-A+B (opened as one: r1-A, r1-B); ballots: 8; shares: 2" in verdict.output
    (told,) = json.loads((tmp_path / "out/outcome.json").read_text())["rounds"]
    assert short_hash(told["plan"]) == plan_of(work)
    assert "excepted" not in told


@pytest.mark.parametrize("typed", ["\n", ""])
def test_no_is_no(run: Run, hall: Hall, work: Path, typed: str) -> None:
    said = run(teller, "open", work, "--key", hall.key_paths[0], typed=typed)
    assert said.exit_code != 0
    assert QUESTION in said.output
    assert "Not confirmed: nothing was done." in said.output
    assert (shares(work), (work / "sums").exists()) == ([0, 0, 0], False)
    assert (hall.key(1).key.openings, hall.key(1).key.plans) == ((), {})


def test_a_teller_who_does_not_look_at_the_hall_cannot_answer(
    run: Run, hall: Hall, work: Path
) -> None:
    """The attack: a server closes a box twice, and a tired teller says yes to the other plan.

    With `--yes` nothing was compared, and the question had its answer on the same screen.
    """
    key = ("--key", hall.key_paths[0])
    blind = run(teller, "open", work, *key, "--yes")
    assert "--yes compares nothing" in str(blind.exception)
    shown = plan_of(work).split()
    tries = ("y", f"{shown[0]} {shown[2]}", read_off(work).swapcase())
    said = run(teller, "open", work, *key, typed="".join(f"{each}\n" for each in tries))
    assert said.output.count(QUESTION) == len(tries)
    assert said.output.count("other characters there") == len(tries) - 1
    told = said.exception.text("en")  # type: ignore[union-attr] # a Problem
    assert "Do not open anything; call the chief teller" in told
    for group in (shown[1], shown[4]):
        assert group not in blind.output + said.output + told
    assert (shares(work), hall.key(1).key.plans) == ([0, 0, 0], {})


@pytest.mark.parametrize("form", ["groups", "whole", "hexadecimal"])
def test_what_stands_in_the_hall_is_typed_in_any_form(
    run: Run, hall: Hall, work: Path, form: str
) -> None:
    opened = WorkFolder.open(work)
    digits = planned_round(opened, opened.meeting.rounds[0]).plan.hash
    typed = {
        "groups": read_off(work).replace(" ", ""),
        "whole": plan_of(work),
        "hexadecimal": digits.upper(),
    }[form]
    said = run(teller, "open", work, "--key", hall.key_paths[0], typed=f"no\n{typed}\n")
    assert said.exit_code == 0, said.output
    assert hall.key(1).key.plans == {"r1": digits}


def test_the_groups_that_are_asked_for_are_drawn() -> None:
    seen = {drawn() for _ in range(400)}
    assert seen == {(a, b) for a in range(6) for b in range(a + 1, 6)}


def test_another_fingerprint_than_the_halls_is_refused(run: Run, hall: Hall, work: Path) -> None:
    key = ("--key", hall.key_paths[0])
    for bad in ("AAAA BBBB CCCC DDDD EEEE FFFF", "0" * 64, ""):
        said = run(teller, "open", work, *key, "--plan", bad)
        assert "call the chief teller" in str(said.exception)
        assert plan_of(work) not in said.output + str(said.exception)
    assert hall.key(1).key.plans == {}
    assert run(teller, "open", work, *key, "--plan", plan_of(work)).exit_code == 0


def test_one_box_stands_for_those_it_is_opened_with(run: Run, hall: Hall, work: Path) -> None:
    key = ("--key", hall.key_paths[0], *given(work))
    assert run(teller, "decrypt", work, *key, "--box", "r1-A").exit_code == 0
    assert (shares(work), (work / "sums/r1-A+B").exists()) == ([0, 0, 0], True)
    needless = run(teller, "shuffle", work, *key, "--box", "r1-C")
    assert "there is nothing to shuffle" in str(needless.exception)
    assert run(teller, "open", work, *key, "--box", "r1-C").exit_code == 0
    assert shares(work) == [0, 0, 1]


def test_a_box_that_is_open_stops_its_round(run: Run, hall: Hall, work: Path) -> None:
    data = RecordBuilder.start(
        TIMESTAMP,
        hall.elections["r1-A"].to_json().encode(),
        hall.trustees.to_json().encode(),
        hall.slips["r1-A"].public_list().encode(),
    ).appended_bytes()
    (work / "boxes/r1-A/record.bel").write_bytes(data)
    for step in ("open", "shuffle", "decrypt"):
        said = run(teller, step, work, "--key", hall.key_paths[0], "--yes")
        told = said.exception.text("en")  # type: ignore[union-attr] # a Problem
        assert "Box r1-A is still open for voting (not closed)" in told
        assert f"    piaoxiang tally fetch http://SERVER:8000 {work}\n" in told + "\n"
    assert shares(work) == [0, 0, 0]


def test_a_closed_round_is_opened_while_another_is_open(run: Run, tmp_path: Path) -> None:
    ballots = {"r1-A": 5, "r1-B": 5, "r2-A": 5, "r2-B": 5}
    hall = build_hall(tmp_path / "ceremony", rounds=2, ballots=ballots)
    work = hall.write_work(tmp_path / "work").folder.path
    data = RecordBuilder.start(
        TIMESTAMP,
        hall.elections["r2-B"].to_json().encode(),
        hall.trustees.to_json().encode(),
        hall.slips["r2-B"].public_list().encode(),
    ).appended_bytes()
    (work / "boxes/r2-B/record.bel").write_bytes(data)
    said = run(teller, "open", work, "--key", hall.key_paths[0], typed=f"{read_off(work)}\n")
    assert said.exit_code == 0, said.output
    assert "Box r2-B is still open" in said.output
    assert shares(work) == [1, 1, 0, 0]
    assert set(hall.key(1).key.plans) == {"r1"}


def test_shuffles_and_shares_follow_one_another(run: Run, tmp_path: Path) -> None:
    """Single answers: two tellers shuffle, and the second goes on to open."""
    small = {"r1-A": 6, "r1-B": 3, "r1-C": 4}
    hall = build_hall(tmp_path / "ceremony", PAPERS, people=THREE, groups=GROUPS, ballots=small)
    for box, cast in hall.cast.items():
        cast[:] = HONEST[: small[box]]
    work = hall.write_work(tmp_path / "work").folder.path
    steps = "\n".join(step.text("en") for step in opening_steps(WorkFolder.open(work)))
    assert "2 more of these tellers must shuffle box r1-A, r1-B+C" in steps
    first = run(teller, "open", work, "--key", hall.key_paths[0], *given(work))
    assert first.exit_code == 0, first.output
    assert "Box r1-B+C: tellers who have shuffled it: 1; needed: 2" in first.output
    assert "1 more of these tellers must shuffle box r1-A, r1-B+C: 2 罗永辉" in first.output
    again = run(teller, "open", work, "--key", hall.key_paths[0])
    assert (again.exit_code, shares(work)) == (0, [0, 0, 0])
    second = run(teller, "open", work, "--key", hall.key_paths[1], *given(work))
    assert second.exit_code == 0, second.output
    assert "2 tellers have shuffled: 1 何静宜, 2 罗永辉" in second.output
    assert shares(work) == [1, 0, 0]
    late = run(teller, "shuffle", work, "--key", hall.key_paths[2], *given(work))
    assert "The shuffles of box r1-A have ended" in late.output
    third = run(teller, "open", work, "--key", hall.key_paths[2], *given(work))
    assert "the shares suffice" in third.output
    assert run(count, work, "--yes").exit_code == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_round_that_is_too_small_is_opened_by_an_exception_of_all(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    hall = build_hall(tmp_path / "ceremony", ballots={"r1-A": 2, "r1-B": 2})
    work = hall.write_work(tmp_path / "work").folder.path
    keys = [("--key", path) for path in hall.key_paths]
    said = run(teller, "open", work, *keys[0], *given(work))
    assert said.exit_code == 2
    assert "stays closed: r1-A Round 1 · Ballot A (ballots: 2), r1-B" in said.output
    assert "only if every teller signs an exception" in said.output
    typed = f"y\n{read_off(work)}\n"
    for at in (0, 1):
        signed = run(teller, "exception", work, *keys[at], "--round", "r1", typed=typed)
        assert signed.exit_code == 0, signed.output
        assert run(teller, "open", work, *keys[at]).exit_code == 2
    assert (
        "Not signed yet: 3 苏敏" in run(teller, "exception", work, *keys[1], "--round", "r1").output
    )
    assert (work / "sums").exists() is False
    no = run(teller, "exception", work, *keys[2], "--round", "r1", typed="n\n")
    assert (no.exit_code, "Only 4 ballots" in no.output) == (1, True)
    blind = run(teller, "exception", work, *keys[2], "--round", "r1", "--yes")
    assert "--yes compares nothing" in str(blind.exception)
    signed = run(teller, "exception", work, *keys[2], "--round", "r1", *given(work))
    assert signed.exit_code == 0
    for at in (0, 2):
        opened = run(teller, "open", work, *keys[at])
        assert opened.exit_code == 0, opened.output
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", language)
    assert run(count, work, "--yes").exit_code == 0
    assert run(publish, work, tmp_path / "out").exit_code == 0
    verdict = run(verify, tmp_path / "out")
    assert verdict.exit_code == 0, verdict.output
    told = {"en": "Every teller has signed that it is opened", "zh": "全体监票人已签名"}[language]
    assert told in verdict.output
    (outcome,) = json.loads((tmp_path / "out/outcome.json").read_text())["rounds"]
    assert outcome["excepted"] is True
    for name, words in (("index.html", "全体监票人"), ("report.en.html", "All tellers have")):
        assert words in (tmp_path / "out" / name).read_text(encoding="utf-8")


def test_an_exception_is_refused_where_none_is_needed(run: Run, hall: Hall, work: Path) -> None:
    key = ("--key", hall.key_paths[0], "--yes")
    said = run(teller, "exception", work, *key, "--round", "r1")
    assert "needs no exception" in str(said.exception)
    unknown = run(teller, "exception", work, *key, "--round", "r9")
    assert "no round r9" in str(unknown.exception)
    assert not (work / "exceptions").exists()


def test_a_sum_is_said_in_chinese(run: Run, summed: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "zh")
    said = run(verify, summed.out).output
    assert "合并 r1-A+B（r1-A、r1-B 合并打开）：8 票，2 份开箱份额；合并指纹" in said
    assert "该票箱与其他票箱合并打开" in said

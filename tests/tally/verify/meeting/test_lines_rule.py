"""Records are judged by the rule that their written lines were counted by, old ones by the old."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crypto.canonical import loads
from meeting.definition.paper import WRITE_IN, Paper, PaperItem
from tally.findings.finding import Level
from tally.folder.figures import HallFigures
from tally.folder.source import open_folder
from tally.opening.work_folder import WorkFolder
from tally.outcome.acts import Acts
from tally.outcome.box_count import read_result
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.outcome import outcome_of
from tally.report.pages import pages
from tally.verify.folder import verify_folder
from tally.verify.record.box import no_progress
from tests.interop.second_verifier.findings import Findings
from tests.interop.second_verifier.meeting import check_folder
from tests.tally.fixtures.held_meeting import FIGURES, Held, hold
from tests.tally.fixtures.small_hall import build_hall
from tests.tally.fixtures.spoiled_records import edited

LINE = PaperItem("other", None, "另推他人", "Somebody else", (), 0, 1, False, form=WRITE_IN)
SLATE = Paper("slate", "recommendation", "推荐票", "Recommendation", "", "", "valid", (LINE,))


def vector(text: str) -> tuple[int, ...]:
    encoded = text.encode()
    return (*encoded, *(255,) * (30 - len(encoded)))


WRITTEN = ("林嵘", "林嵘\u1039", "林嵘\u06dd", "\u0301林嵘", "林嵘", "ᠰᠠᠷ\u180eᠠ")


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Six lines in A, made by programs that write what no kiosk does; six good ones in B."""
    folder = tmp_path_factory.mktemp("lines")
    hall = build_hall(folder / "ceremony", (SLATE,), name="lines-2026")
    hall.cast["r1-A"][:] = [(vector(text),) for text in WRITTEN]
    hall.cast["r1-B"][:] = [(vector("王五"),)] * 6
    return hold(hall, folder)


@pytest.fixture
def of_before(marked: Held, tmp_path: Path) -> Path:
    """The folder as it was published when there was rule 1 only."""
    out = Path(shutil.copytree(marked.out, tmp_path / "before"))
    work = WorkFolder.open(marked.work)
    counts = []
    for count in marked.outcome.boxes:
        opening = work.verified(count.box, no_progress).opening
        assert opening is not None
        assert opening.result is not None
        result, singles = opening.result.counts, opening.singles
        items = read_result(work.meeting, count.box, count.ballots, result, singles, 1)
        counts.append(replace(count, items=items))
    hall = HallFigures(FIGURES)
    digest = marked.outcome.definition_hash
    plans = {each.round.id: (each.plan, each.excepted) for each in marked.outcome.rounds}
    outcome = outcome_of(
        work.meeting, digest, tuple(counts), hall.boxes, lines_rule=1, acts=Acts(plans)
    )
    outcome = replace(outcome, figures_signed=marked.outcome.figures_signed)
    (out / "outcome.json").write_bytes(outcome_bytes(outcome))
    for name, page in pages(outcome).items():
        (out / name).write_bytes(page)
    return out


def codes(folder: Path) -> set[str]:
    found = verify_folder(open_folder(folder), workers=1).findings
    return {each.code for each in found if each.level is not Level.NOTE}


def second(folder: Path) -> set[str]:
    findings = Findings()
    check_folder(folder, findings)
    return {code for _place, code, _sentence in findings.problems}


def line_of(folder: Path) -> tuple[Any, Any]:
    """The rule that is named, and what is said of box A's line."""
    value = json.loads((folder / "outcome.json").read_bytes())
    return value.get("lines"), value["rounds"][0]["singles"][0]["items"][0]["groups"][0]


def test_lines_are_counted_by_the_rule_of_now(marked: Held) -> None:
    rule, line = line_of(marked.out)
    assert (rule, line["reasons"]) == (2, {"write-in-character": 3})
    assert line["names"] == [{"name": "林嵘", "votes": 2}, {"name": "ᠰᠠᠷ\u180eᠠ", "votes": 1}]
    assert (codes(marked.out), second(marked.out)) == (set(), set())


def test_a_record_of_before_is_read_as_before(of_before: Path) -> None:
    rule, line = line_of(of_before)
    assert (rule, line["reasons"]) == (None, {"write-in-character": 1})
    assert {each["name"] for each in line["names"]} == set(WRITTEN[:5])
    assert (codes(of_before), second(of_before)) == (set(), set())


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize("change", [{"lines": 1}, {"lines": True}, {"lines": "2"}, {"lines": 0}])
def test_a_count_by_one_rule_is_none_by_another(
    marked: Held, tmp_path: Path, change: dict[str, object]
) -> None:
    out = Path(shutil.copytree(marked.out, tmp_path / "out"))
    file = out / "outcome.json"
    file.write_bytes(edited(file.read_bytes(), lambda value: value | change))
    assert "outcome-differs" in codes(out)
    assert second(out) == {"outcome-differs"}


def test_without_a_rule_the_first_one_is_meant(marked: Held, tmp_path: Path) -> None:
    out = Path(shutil.copytree(marked.out, tmp_path / "out"))
    file = out / "outcome.json"
    file.write_bytes(edited(file.read_bytes(), lambda value: value.pop("lines") and None))
    assert (codes(out), second(out)) == ({"outcome-differs", "report-differs"}, {"outcome-differs"})


def test_a_rule_that_comes_later_is_not_judged_by_those_of_now(
    marked: Held, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(marked.out, tmp_path / "out"))
    file = out / "outcome.json"
    file.write_bytes(edited(file.read_bytes(), lambda value: value | {"lines": 3}))
    verdict = verify_folder(open_folder(out), workers=1)
    assert codes(out) == {"file-other-version"}
    assert verdict.exit_code != 0
    (found,) = (each for each in verdict.findings if each.code == "file-other-version")
    assert "rule 3" in found.detail


def test_a_meeting_without_lines_names_no_rule(tiny: Held) -> None:
    value = loads((tiny.out / "outcome.json").read_bytes(), limit=1 << 20)
    assert isinstance(value, dict)
    assert "lines" not in value

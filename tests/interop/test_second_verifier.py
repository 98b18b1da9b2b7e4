"""A second verifier, written from docs/protocol.md alone, agrees with ours.

It lies in `second_verifier/`, shares no line with the rooms, and is run as a program of its own. It
accepts what ours accepts, and refuses, by the same rule, what the tamper matrix breaks.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from meeting.published.definition_file import published
from tally.findings.codes import CODES
from tally.findings.finding import Level
from tally.folder.figures import HallFigures
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.meeting.box_in_meeting import check_box_in_meeting
from tally.verify.record.box import verify_record
from tests.interop.fixtures.second_verifier import ANOTHER_NAME, agree, run, unnoted
from tests.interop.second_verifier.box import read_box
from tests.interop.second_verifier.findings import Findings
from tests.interop.second_verifier.meeting import check_folder
from tests.tally.fixtures import box_check
from tests.tally.fixtures.draws import draw_of, list_of, write_draw
from tests.tally.fixtures.held_meeting import Held, again, hold
from tests.tally.fixtures.single_hall import single_hall
from tests.tally.fixtures.small_hall import Hall, build_hall
from tests.tally.tamper import (
    archive_cases,
    ballot_cases,
    cancelled_cases,
    checkpoint_cases,
    continuing_cases,
    draw_cases,
    figures_cases,
    folder_cases,
    opened_cases,
    opening_cases,
    receipt_cases,
    ruling_cases,
    setup_cases,
    single_cases,
    sum_cases,
)
from tests.tally.tamper.figures_cases import CORRECTED, TOO_FEW_ISSUED, UNUSUAL
from tests.tally.tamper.test_matrix import ALSO

HERE = Path(__file__).parent
ROOMS = {
    "crypto",
    "meeting",
    "ballot_server",
    "desk",
    "kiosk",
    "tally",
    "demo",
    "piaoxiang",
    "tests",
}
BOX = "r1-A"
VECTORS = (
    *("ed25519-nh-60-v3.3.0", "rfc3526-nh-10-v3.3.0", "belenios2048-hs-10-v3.3.0"),
    "belenios2048-th-3-v2.0",
)
BOXES = {
    **archive_cases.CASES,
    **setup_cases.CASES,
    **ballot_cases.CASES,
    **opening_cases.CASES,
    **checkpoint_cases.CHECKPOINTS,
    **checkpoint_cases.UNFINISHED,
}
FOLDERS = {
    **folder_cases.FOLDERS,
    **figures_cases.CASES,
    **draw_cases.CASES,
    **{c: case for c, case in cancelled_cases.CASES.items() if c not in cancelled_cases.WORDS},
}
LONE = single_cases.CASES


@dataclass
class Seen:
    """What ours was given to judge last: a record and the files around it."""

    folder: Path
    files: dict[str, bytes] = field(default_factory=dict)

    def verify_record(self, data: bytes, box: str, **options: Any) -> Any:
        self.files = {"record.bel": data, "acts.json": options.get("acts") or b""}
        return verify_record(data, box, **options)

    def check_box_in_meeting(self, result: Any, meeting: Any, *rest: Any) -> None:
        self.files |= {"meeting.json": published(meeting), "checkpoint.txt": rest[-1] or b""}
        check_box_in_meeting(result, meeting, *rest)

    def as_folder(self) -> Path:
        """A published folder of this one box."""
        place = self.folder / "boxes" / BOX
        place.mkdir(parents=True)
        for name, data in self.files.items():
            if data:
                (self.folder if name == "meeting.json" else place).joinpath(name).write_bytes(data)
        return self.folder


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Every record that ours judges in this test is kept for the second verifier."""
    kept = Seen(tmp_path / "seen")
    monkeypatch.setattr(box_check, "check_box_in_meeting", kept.check_box_in_meeting)
    for module in (box_check, single_cases):
        monkeypatch.setattr(module, "verify_record", kept.verify_record)
    return kept


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A small meeting, held and published."""
    folder = tmp_path_factory.mktemp("second")
    return hold(build_hall(folder / "ceremony"), folder)


@pytest.fixture(scope="module")
def singles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A hall whose boxes are shuffled."""
    with pytest.MonkeyPatch.context() as patch:
        yield single_hall(tmp_path_factory.mktemp("shuffled") / "ceremony", patch)


NOT_LOOKED_AT = {
    "it is not told what an observer holds: a fingerprint, kept checkpoints": {
        "meeting-fingerprint", "checkpoint-foreign", "checkpoint-not-compared",
        "checkpoint-not-continued", "cosignature-form", "cosignature-invalid",
    },
    "notes, which never change a verdict": {
        "earlier-rules", "figures-corrected", "figures-missing", "figures-unsigned",
        "figures-unusual", "foreign-acts", "foreign-credential-order", "limit-over-sum",
        "names-over-limit",
        "no-checkpoint", "no-meeting", "no-outcome", "no-slips", "not-opened", "old-trustees",
        "outcome-not-compared", "round-void", "ruling-missing", "single-answer-marked",
        "single-trustees", "slips-missing",
    },
    "pages that our program renders from the outcome, and what kind of files lie beside them": {
        "file-of-system", "file-size", "file-special", "file-symlink", "file-unexpected",
        "report-differs", "report-other-version", "report-signers-differ",
    },
    "lists of candidates, which we never ask": {"list-proof", "nonzero-proof"},
    "refused as well; another one that the same lines refuse is compared": {
        "archive-content", "archive-padding", "archive-time", "certificate-group",
        "checkpoint-form", "credentials-unsorted", "data-order", "file-other-version",
        "element-not-canonical", "event-type", "json-not-utf8", "json-syntax", "json-too-deep",
        "json-too-long", "json-type", "language-direction", "note-base64", "note-text",
        "note-too-long", "uuid-form",
    },
    "refused as well, and left out here because making the record takes long": {
        "act-kind", "act-without-certificate", "election-shared", "group-no-embedding",
        "shuffle-unsigned", "tellers-differ",
    },
}  # fmt: skip
"""The codes that are not compared here, and why."""
LEFT_OUT = set[str]().union(*NOT_LOOKED_AT.values())


def compared(cases: dict[str, Any]) -> list[str]:
    return [code for code in cases if code not in LEFT_OUT]


def test_every_code_is_compared_or_left_out_for_a_reason() -> None:
    # in test_second_verifier_sums.py, …_opened.py, …_steps.py, …_given.py and …_continues.py
    sums = {*sum_cases.CASES, *sum_cases.FEW, *opened_cases.CASES, *ruling_cases.CASES}
    sums |= {*ruling_cases.WRITTEN, *receipt_cases.RECEIPTS, *cancelled_cases.WORDS}
    sums |= {*continuing_cases.CASES}
    cases = {*BOXES, *FOLDERS, *LONE, *ALSO, *sums}
    here = {*compared(BOXES), *compared(FOLDERS), *compared(LONE), *ALSO, *sums}
    assert {*here, *LEFT_OUT} == set(CODES)
    assert not set(CODES) - cases - LEFT_OUT
    assert set(ANOTHER_NAME) <= cases - LEFT_OUT


def test_it_imports_nothing_of_ours() -> None:
    for path in (HERE / "second_verifier").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            assert not ROOMS & {name.split(".")[0] for name in names}, path.name


def test_a_meeting_that_was_held_is_valid_for_both(small: Held) -> None:
    assert not [f for f in verify_folder(open_folder(small.out)).findings if f.level != Level.NOTE]
    status, lines = run(small.out)
    assert (status, unnoted(lines)) == (0, ["valid"])
    assert sum("[slips-missing]" in line for line in lines) == 2


@pytest.mark.parametrize("figures", [TOO_FEW_ISSUED, UNUSUAL, CORRECTED])
def test_both_compute_the_same_of_strange_figures(
    small: Held, tmp_path: Path, figures: HallFigures
) -> None:
    """A void round, a remark and a correction: the outcome is compared byte for byte."""
    status, lines = run(again(small, tmp_path, figures))
    assert (status, unnoted(lines)) == (0, ["valid"])


def test_a_meeting_without_its_acts_is_refused(small: Held, tmp_path: Path) -> None:
    folder = shutil.copytree(small.out, tmp_path / "out")
    (folder / "boxes" / BOX / "acts.json").unlink()
    status, lines = run(folder)
    assert status == 1
    assert sum("[not-bound]" in line for line in lines) == 2
    assert lines[-1] == "not bound"


@pytest.mark.parametrize("name", VECTORS)
def test_records_of_others_hold_but_for_bound_proofs(vectors: Path, name: str) -> None:
    """Others' shares have no bound proofs, which the second verifier notes.

    That ours finds nothing in these records either is tested in tests/tally/verify.
    """
    status, lines = run(vectors / name / "record.bel")
    assert (status, lines[-1]) == (0, "valid")
    assert all(line.startswith("note: ") for line in lines[:-1])
    assert any("[not-bound]" in line for line in lines)


@pytest.mark.parametrize("code", compared(BOXES))
def test_both_refuse_a_box(small: Held, seen: Seen, code: str) -> None:
    ours = BOXES[code](small).findings.found
    theirs = Findings()
    check_folder(seen.as_folder(), theirs)
    agree(code, ours, theirs)


@pytest.mark.parametrize("code", compared(FOLDERS))
def test_both_refuse_a_folder(small: Held, tmp_path: Path, code: str) -> None:
    ours = FOLDERS[code](small, tmp_path / "out")
    theirs = Findings()
    check_folder(tmp_path / "out", theirs)
    agree(code, ours, theirs)


def test_a_draw_is_valid_for_both(small: Held, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(small.out, tmp_path / "out"))
    write_draw(small.hall, folder, draw_of(small.hall, list_of(small.hall, folder)))
    status, lines = run(folder)
    assert (status, unnoted(lines)) == (0, ["valid"])


@pytest.mark.parametrize("told", draw_cases.ALSO)
def test_both_refuse_a_draw(small: Held, tmp_path: Path, told: str) -> None:
    case, expected = draw_cases.ALSO[told]
    case(small, tmp_path / "out")
    theirs = Findings()
    check_folder(tmp_path / "out", theirs)
    assert theirs.problems
    assert {code for _place, code, _sentence in theirs.problems} <= expected


@pytest.mark.parametrize("told", cancelled_cases.ALSO)
def test_both_refuse_a_list_of_cancelled_slips(small: Held, tmp_path: Path, told: str) -> None:
    case, expected = cancelled_cases.ALSO[told]
    case(small, tmp_path / "out")
    theirs = Findings()
    check_folder(tmp_path / "out", theirs)
    assert {code for _place, code, _sentence in theirs.problems} == expected


def test_both_account_for_slips(small: Held, tmp_path: Path) -> None:
    cancelled_cases.listed(cancelled_cases.whole)(small, tmp_path / "out")
    theirs = Findings()
    check_folder(tmp_path / "out", theirs)
    assert theirs.verdict == "valid"
    missing = [place for place, code, _sentence in theirs.notes if code == "slips-missing"]
    assert BOX not in missing


@pytest.mark.parametrize("code", compared(LONE))
def test_both_refuse_single_answers(singles: Hall, seen: Seen, code: str) -> None:
    ours, theirs = LONE[code](singles), Findings()
    read_box(seen.files["record.bel"], seen.files["acts.json"], BOX, theirs, ours=True)
    agree(code, ours, theirs)


def test_both_refuse_a_shuffle_of_nothing(small: Held, seen: Seen) -> None:
    ours, theirs = single_cases.needless(small.hall), Findings()
    read_box(seen.files["record.bel"], seen.files["acts.json"], BOX, theirs, ours=True)
    agree("shuffle-nothing", ours, theirs)

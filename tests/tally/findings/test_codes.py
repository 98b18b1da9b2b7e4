"""The table of codes against the code: everything a verdict can hold, and nothing else.

Every word of this form that stands anywhere in a module that the verifier uses is a code, and then
it is in the table, or it is told here what else it is. Where a code is not written where it is
raised, the place is listed: the word it stands for is found where that is written.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import tally
from meeting.language import gettext_for
from tally.findings.codes import CODES
from tally.findings.not_reached import NOT_REACHED
from tally.outcome.steps.result import WaitsFor, Why
from tally.problem import ROOM

ROOT = Path(tally.__file__).parent.parent
TABLES = {*(ROOT / "tally/findings").glob("codes*.py"), ROOT / "tally/findings/not_reached.py"}
ROOMS = {"crypto", "meeting", "tally"}
BEFORE_A_VERDICT = "meeting"
"""The room whose own codes are raised while a folder is opened, if at all; with one exception:"""
JUDGES_SETUPS = "meeting/published/setup_check.py"
FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
RAISED = {"ParseError", "ProofError", "RecordError", "CeremonyError", "Refused", "Problem"}
REPORTED = {"problem", "note", "unfinished", "report", "tolerated"}
NO_CODES = {
    "piaoxiang-bound-1", "piaoxiang-hash-to-group-1",  # names of formulas
    "percent-2-half-up", "points-2-half-up",
    "kiosk-enforced", "one-list",  # rules of papers
    "fingerprint-absent", "fingerprint-sealed", "not-honoured", "not-judged",  # of receipts
    "piaoxiang-arithmetic", "ifma-emulated",  # a folder of the cache, and a program for tests
    "file-too-large",  # of another room; here such a file counts as missing
    "first-only", "keep-all", *get_args(Why), *get_args(WaitsFor),  # of rules and their steps
}  # fmt: skip
MADE = {"tally-num-tallied", "tally-total-weight"}
"""Made from the name of a field of the tally event."""
PASSED_ON = {
    "crypto/ballots/lists_answer.py code",
    "crypto/record/archive.py code",
    "crypto/record/chain_scan.py code",
    "crypto/proofs/disjunction.py code",
    "crypto/proofs/interval.py code",
    "crypto/proofs/schnorr.py code",
    "tally/verify/meeting/box_in_meeting.py record",  # the function of this name in box.py
    "tally/verify/meeting/contents.py code",
    "tally/findings/finding.py error.code",
    "tally/verify/meeting/outcome.py code",
    "tally/verify/meeting/rulings.py code",
    "tally/verify/evidence/kept_notes.py error.code",
    "tally/verify/record/opening.py f\"tally-{name.replace('_', '-')}\"",
    "tally/verify/evidence/opened.py code",  # "opened-word" or "opened-mismatch"
    "tally/verify/evidence/receipts.py error.code",
    "tally/verify/meeting/teller_signatures.py code",
    "tally/verify/single.py code",
    "tally/verify/single.py record",
}
"""Every place where something is raised or reported under a code that is not written there."""


def test_every_code_of_the_verifier_stands_in_the_table_and_no_other() -> None:
    found = {word for path in judging() for word in words_in(path) if FORM.fullmatch(word)}
    others = {code for codes in NOT_REACHED.values() for code in codes}
    assert not others & set(CODES)
    assert not NO_CODES & (set(CODES) | others)
    assert found - NO_CODES | MADE == set(CODES) | others


def test_every_code_is_written_where_it_is_raised_or_passed_on_in_a_known_place() -> None:
    passed_on = set()
    for path in judging():
        for code in codes_in(path):
            if isinstance(code, ast.Constant):
                assert isinstance(code.value, str)
                assert FORM.fullmatch(code.value), code.value
            else:
                passed_on.add(f"{path.relative_to(ROOT)} {ast.unparse(code)}")
    assert passed_on == PASSED_ON


def test_the_protocol_lists_every_code_and_no_other() -> None:
    text = (ROOT / "docs/protocol.md").read_text()
    chapter = text[text.index("## 23 Every check") : text.index("## 24 ")]
    told = {word for word in re.findall(r"`([^`]+)`", chapter) if FORM.fullmatch(word)}
    assert told == set(CODES)


def test_every_sentence_has_a_translation() -> None:
    translate = gettext_for(ROOM, "zh")
    for name, code in CODES.items():
        assert translate(code.sentence) != code.sentence, name


def used_by_the_verifier() -> set[Path]:
    """The modules of tally/verify, and all modules of these rooms that they import."""
    seen: set[Path] = set()
    waiting = [*(ROOT / "tally/verify").rglob("*.py"), ROOT / "tally/continuing/link.py"]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += imported_by(path)
    return seen


def imported_by(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            for module in (node.module, *(f"{node.module}.{each.name}" for each in node.names)):
                found = ROOT / (module.replace(".", "/") + ".py")
                if module.partition(".")[0] in ROOMS and found.exists():
                    yield found


def judging() -> set[Path]:
    """Those of them whose codes a verdict could hold."""
    rooms = {path: path.relative_to(ROOT).parts[0] for path in used_by_the_verifier()}
    found = {path for path, room in rooms.items() if room != BEFORE_A_VERDICT} - TABLES
    assert ROOT / JUDGES_SETUPS in rooms
    return found | {ROOT / JUDGES_SETUPS}


def words_in(path: Path) -> Iterator[str]:
    """Every string in a module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def codes_in(path: Path) -> Iterator[ast.expr]:
    """First arguments of what raises or reports, and arguments named `code`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        if name in RAISED | REPORTED:
            yield from node.args[:1]
        yield from (each.value for each in node.keywords if each.arg == "code")

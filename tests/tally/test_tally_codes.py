"""The table of codes against the code: everything a verdict can hold, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import tally
from meeting.language import gettext_for
from tally.problem import ROOM
from tally.verify.codes import CODES, NOT_REACHED

ROOT = Path(tally.__file__).parent.parent
RAISED = {"ParseError", "ProofError", "RecordError", "CeremonyError", "Refused", "Problem"}
REPORTED = {"problem", "note", "unfinished", "report", "tolerated", "_report"}
ELSEWHERE = {
    "outcome-differs", "report-differs",  # chosen by file name
    "tally-num-tallied", "tally-total-weight",  # made from the field's name
    "proof-of-knowledge",  # what check_knowledge says unless told otherwise
    "no-meeting", "no-slips", "no-checkpoint", "no-outcome",  # a table of notes
}  # fmt: skip


def test_every_code_of_the_verifier_stands_in_the_table_and_no_other() -> None:
    found = {code for path in used_by_the_verifier() for code in codes_in(path)} | ELSEWHERE
    others = {code for codes in NOT_REACHED.values() for code in codes}
    assert not others & set(CODES)
    assert found == set(CODES) | others


def test_codes_chosen_elsewhere_stand_in_the_verifier() -> None:
    text = "".join(path.read_text() for path in (ROOT / "tally/verify").glob("[!c]*.py"))
    for code in ELSEWHERE - {"proof-of-knowledge", "tally-num-tallied", "tally-total-weight"}:
        assert f'"{code}"' in text


def test_every_sentence_has_a_translation() -> None:
    translate = gettext_for(ROOM, "zh")
    for name, code in CODES.items():
        assert translate(code.sentence) != code.sentence, name


def used_by_the_verifier() -> set[Path]:
    """The modules of tally/verify, and all of tally and crypto that they import."""
    seen: set[Path] = set()
    waiting = list((ROOT / "tally/verify").glob("*.py"))
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
                if module.partition(".")[0] in {"crypto", "tally"} and found.exists():
                    yield found


def codes_in(path: Path) -> Iterator[str]:
    """First arguments of what raises or reports, and arguments named `code`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        given = [each.value for each in node.keywords if each.arg == "code"]
        if name in RAISED | REPORTED:
            given += node.args[:1]
        for each in given:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value

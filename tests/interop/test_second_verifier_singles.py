"""A meeting with names in writing, a ranking and scores, judged by the second verifier.

It computes the outcome again from the records, with every name, place and score, and compares it
byte for byte.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.election.visible import _ALSO_INVISIBLE, _INVISIBLE, _JOINERS
from crypto.election.write_in import LONGEST, read_write_in
from crypto.errors import ParseError
from meeting.names import lookalikes, name_key
from tally.outcome.file.single_json import name_json
from tally.outcome.single_count import by_votes
from tally.outcome.written_names import written_names
from tests.interop.second_verifier.findings import Findings, Refused
from tests.interop.second_verifier.meeting import check_folder
from tests.interop.second_verifier.names import alike, key, put_together
from tests.interop.second_verifier.singles import READ, UNSEEN, UNSEEN_BY_TWO
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.fixtures.written_hall import SLATE, THREE, WRITTEN_FIGURES, written_hall
from tests.tally.tamper.written_cases import OUTCOMES


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Eight ballots, four of them strange, and seven."""
    folder = tmp_path_factory.mktemp("second_written")
    return hold(written_hall(folder / "ceremony"), folder, WRITTEN_FIGURES)


def judged(folder: Path) -> Findings:
    findings = Findings()
    check_folder(folder, findings)
    return findings


def test_it_counts_what_ours_counts_and_names_the_marked_answer(written: Held) -> None:
    findings = judged(written.out)
    assert findings.verdict == "valid", findings.problems
    noted = [(place, code) for place, code, _sentence in findings.notes if code != "slips-missing"]
    assert noted == [("r1-A", "single-answer-marked")]


def test_an_outcome_that_counts_the_marked_answer_is_refused(written: Held, tmp_path: Path) -> None:
    folder = shutil.copytree(written.out, tmp_path / "out")
    file = folder / "outcome.json"
    file.write_bytes(edited(file.read_bytes(), OUTCOMES["a marked answer counts"]))
    assert {code for _place, code, _sentence in judged(folder).problems} == {"outcome-differs"}


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (0, {"form": "score"}),
        (0, {"minimum": 1}),
        (0, {"abstain": True}),
        (1, {"maximum": 0}),
    ],
)
def test_items_that_no_meeting_has_are_refused(
    written: Held, tmp_path: Path, number: int, change: dict[str, object]
) -> None:
    """The first line and the ranking, each with something that its form does not allow."""
    meeting = json.loads((written.out / "meeting.json").read_bytes())
    items = [item for paper in meeting["papers"] for item in paper["items"]]
    form = ("write_in", "ranking")[number]
    next(item for item in items if item.get("form") == form).update(change)
    text = json.dumps(meeting, ensure_ascii=False, separators=(",", ":"))
    (tmp_path / "meeting.json").write_text(text, "utf-8")
    assert [code for _place, code, _sentence in judged(tmp_path).problems] == [
        "meeting-not-canonical"
    ]


def ours(vector: list[int], rule: int = 2) -> str:
    try:
        return read_write_in(vector, rule)
    except ParseError as fault:
        return fault.code


def theirs(vector: list[int], rule: int = 2) -> str:
    try:
        return str(READ["write_in"]({"lines": rule}, vector))
    except Refused as fault:
        return fault.code


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(NAMES)
def test_both_verifiers_put_the_same_names_together(text: str) -> None:
    assert key(text) == (name_key(text) or text)
    assert tuple(dict.fromkeys(alike(text))) == lookalikes(text)


SPELLED = st.lists(st.text("王芳 ·•林嵘LinRog⽟", min_size=1, max_size=5), max_size=9)


@given(SPELLED)
def test_both_verifiers_write_the_same_of_names(written: Held, texts: list[str]) -> None:
    value = json.loads(written.hall.definition)
    ours = written_names(by_votes((text, 1) for text in texts), SLATE, THREE)
    theirs = put_together(texts, value["papers"][0], value["people"])
    assert theirs == [name_json(name) for name in ours]


TABLES = (*_INVISIBLE, *_ALSO_INVISIBLE, *UNSEEN, *UNSEEN_BY_TWO)
PLACES = tuple(pair for both in _JOINERS.values() for part in both for pair in part)


def borders() -> set[int]:
    """The ends of every range of both tables with their neighbours: elsewhere neither changes."""
    ends = {end for first, last in (*TABLES, *PLACES) for end in (first - 1, first, last, last + 1)}
    planes = {plane << 16 | low for plane in range(17) for low in (0, 0xFFFD, 0xFFFE, 0xFFFF)}
    joiners = {code + by for code in _JOINERS for by in (-1, 0, 1)}
    return {code for code in ends | planes | joiners if 0 <= code <= 0x10FFFF}


def line(text: str) -> list[int]:
    encoded = text.encode(errors="surrogatepass")[:LONGEST]
    return [*encoded, *[255] * (LONGEST - len(encoded))]


@pytest.mark.parametrize("rule", [1, 2])
def test_both_verifiers_refuse_the_same_characters(rule: int) -> None:
    found = set[str]()
    for code in borders():
        answer = ours(line(f"林{chr(code)}嵘"), rule)
        assert theirs(line(f"林{chr(code)}嵘"), rule) == answer, f"U+{code:04X}"
        found.add(answer if answer.startswith("write-in") else "read")
    assert found == {"read", "write-in-character", "write-in-form"}


NEAR = sorted(
    {chr(code) for code in borders() if code < 0xD800} | {*"a林 \u0301\u0302\u0323\u0f71"}
)


@given(st.text(NEAR, max_size=9) | st.text(max_size=9))
def test_both_verifiers_read_the_same_lines(text: str) -> None:
    for rule in (1, 2):
        assert theirs(line(text), rule) == ours(line(text), rule)


@pytest.mark.parametrize("joiner", sorted(_JOINERS))
def test_both_verifiers_let_joiners_stand_in_the_same_places(joiner: int) -> None:
    """Between all ends of the ranges that may stand around one, and their neighbours."""
    beside = sorted({end for pair in PLACES for end in (pair[0] - 1, *pair, pair[1] + 1)})
    found = set[bool]()
    for before in beside:
        for after in beside:
            for end in ("", " a", "a"):
                text = f"{chr(before)}{chr(joiner)}{chr(after)}{end}"
                assert theirs(line(text)) == ours(line(text)), ascii(text)
                found.add(ours(line(text)) == text)
    assert found == {True, False}

"""What an observer reads of a finding: place and sentence in their language, then the rest."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.place import NOWHERE, Part, Place, ReceiptOf, at_event, in_file, place_of
from meeting.language import gettext_for
from tally.findings.codes import CODES
from tally.findings.finding import Finding, Level
from tally.folder.source import open_folder
from tally.problem import ROOM
from tally.verify.folder import verify_folder
from tally.verify.verdict import Verdict
from tally.verify.words.findings import Aside
from tally.verify.words.place import spoken_place
from tally.verify.words.verdict import verdict_lines
from tests.tally.fixtures.spoiled_records import edited

CHINESE, ENGLISH = gettext_for(ROOM, "zh"), gettext_for(ROOM, "en")
SIGNATURE = at_event(7) / "signature" / "proof"
FOUND = Finding(Level.PROBLEM, "ballot-signature", "r1-A", SIGNATURE, "no")
NAMES = {
    *("acts", "figures", "json", "outcome", "opening", "sum", "bel"),
    *("README", "txt", "meeting", "Belenios", "continues"),
}
"""What is not translated: files, the name of a protocol, and an option that is typed."""


@pytest.mark.parametrize(
    ("box", "place", "chinese", "english"),
    [
        ("r1-A", SIGNATURE, "票箱 r1-A，第 7 号事件", "box r1-A, event 7"),
        (
            "r1-A",
            at_event(7) / "answers" / 3 / "choices" / 0 / "alpha",
            "票箱 r1-A，第 7 号事件，第 4 题，第 1 项",
            "box r1-A, event 7, question 4, position 1",
        ),
        (
            "r1-A",
            at_event(12) / Part("result") / 1 / 4,
            "票箱 r1-A，第 12 号事件，第 2 题，第 5 项",
            "box r1-A, event 12, question 2, position 5",
        ),
        ("", in_file("outcome.json"), "outcome.json", "outcome.json"),
        ("", in_file("boxes/r1-A/record2.bel"), "boxes/r1-A/record2.bel", "boxes/r1-A/record2.bel"),
        (
            "r1-A",
            in_file("acts.json") / Part("acts") / 2,
            "票箱 r1-A，acts.json，第 3 条",
            "box r1-A, acts.json, entry 3",
        ),
        (
            "r1-A",
            Place(("trustees", 0, 1, "certs", 1)),
            "票箱 r1-A，监票人密钥，监票人 2",
            "box r1-A, the tellers' keys, teller 2",
        ),
        ("record.bel", at_event(3), "record.bel，第 3 号事件", "record.bel, event 3"),
        ("", Place((ReceiptOf("AAAA"),)), "回执 AAAA", "receipt AAAA"),
        ("r1-A", NOWHERE, "票箱 r1-A", "box r1-A"),
        ("", place_of("something else"), "something else", "something else"),
    ],
)
def test_the_place_in_words(box: str, place: Place, chinese: str, english: str) -> None:
    finding = replace(FOUND, box=box, place=place)
    assert spoken_place(finding, CHINESE) == chinese
    assert spoken_place(finding, ENGLISH) == english


def lines_of(finding: Finding, language: str) -> list[str]:
    verdict = Verdict("", (), (finding,))
    translate = CHINESE if language == "zh" else ENGLISH
    return [line for line in verdict_lines(verdict, [], translate) if line][:2]


def test_the_detail_stands_below_with_the_exact_place() -> None:
    said, detail = lines_of(replace(FOUND, detail="the proof does not verify"), "zh")
    assert said == "✗ 票箱 r1-A，第 7 号事件：有选票的签名不成立。 [ballot-signature]"
    assert isinstance(detail, Aside)
    assert not isinstance(said, Aside)
    assert detail == "    event 7.signature.proof: the proof does not verify"
    said, detail = lines_of(FOUND, "en")
    assert said == "✗ box r1-A, event 7: A ballot's signature is not valid. [ballot-signature]"
    assert isinstance(detail, Aside)


def test_a_place_is_not_said_twice() -> None:
    finding = replace(
        FOUND, box="", place=in_file("README.txt"), code="report-differs", detail="not so"
    )
    assert lines_of(finding, "en")[1] == "    not so"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("level", Level)
def test_the_chinese_line_is_chinese(code: str, level: Level) -> None:
    said, _detail = lines_of(Finding(level, code, "r1-A", at_event(7), "x"), "zh")
    sentence = said.replace(f"[{code}]", "").replace("r1-A", "")
    assert set(re.findall("[A-Za-z]{3,}", sentence)) <= NAMES


def test_details_are_dim_and_nothing_else_is(published: Path) -> None:
    path = published / "outcome.json"
    path.write_bytes(edited(path.read_bytes(), lambda value: value | {"rounding": "none"}))
    verdict = verify_folder(open_folder(published), workers=1)
    lines = verdict_lines(verdict, [], CHINESE)
    problem, *notes = (line for line in lines if isinstance(line, Aside))
    assert problem.startswith("    not what follows from the records")
    assert [line.split()[0] for line in notes] == ["印制"] * len(verdict.boxes)

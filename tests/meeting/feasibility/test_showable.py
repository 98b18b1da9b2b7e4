"""What the shipped typefaces lack is found before anything is printed, and named with its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

import piaoxiang
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import place
from meeting.feasibility.showable import check_printable, missing, unshown
from meeting.look.typefaces import FONTS, FontName
from meeting.published.definition_file import published
from meeting.registrar.credentials import make_slips
from meeting.registrar.prepare import make_everything
from meeting.registrar.slip_pages import slips_pdf
from tests.meeting.fixtures.township import (
    SERVER_KEY,
    attempted,
    codes,
    copy_township,
    township,
    trustees_of,
)

RARE = "𠮷"  # outside GBK and 通用规范汉字表, and in people's names


def said(*words: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        piaoxiang.main([str(word) for word in words])
    return int(stopped.value.code or 0)


def characters_of(name: FontName) -> frozenset[int]:
    with TTFont(FONTS[name], lazy=True) as font:
        return frozenset(font.getBestCmap())


@pytest.mark.slow
def test_the_list_of_characters_is_what_both_typefaces_have() -> None:
    every = (point for point in range(0x110000) if not 0xD800 <= point < 0xE000)
    shown = frozenset(point for point in every if not missing(chr(point)))
    assert shown - {ord("\n")} == characters_of("hei") & characters_of("song")


def test_missing_characters_are_named_once_in_their_order() -> None:
    assert missing("乡镇 A·B，“①”○√") == ()
    assert missing(f"㐂{RARE}会{RARE}🎉") == ("㐂", RARE, "🎉")


def changed(**changes: Any) -> Meeting:
    return replace(township(), **changes)


def with_group(**changes: Any) -> Meeting:
    first, *others = township().groups
    return changed(groups=(replace(first, **changes), *others))


def with_person(**changes: Any) -> Meeting:
    first, *others = township().people
    return changed(people=(replace(first, **changes), *others))


@pytest.mark.parametrize(
    ("meeting", "where"),
    [
        (changed(title=f"{RARE}县换届会"), "title"),
        (with_group(name="A🎉"), "groups[0].name"),
        (with_group(description="ئۇيغۇر"), "groups[0].description"),
        (
            changed(rounds=(replace(township().rounds[0], name=f"第{RARE}轮"),)),
            "rounds[0].name",
        ),
    ],
)
def test_what_stands_on_slips_is_refused(meeting: Meeting, where: str, tmp_path: Path) -> None:
    assert [place(path) for path, _ in check_printable(meeting)] == [where]
    made = attempted(
        lambda: make_everything(
            published(meeting), meeting, trustees_of(), tmp_path / "p", tmp_path / "s", print
        )
    )
    assert isinstance(made, Exception)
    assert codes(made) == {"glyph-missing"}
    assert not list(tmp_path.iterdir())
    assert not [path for path, _ in unshown(meeting)]


@pytest.mark.parametrize(
    ("meeting", "where"),
    [
        (changed(place=f"{RARE}镇礼堂"), "place"),
        (changed(tellers=("何静宜", f"罗{RARE}")), "tellers[1]"),
        (with_person(name=f"周{RARE}"), "people[0].name"),
        (with_person(post="书记🎉"), "people[0].post"),
        (with_group(description_en="🎉"), "groups[0].description_en"),
    ],
)
def test_what_only_screens_show_is_said_and_not_refused(meeting: Meeting, where: str) -> None:
    assert not list(check_printable(meeting))
    assert [place(path) for path, _ in unshown(meeting)] == [where]


def test_a_title_that_cannot_be_printed_is_refused_by_check_and_by_publish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copy_township(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('title = "青禾镇', f'title = "{RARE}禾镇'), encoding="utf-8")
    out = tmp_path / "opening"
    for words in (("check", file), ("publish", file, "--server-key", SERVER_KEY, "--out", out)):
        assert said("meeting", *words) == 2
        told = capsys.readouterr().err
        assert f"{RARE} (U+20BB7)" in told
        assert "meeting.toml:6 title" in told
    assert not out.exists()


def test_a_rare_name_is_pointed_out_with_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copy_township(tmp_path)
    (tmp_path / "people.csv").write_text(
        f"姓名,职务\n周{RARE},镇长\n王五,副镇长\n", encoding="utf-8"
    )
    text = file.read_text(encoding="utf-8").replace("people.xlsx", "people.csv")
    file.write_text(text.replace("choose_up_to = 9", "choose_up_to = 2"), encoding="utf-8")
    assert said("meeting", "check", file) == 0
    told = capsys.readouterr().out
    assert "people.csv:2 姓名" in told
    assert f"{RARE} (U+20BB7)" in told
    assert "方框" in told


WIDEST = "Щ"
TEXTS = (WIDEST, "№", "W", "会", "Ж")


@pytest.mark.slow
@pytest.mark.parametrize("letter", TEXTS)
def test_the_longest_texts_of_the_widest_letters_fit_on_a_slip(letter: str) -> None:
    group = replace(
        *township().groups[:1],
        name=letter * 12,
        description=letter * 24,
        size=5,
        slips=5,
        weight=None,
    )
    rounds = (replace(township().rounds[0], name=letter * 30),)
    meeting = changed(title=f"{letter * 8} {letter * 51}", groups=(group,), rounds=rounds)
    assert not list(check_printable(meeting))
    (box,) = meeting.boxes()

    pile = make_slips(meeting, box, "1" * 22)
    assert slips_pdf(meeting, {box.id: "0" * 64}, [pile])

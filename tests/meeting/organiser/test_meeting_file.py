"""meeting.toml: whatever is wrong in it or in its lists is named with file, line and key."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meeting.examples import TOWNSHIP_EN
from meeting.organiser.meeting_file import read_organised
from meeting.problem import Problem
from tests.meeting.fixtures.township import attempted, copy_township, each_of

TEXT = (TOWNSHIP_EN / "meeting.toml").read_text(encoding="utf-8")


def line_of(part: str, text: str = TEXT) -> int:
    """The line (from 1) on which `part` stands first."""
    return text[: text.index(part)].count("\n") + 1


def problems_of(folder: Path, text: str) -> list[tuple[str, str]]:
    """(code, where) of everything that is wrong with a changed meeting.toml."""
    file = copy_township(folder)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        read_organised(file)
    assert caught.value.text("zh")
    assert caught.value.text("en")
    return [(each.code, each.where) for each in each_of(caught.value)]


def test_the_example_is_read_with_its_lists() -> None:
    organised = read_organised(TOWNSHIP_EN / "meeting.toml")
    meeting = organised.meeting
    assert meeting.id == "qinghe-2026"
    assert meeting.date == "2026-11-21"
    assert meeting.groups[2].weight == Fraction(1, 5)
    assert meeting.people[4].post == "镇党委委员、纪委书记"
    assert meeting.tellers == ("何静宜", "罗永辉", "潘素云")
    assert len(organised.roster) == 62
    assert meeting.server_key == ""


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('title = "青禾镇', 'titel = "青禾镇', "key-unknown", "titel"),
        ('title = "青禾镇领导班子换届民主推荐会"', "title = 5", "key-type", "title"),
        ("date = 2026-11-21", 'date = "2026-11-21"', "key-type", "date"),
        ("date = 2026-11-21", "date = 2026-11-21T08:00:00", "key-type", "date"),
        ("minimum_group = 5", "minimum_group = true", "key-type", "minimum_group"),
        ("minimum_group = 5", "minimum_group = 1", "number-range", "minimum_group"),
        ("threshold = 2", "threshold = 4", "number-range", "tellers.threshold"),
        ('names = ["何静宜"', "names = [3", "key-type", "tellers.names"),
        ('names = ["何静宜"', 'names = ["罗永辉"', "teller-twice", "tellers.names[2]"),
        ('weight = "2/5"', "weight = 0.4", "key-type", "groups[1].weight"),
        ('weight = "2/5"', 'weight = "0.4"', "key-type", "groups[1].weight"),
        ('weight = "1/5"', 'weight = "1/4"', "weight-sum", "groups"),
        ('id = "B"', 'id = "A"', "id-twice", "groups[2].id (B票)"),
        ("slips = 14", "slips = 1", "slips-few", "groups[1].slips (A票)"),
        ("choose_up_to = 9", "choose_up_to = 13", "number-range", "settings.choose_up_to"),
        ("choose_up_to = 9", "choose_up = 9", "key-missing", "settings.choose_up_to"),
        ('preset = "double_evaluation"', 'preset = "double"', "preset-unknown", "preset"),
        ('preset = "double_evaluation"', "preset = 1", "key-type", "preset"),
        ('preset = "double_evaluation"', 'preset = ""', "preset-missing", "preset"),
        ('preset = "double_evaluation"', "", "preset-missing", "preset"),
        ("schema = 1", "schema = 2", "schema-unknown", "schema"),
        ("minimum_group = 5", "seal_batch = 49", "number-range", "seal_batch"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(
    tmp_path: Path, old: str, new: str, code: str, key: str
) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    found = problems_of(tmp_path, text)
    places = [where for each, where in found if each == code]
    assert places, found
    number, _, name = places[0].removeprefix("meeting.toml:").partition(" ")
    assert name == key
    if code not in ("key-missing", "preset-missing", "weight-sum"):
        assert int(number) == line_of(
            new.split(" = ", maxsplit=1)[0] + " = ", TEXT[: TEXT.index(old)] + new
        ) or int(number) == line_of(old)


def test_all_mistakes_are_listed_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = (
        TEXT.replace('place = "', 'plce = "', 1)
        .replace("date = 2026-11-21", "date = 1", 1)
        .replace("threshold = 2", "threshold = 9", 1)
        .replace("size = 28", 'size = "28"', 1)
        .replace('people = "people.xlsx"', 'people = "nobody.xlsx"', 1)
    )
    found = problems_of(tmp_path, text)
    in_file = [where.partition(" ")[2] for _, where in found if where.startswith("meeting.toml")]
    assert in_file == ["plce", "date", "tellers.threshold", "groups[2].size"]
    assert [code for code, where in found if "nobody.xlsx" in where] == ["file-unreadable"]


def test_an_unknown_key_gets_a_suggestion(tmp_path: Path) -> None:
    file = copy_township(tmp_path)
    file.write_text(TEXT.replace("slips = 30", "slip = 30"), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        read_organised(file)
    assert "'slips'" in caught.value.text("en")
    assert "“slips”" in caught.value.text("zh")


def test_syntax_errors_have_a_line(tmp_path: Path) -> None:
    found = problems_of(tmp_path, TEXT.replace('title = "', "title = ", 1))
    assert found == [("toml-syntax", f"meeting.toml:{line_of('title = ')}")]


def test_text_in_another_encoding_has_a_line(tmp_path: Path) -> None:
    file = copy_township(tmp_path)
    file.write_bytes(b"schema = 1\n" + 'title = "会议"\n'.encode("gb18030"))
    with pytest.raises(Problem) as caught:
        read_organised(file)
    assert (caught.value.code, caught.value.where) == ("toml-not-utf8", "meeting.toml:2")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = copy_township(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert read_organised(file).meeting == read_organised(TOWNSHIP_EN / "meeting.toml").meeting


@pytest.mark.parametrize(
    ("old", "name", "numbers", "limits"),
    [
        ("choose_up_to = 9", "choose_up_to", (-1, 0, 13, 10**12), "1 至 12"),
        ("write_in_lines = 2", "write_in_lines", (-1, 501, 10**12), "0 至 500"),
    ],
)
def test_a_setting_out_of_range_is_told_in_one_sentence_with_its_name_and_range(
    tmp_path: Path, old: str, name: str, numbers: tuple[int, ...], limits: str
) -> None:
    for number in numbers:
        file = copy_township(tmp_path / str(number))
        file.write_text(TEXT.replace(old, f"{name} = {number}"), encoding="utf-8")
        with pytest.raises(Problem) as caught:
            read_organised(file)
        (problem,) = each_of(caught.value)
        assert problem.where == f"meeting.toml:{line_of(old)} settings.{name}"
        assert f"{name} = {number}" in problem.text("zh")
        assert limits in problem.text("zh")


@pytest.mark.parametrize("name", ["../people.xlsx", "/etc/passwd", "..\\people.xlsx"])
def test_lists_lie_beside_the_meeting_file(tmp_path: Path, name: str) -> None:
    text = TEXT.replace('people = "people.xlsx"', f"people = '{name}'")
    assert ("file-elsewhere", "meeting.toml") in problems_of(tmp_path, text)


def test_people_may_stand_in_the_file_itself(tmp_path: Path) -> None:
    text = TEXT.replace('people = "people.xlsx"', "").replace(
        "choose_up_to = 9", "choose_up_to = 1"
    )
    people = '[[people]]\nname = "甲"\nbirth = "1970-01"\n[[people]]\nid = "yi"\nname = "乙"\n'
    file = copy_township(tmp_path)
    file.write_text(f"{text}{people}", encoding="utf-8")
    assert [(each.id, each.name) for each in read_organised(file).meeting.people] == [
        *(("p01", "甲"), ("yi", "乙"))
    ]
    twice = text + people.replace("乙", "甲")
    (found,) = problems_of(tmp_path, twice)
    assert found == ("name-twice", f"meeting.toml:{twice.count(chr(10))} people[2].name")


def test_a_mistake_in_the_people_list_is_named_there(tmp_path: Path) -> None:
    text = TEXT.replace("people.xlsx", "people.csv")
    copy_township(tmp_path)
    (tmp_path / "people.csv").write_text(
        "编号,姓名,出生年月,任现职年数\np1,周启明,1971-08,5\np1,陈志远,1974,x\n,周启明,,\n",
        encoding="utf-8",
    )
    assert set(problems_of(tmp_path, text)) == {
        ("birth-cell", "people.csv:3 出生年月"),
        ("years-cell", "people.csv:3 任现职年数"),
        ("id-twice", "people.csv:3 编号"),
        ("name-twice", "people.csv:2, 4 姓名"),
        ("number-range", f"meeting.toml:{line_of('choose_up_to')} settings.choose_up_to"),
    }
    rows = "".join(f"q{number},人{number}\n" for number in range(9))
    (tmp_path / "people.csv").write_text(f"编号,姓名\np1,甲\np1,甲\n{rows}", encoding="utf-8")
    assert problems_of(tmp_path, text) == [
        *(("id-twice", "people.csv:3 编号"), ("name-twice", "people.csv:2–3 姓名")),
    ]


def test_a_roster_that_differs_from_the_group_sizes_is_refused(tmp_path: Path) -> None:
    found = problems_of(tmp_path, TEXT.replace("size = 28", "size = 27"))
    assert found == [("roster-size", "roster.xlsx")]


def test_an_own_preset_lies_beside_the_meeting_file(tmp_path: Path) -> None:
    file = copy_township(tmp_path)
    preset = (TOWNSHIP_EN.parent.parent / "presets" / "double_evaluation.toml").read_text("utf-8")
    own = preset.replace('id = "double_evaluation"', 'id = "own"').replace("优秀", "优")
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    text = TEXT.replace('preset = "double_evaluation"', 'preset = "own.toml"')
    file.write_text(text, encoding="utf-8")
    meeting = read_organised(file).meeting
    assert meeting.preset == "own"
    assert meeting.papers[0].items[0].options[0].label == "优"
    (tmp_path / "own.toml").write_text(own.replace('about = "team"', 'abuot = "team"'), "utf-8")
    found = problems_of(tmp_path, text)
    number = line_of('about = "team"', own)
    assert ("key-unknown", f"own.toml:{number} papers[1].items[1].abuot") in found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_a_damaged_file_gives_problems_and_nothing_else(
    tmp_path: Path, data: st.DataObject
) -> None:
    file = tmp_path / "meeting.toml"
    if not file.exists():
        copy_township(tmp_path)
    whole = bytearray(TEXT.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(whole) - 1))
        piece = st.sampled_from([b'"', b"[", b"]", b"=", b"\n", b"0", b"{", b"'", b"\xff", b"a."])
        whole[start : start + data.draw(st.integers(0, 12))] = data.draw(
            piece | st.binary(max_size=6)
        )
    file.write_bytes(bytes(whole))
    read = attempted(lambda: read_organised(file))
    if isinstance(read, Problem):
        assert read.text("zh")
        assert read.text("en")
    else:
        assert read.meeting.groups

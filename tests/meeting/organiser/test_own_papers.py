"""A meeting.toml with papers of its own: every kind of paper, item and limit is read."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from meeting.definition.meeting import Meeting
from meeting.definition.paper import Paper
from meeting.definition.paper_limits import Alone, Between, Differ, Once, Replacing, Scored, Ticks
from meeting.definition.post import PersonList, Post
from meeting.organiser.meeting_file import read_organised
from meeting.problem import Problem
from meeting.published.definition_file import parse_published, published
from meeting.rules.selections import Only
from tests.meeting.fixtures.own_papers import PROCEDURE, own_file, own_meeting
from tests.meeting.fixtures.township import SERVER_KEY, each_of, township


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Meeting:
    return own_meeting(tmp_path_factory.mktemp("own"))


def paper(meeting: Meeting, name: str) -> Paper:
    (found,) = (each for each in meeting.papers if each.id == name)
    return found


def test_lists_and_posts_are_read_in_the_meetings_order(own: Meeting) -> None:
    assert own.lists == (
        PersonList("heads", "正职人选", "For head", ("p01", "p02", "p06")),
        PersonList("women", "女干部", "Women", ("p03",)),
    )
    assert own.posts == (
        Post("secretary", "党委书记", "Party secretary", 1, "heads"),
        Post("deputy", "副镇长", "Deputy head", 2),
    )


def test_only_the_people_of_a_list_are_asked_about(own: Meeting) -> None:
    asked = [item.subject.id for item in paper(own, "vote").items if item.subject]
    assert asked == ["p01", "p02", "p06"]


def test_there_is_an_item_for_each_post_and_a_line_for_each_seat(own: Meeting) -> None:
    items = paper(own, "slate").items
    assert [(item.id, item.post, item.maximum, len(item.options)) for item in items] == [
        ("secretary-choice", "secretary", 1, 3),
        ("secretary-other", "secretary", 1, 0),
        ("deputy-choice", "deputy", 2, 12),
        ("deputy-other-1", "deputy", 1, 0),
        ("deputy-other-2", "deputy", 1, 0),
    ]
    assert items[2].prompt == "副镇长（2名）"
    assert items[1].prompt_en == "Somebody else for Party secretary"


def test_limits_are_filled_in(own: Meeting) -> None:
    assert paper(own, "grades").limits == (
        Ticks(id="third", items=("overall",), options=("good",), most=2, name="优秀不超过三分之二"),
        Alone(id="none-alone", items=("faults",), option="none"),
        Between(id="overall-between", items=("overall",), of=("ability",)),
        Differ(id="ability-differs", items=("ability",)),
    )
    assert paper(own, "slate").limits == (
        Ticks(id="secretary-seats", items=("secretary-choice", "secretary-other"), most=1),
        Ticks(id="deputy-seats", items=("deputy-choice", "deputy-other"), most=2),
        Once(id="one-post", items=("choice",)),
    )
    assert paper(own, "vote").limits == (
        Replacing(id="instead", lines=("instead",), items=("decision",), option="oppose"),
        Ticks(id="approvals", items=("decision",), options=("approve",), least=1, most=2),
    )
    assert paper(own, "marks").limits == (
        Scored(id="high", above=Fraction(90), strictly=True, most=1),
        Scored(id="low", items=("points",), below=Fraction(141, 2), least=1),
        Differ(id="not-same"),
    )


def test_only_some_groups_vote_in_a_round(own: Meeting) -> None:
    assert [box.id for box in own.boxes()] == ["r1-A", "r1-B", "r1-C", "r2-A", "r2-B"]


def test_a_list_stands_for_its_people_in_a_rule(own: Meeting) -> None:
    (step,) = (each for each in own.rules if isinstance(each, Only))
    assert (step.source, step.people) == ("heads", ("p03",))


def test_all_of_it_is_published_and_read_back_the_same(own: Meeting) -> None:
    whole = replace(own, server_key=SERVER_KEY)
    data = published(whole)
    assert parse_published(data) == whole
    assert published(parse_published(data)) == data


def test_a_meeting_without_them_is_published_as_before() -> None:
    value = json.loads(published(township()))
    assert value.keys().isdisjoint({"lists", "posts"})
    assert all("limits" not in each for each in value["papers"])
    assert all("post" not in item for each in value["papers"] for item in each["items"])
    assert all("groups" not in each for each in value["rounds"])


def test_a_column_of_the_spreadsheet_says_who_is_in_a_list(tmp_path: Path) -> None:
    file = own_file(tmp_path, PROCEDURE.replace('people = ["p03"]', ""))
    text = file.read_text(encoding="utf-8")
    rows = ("姓名,职务,名单", "周启明,书记,", "陈志远,镇长,women")
    more = ("谢雨桐,委员,女干部、正职人选", "林嵘,委员,")
    (tmp_path / "people.csv").write_text("\n".join((*rows, *more)), encoding="utf-8")
    text = text.replace("people.xlsx", "people.csv").replace("p06", "p04").replace("p03", "林嵘")
    file.write_text(text, encoding="utf-8")
    meeting = _read(file)
    assert meeting.list("women").people == ("p02", "p03")
    assert meeting.list("heads").people == ("p01", "p02", "p03", "p04")


def _read(file: Path) -> Meeting:
    return read_organised(file).meeting


def problems(folder: Path, old: str, new: str) -> list[tuple[str, str]]:
    """(code, where) of everything that is wrong with a changed procedure."""
    assert old in PROCEDURE
    with pytest.raises(Problem) as caught:
        own_meeting(folder, PROCEDURE.replace(old, new, 1))
    for language in ("zh", "en"):
        assert caught.value.text(language)
    return [(each.code, each.where.split(" ")[-1]) for each in each_of(caught.value)]


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('kind = "alone"', 'kind = "lonely"', "limit-unknown", "papers[1].limits[2].kind"),
        ('most = "2/3"', 'most = "two"', "limit-number", "papers[1].limits[1].most"),
        ('most = "2/3"', "most = true", "key-type", "papers[1].limits[1].most"),
        ('most = "2/3"', 'most = "1/9"', "limit-nobody", "meeting.toml"),
        ('option = "none"', 'opt = "none"', "key-missing", "papers[1].limits[2].option"),
        ('about = "posts"\nitems', 'about = "team"\nitems', "word-unknown", "limits[1].about"),
        ('people = ["周启明"', 'people = ["周启民"', "list-person", "lists[1].people"),
        ("seats = 2", 'seats = "2"', "key-type", "posts[2].seats"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, old: str, new: str, code: str, key: str
) -> None:
    found = problems(tmp_path, old, new)
    assert any(each == code and where.endswith(key) for each, where in found), found


def test_a_preset_and_papers_of_its_own_are_one_too_many(tmp_path: Path) -> None:
    file = own_file(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[tellers]", 'preset = "x"\n[tellers]', 1), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        _read(file)
    assert [each.code for each in each_of(caught.value)] == ["procedure-twice"]


def test_a_list_that_nobody_declared_is_named_with_row_and_column(tmp_path: Path) -> None:
    file = own_file(tmp_path)
    (tmp_path / "people.csv").write_text("姓名,职务,名单\n周启明,书记,后备\n", encoding="utf-8")
    text = file.read_text(encoding="utf-8").replace("people.xlsx", "people.csv")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        _read(file)
    found = {each.code: each for each in each_of(caught.value)}
    assert str(found["list-unknown"].where) == "people.csv:2 名单"
    assert "女干部" in found["list-unknown"].text("zh")


def test_a_preset_leaves_out_a_limit_that_so_few_people_cannot_break(tmp_path: Path) -> None:
    """Nobody can correct a preset for a meeting with fewer people; a file of one's own, one can."""
    apart = PROCEDURE.replace('id = "deputy"', 'id = "deputy"\nlist = "women"').replace(
        "seats = 2", "seats = 1"
    )
    with pytest.raises(Problem) as caught:
        own_meeting(tmp_path / "own", apart.replace("most = 2\nleast = 1", "most = 7"))
    assert {each.code for each in each_of(caught.value)} == {"limit-needless"}
    head = 'schema = 1\nid = "mine"\nname = "本单位"\n'
    lists, rest = apart.split("[[posts]]", 1)
    preset = "".join(f'[[lists]]\nid = "{name}"\nname = "{name}"\n' for name in ("heads", "women"))
    file = own_file(tmp_path / "preset", lists)
    (file.parent / "mine.toml").write_text(
        head + preset + "[[posts]]" + rest.replace("most = 2\nleast = 1", "most = 7"),
        encoding="utf-8",
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[tellers]", 'preset = "mine.toml"\n[tellers]', 1), "utf-8")
    meeting = _read(file)
    assert [limit.kind for limit in paper(meeting, "vote").limits] == ["replacing"]
    assert "once" not in [limit.kind for limit in paper(meeting, "slate").limits]


def test_a_mistake_in_a_question_is_told_once_and_not_for_every_person(tmp_path: Path) -> None:
    wrong = PROCEDURE.replace('id = "poor"', 'id = "abstain"', 1)
    with pytest.raises(Problem) as refused:
        read_organised(own_file(tmp_path, wrong))
    told = [each for each in each_of(refused.value) if each.code == "option-reserved"]
    assert len(told) == 1

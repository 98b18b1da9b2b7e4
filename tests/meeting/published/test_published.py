"""The published form: one way to write a meeting, and no other bytes are read."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.canonical import dumps
from crypto.election.election import new_uuid
from crypto.groups.named import group_named
from meeting.definition.marks import MarkColumn
from meeting.definition.meeting import Meeting
from meeting.definition.notice import Notice
from meeting.definition.post import PersonList, Post
from meeting.definition.stage import Continues, Stage
from meeting.problem import Problem
from meeting.published.definition_file import (
    definition_hash,
    election_for,
    parse_published,
    published,
    unchecked_bytes,
)
from meeting.rules.selections import Quorum
from meeting.rules.step import RoundId
from tests.meeting.fixtures.township import attempted, codes, township


def changed(path: tuple[str | int, ...], value: object) -> bytes:
    """The example's bytes with one value replaced (or removed, by None)."""
    whole = json.loads(published(township()))
    *outer, last = path
    inner: Any = whole
    for step in outer:
        inner = inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return dumps(whole).encode()


def test_what_is_published_is_read_back_the_same() -> None:
    data = published(township())
    assert parse_published(data) == township()
    assert published(parse_published(data)) == data
    assert len(definition_hash(data)) == 64


def test_optional_fields_are_left_out_and_read_back() -> None:
    bare = replace(
        township(),
        groups=tuple(replace(group, weight=None) for group in township().groups),
        team="",
        place="",
    )
    data = published(bare)
    assert b'"weight"' not in data
    assert parse_published(data) == bare


def test_numbers_are_exact_and_the_roster_is_absent() -> None:
    data = published(township()).decode()
    assert '"weight":"2/5"' in data
    assert township().groups[0].weight == Fraction(2, 5)
    assert "赵文博" not in data  # the first voter of the roster


@pytest.mark.parametrize(
    "change",
    [
        {"title": "另一次会议"},
        {"teller_threshold": 3},
        {"minimum_group": 6},
        {"tellers": ("甲", "乙", "丙")},
        {"server_key": "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"},
        {"group_name": "RFC-3526-2048"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_rule_is_part_of_the_name(change: dict[str, Any]) -> None:
    other = replace(township(), **change)
    assert definition_hash(published(other)) != definition_hash(published(township()))


def test_what_earlier_releases_published_is_read_as_it_is() -> None:
    data = published(township()).replace(b'"schema":2', b'"schema":1', 1)
    assert unchecked_bytes(parse_published(data)) == data
    assert not parse_published(data).rules_of_2
    assert parse_published(published(township())).rules_of_2


def test_every_field_of_a_meeting_is_published() -> None:
    quorum = Quorum(id="quorum", name="法定人数", round=RoundId("r1"), limit=Fraction(1, 2))
    marks = (MarkColumn("笔试", (("p01", Fraction(163, 2)),)),)
    women = PersonList("women", "女干部", "Women", (township().people[0].id,))
    post = Post("secretary", "党委书记", "Secretary", list="women")
    stage = Stage("second", "第二轮", "", "第二轮", "", "second.toml", "schema = 1")
    continues = Continues("1" * 64, "2" * 64, ("second",))
    whole = replace(
        township(),
        seal_batch=50,
        rules=(quorum,),
        marks=marks,
        lists=(women,),
        posts=(post,),
        stages=(stage,),
        continues=continues,
        notice=Notice("镇长 1 名", "", "举报电话 12380", ""),
    )
    assert set(json.loads(published(whole))) == {field.name for field in fields(Meeting)}


def test_a_meeting_without_server_key_cannot_be_published() -> None:
    with pytest.raises(Problem) as caught:
        published(replace(township(), server_key=""))
    assert codes(caught.value) == {"server-key-missing"}


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        (b"", "meeting-not-canonical", "meeting.json"),
        (b"[]", "field-type", "meeting.json"),
        (b" " + published(township()), "meeting-not-canonical", "meeting.json"),
        (changed(("title",), None), "field-type", "meeting.json title"),
        (changed(("title",), 5), "field-type", "meeting.json title"),
        (changed(("extra",), 5), "meeting-not-canonical", "meeting.json"),
        (changed(("groups", 1, "size"), "5"), "field-type", "meeting.json groups[1].size"),
        (changed(("groups", 1, "size"), True), "field-type", "meeting.json groups[1].size"),
        (changed(("groups", 1, "size"), -1), "field-type", "meeting.json groups[1].size"),
        (changed(("groups", 1, "size"), 2), "group-small", "meeting.json groups[1].size"),
        (changed(("groups", 1, "weight"), "4/10"), "field-type", "meeting.json groups[1].weight"),
        (changed(("groups", 1, "weight"), "1/0"), "field-type", "meeting.json groups[1].weight"),
        (changed(("groups", 1, "confirm_small"), ""), "meeting-not-canonical", "meeting.json"),
        (changed(("groups",), {}), "field-type", "meeting.json groups"),
        (changed(("groups", 0), []), "field-type", "meeting.json groups[0]"),
        (changed(("tellers", 2), 7), "field-type", "meeting.json tellers[2]"),
        (
            changed(("papers", 0, "items", 1, "subject"), "p99"),
            *("field-type", "meeting.json papers[0].items[1].subject"),
        ),
        (
            changed(("papers", 0, "items", 1, "abstain"), 1),
            *("field-type", "meeting.json papers[0].items[1].abstain"),
        ),
        (changed(("required_shuffles",), 1), "number-range", "meeting.json required_shuffles"),
        (changed(("server_key",), ""), "server-key-missing", "meeting.json server_key"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_bytes_are_refused_with_the_place(data: bytes, code: str, where: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_published(data)
    problem = caught.value
    places = {(each.code, each.where) for each in getattr(problem, "problems", (problem,))}
    assert (code, where) in places


@given(st.data())
def test_damaged_bytes_are_refused_and_nothing_else_happens(data: st.DataObject) -> None:
    whole = bytearray(published(township()))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole) - 1))
        end = start + data.draw(st.integers(0, 30))
        whole[start:end] = data.draw(st.binary(max_size=30))
    damaged = bytes(whole)
    read = attempted(lambda: parse_published(damaged))
    if isinstance(read, Problem):
        assert read.text("zh")
    else:
        assert published(read) == damaged


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(1.5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@pytest.mark.slow
@given(st.data(), JSON)
def test_any_value_anywhere_is_read_exactly_or_refused(data: st.DataObject, value: object) -> None:
    whole: Any = json.loads(published(township()))
    inner = whole
    while True:
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(inner[key], dict | list) or not inner[key] or data.draw(st.booleans()):
            break
        inner = inner[key]
    inner[key] = value
    text = json.dumps(whole, ensure_ascii=True, separators=(",", ":")).encode()
    read = attempted(lambda: parse_published(text))
    if isinstance(read, Problem):
        assert read.text("zh")
    else:
        assert published(read) == text


def test_the_election_of_a_box_names_the_meeting() -> None:
    meeting = township()
    name = definition_hash(published(meeting))
    group = group_named(meeting.group_name)
    box = meeting.box("r1-B")
    election = election_for(meeting, name, box, new_uuid(), group.base_power(7))
    assert election.name == "青禾镇领导班子换届民主推荐会 · 第一轮 · B票"
    assert election.description.endswith(name)
    assert election.questions == box.questions(meeting)
    assert type(election).parse(election.to_json()) == election

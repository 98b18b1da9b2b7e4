"""Steps in files: what is written is read again, in one form only, and mistakes have their line."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any, Literal, get_args, get_origin

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.problem import Problem
from meeting.published.definition_file import parse_published, published
from meeting.published.fields import Fields, exact, parse_number
from meeting.rules.form import plain, read_step, step_to_json, types_of
from meeting.rules.kinds import KINDS, AnyStep
from meeting.rules.schema import rules_schema
from meeting.toml.steps import read_steps
from meeting.toml.tables import parse_toml
from tests.tally.fixtures.ruled import ruled

_SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text("ab甲-1", min_size=1, max_size=4),
    int: st.integers(0, 1000),
    bool: st.booleans(),
    Fraction: st.fractions(0, 1000, max_denominator=1000),
}


def _values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a field of this type."""
    if get_origin(kind) is tuple:
        return st.lists(_values(plain(get_args(kind)[0])), max_size=3).map(tuple)
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if is_dataclass(kind):
        make: Any = kind
        return st.builds(make, **{name: _values(each) for name, each in _types(kind).items()})
    return _SIMPLE[kind]


def _types(kind: Any) -> dict[str, Any]:
    found = types_of(kind)
    return {each.name: found[each.name] for each in fields(kind)}


STEPS = st.one_of([_values(kind) for kind in KINDS.values()])
RATE = """
[[rules]]
kind = "rate"
id = "rate"
round = "r1"
item = "slate"
over = "valid"
"""


@given(STEPS)
def test_every_step_is_read_as_it_was_written(step: AnyStep) -> None:
    value = step_to_json(step)
    assert read_step(Fields(value, (), "")) == step
    assert step_to_json(step) == value


@given(STEPS)
def test_every_step_fits_the_published_schema(step: AnyStep) -> None:
    jsonschema.validate([step_to_json(step)], rules_schema())


def test_the_schema_is_a_schema_and_refuses_what_is_no_step() -> None:
    schema = rules_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for wrong in (
        {"kind": "count"},
        {"kind": "vote", "id": "a"},
        {"kind": "marks", "id": "a", "column": 1},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([wrong], schema)


def test_a_meeting_with_rules_is_published_and_read_again() -> None:
    meeting = ruled(RATE)
    data = published(meeting)
    assert parse_published(data) == meeting
    changed = json.loads(data)
    changed["rules"][0]["over"] = "cast"
    text = json.dumps(changed, ensure_ascii=False, separators=(",", ":")).encode()
    with pytest.raises(Problem, match="cast"):
        parse_published(text)


def test_without_rules_nothing_is_published_of_them() -> None:
    assert b'"rules"' not in published(replace(ruled(RATE), rules=()))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('kind = "rat"\nid = "a"', "There is no step of kind 'rat'. Known are: quorum, count"),
        ('id = "a"', "kind is missing"),
        ('kind = "marks"\nid = "a"\ncolum = "x"', "Did you mean 'column'?"),
        ('kind = "marks"\nid = "a"', "column is missing"),
        ('kind = "quorum"\nid = "a"\nround = "r1"\nlimit = 0.8', "0.8 was found here"),
        ('kind = "weighted"\nid = "a"\nparts = [1]', "[[ ]]"),
    ],
)
def test_a_mistake_in_a_file_has_its_line(text: str, told: str) -> None:
    root = parse_toml(f"[[rules]]\n{text}\n".encode(), "meeting.toml")
    read_steps(root)
    problems = [str(each) for each in root.source.problems]
    assert any(told in each for each in problems), problems
    assert all(each.startswith("meeting.toml:") for each in problems)


@given(st.fractions(0, 10**8, max_denominator=10**6))
def test_numbers_are_read_exactly(number: Fraction) -> None:
    assert parse_number(exact(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("80%", "4/5"),
        ("0.85", "17/20"),
        ("2/3", "2/3"),
        ("100", "100"),
        ("0", "0"),
        ("12.5%", "1/8"),
    ],
)
def test_numbers_are_written_as_people_write_them(text: str, number: str) -> None:
    assert parse_number(text) == Fraction(number)


@pytest.mark.parametrize(
    "text", ["", "-1", "1/0", "1e3", "０", "1 /2", ".5", "1.", "½", "1,5", "%"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None

"""The published schema of outcome.json: whatever is published fits it, and nothing that is changed.

`jsonschema` reads it, as an observer's program would. Outcomes of meetings that other tests hold
are held against it where they are made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meeting.organiser.meeting_file import read_organised
from meeting.presets import load_preset, preset_names
from meeting.sample.folder import write_sample
from tally.outcome.file.outcome_schema import outcome_schema
from tally.outcome.outcome import Outcome
from tally.problem import Problem
from tests.interop.fixtures.invented_counts import decide, invent, ours
from tests.interop.fixtures.invented_meetings import invented
from tests.tally.fixtures.described import described, outcome_validator
from tests.tally.fixtures.sample_outcomes import samples

Way: TypeAlias = tuple[str | int, ...]
EXAMPLES = [name for name in preset_names() if not load_preset(name).example.of]
BY_ID = {"votes", "places", "scores", "reasons", "people"}
"""Objects whose fields are called by ids; others of these names are lists."""
ALIKE = {"said", "waits", "numbers", "ruling"}
"""Parts that are alike in steps of any kind."""
LEFT_OUT = {
    *{"earlier", "limits", "lines", "remarks", "singles", "steps", "sums"},
    *{
        "present",
        "issued",
        "unopened",
        "value",
        "mean",
        "about",
        "rechecked",
        "listed",
        "spellings",
    },
    *{"together", "waits", "numbers", "people", "merged", "ruling", "note", "wanted", "other"},
    *{"number", "name", "amount", "base", "weight", "*"},
}
"""What an outcome, or a step, may do without; and entries by an id."""


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(outcome_schema())


@pytest.mark.parametrize("outcome", samples())
def test_outcomes_of_every_paper_fit_it(outcome: Outcome) -> None:
    described(outcome)


@given(st.integers(0))
@settings(max_examples=40)
def test_outcomes_of_any_rules_fit_it(seed: int) -> None:
    with suppress(Problem):  # where figures of the hall are missing
        described(ours(invented(seed)))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_outcome_of_every_preset_fits_it(name: str, tmp_path: Path) -> None:
    """On invented counts, of which some boxes are not opened or void, with invented rulings."""
    write_sample(tmp_path, load_preset(name), "zh", 12)
    meeting = read_organised(tmp_path / "meeting.toml").meeting
    made = 0
    for seed in range(4):
        coin = Random(seed)  # noqa: S311 - nothing is secret here
        found = invent(meeting, coin)
        with suppress(Problem):
            decide(found, coin)
            described(ours(found))
            made += 1
    assert made


@pytest.mark.slow
def test_a_changed_field_fails() -> None:
    """Of every kind of field one is null, has a neighbour that nobody knows, or is left out."""
    seen, missed = set[str](), set[str]()
    for outcome in outcomes():
        whole = json.loads(described(outcome))
        for kind, way in kinds_of_fields(whole):
            if kind not in seen:
                seen.add(kind)
                made = changed(whole, way)
                assert fits(next(made))
                assert not fits(next(made)), kind
                assert not fits(next(made)), kind
                missed |= {kind} if any(map(fits, made)) else set()
    assert {each.rpartition(".")[2] for each in missed} <= LEFT_OUT


def outcomes() -> Iterator[Outcome]:
    yield from samples()
    for seed in range(40):
        with suppress(Problem):
            yield ours(invented(seed))


def fits(value: Any) -> bool:
    return bool(outcome_validator().is_valid(value))


def changed(value: Any, way: Way) -> Iterator[Any]:
    """A small outcome with this field, then the same with it null, with a neighbour, without it."""
    if not way:
        yield from (value, None, {**value, "another": None} if isinstance(value, dict) else None)
        return
    name, *rest = way
    if isinstance(value, list):
        for each in changed(value[int(name)], tuple(rest)):
            yield [each, *(one for one in value[1:] if isinstance(one, str))]
        return
    others = {key: small(each) for key, each in value.items() if key != name}
    for each in changed(value[str(name)], tuple(rest)):
        yield others | {name: each}
    if not rest:
        yield others


def small(value: Any) -> Any:
    """A part of an outcome with short lists."""
    if isinstance(value, dict):
        return {name: small(each) for name, each in value.items()}
    if isinstance(value, list):
        first = value[:1] if any(isinstance(each, dict) for each in value) else value
        return [small(each) for each in first]
    return value


def kinds_of_fields(value: Any, kind: str = "", way: Way = ()) -> Iterator[tuple[str, Way]]:
    """Every field with its kind: elements of a list are alike, and entries by an id are.

    Those of a rule are held against the schema of rules elsewhere.
    """
    if isinstance(value, dict):
        kind += f"[{value['rule']['kind']}]" if "said" in value else ""
        kind += f"[{value['form']}]" if "form" in value else ""
    parts: Any = value.items() if isinstance(value, dict) else ()
    by_id = isinstance(value, list) or (way and way[-1] in BY_ID)
    for name, part in enumerate(value) if isinstance(value, list) else parts:
        owner = kind.partition("[")[0] if name in ALIKE else kind
        here = f"{owner}.{'*' if by_id else name}"
        yield here, (*way, name)
        if name != "rule":
            yield from kinds_of_fields(part, here, (*way, name))

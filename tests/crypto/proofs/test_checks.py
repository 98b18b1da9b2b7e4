"""Checks in company: each comes to what it comes to alone, and the first fault in order is told."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.errors import ProofError, Refused
from crypto.groups.group import Element, Group, Terms
from crypto.groups.named import group_named
from crypto.proofs.checks import Check, refusal, run, run_each, together

GROUP = group_named("Ed25519")
g = GROUP.generator


class Counting(type(GROUP)):  # type: ignore[misc]
    """The group, and how many products were asked for at a time."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def products_of_powers(self, requests: Sequence[Terms]) -> list[Element]:
        self.batches.append(len(requests))
        found: list[Element] = super().products_of_powers(requests)
        return found


def steps(name: str, rounds: Sequence[int], fails_after: int | None = None) -> Check:
    """A check that asks for so many products in each round, and looks at what it is handed."""
    for number, asked in enumerate(rounds):
        if number == fails_after:
            raise ProofError(name, "on purpose", where=name)
        products = yield [((g, number), (g, index)) for index in range(asked)]
        assert products == [GROUP.base_power(number + index) for index in range(asked)]
    if fails_after is not None:
        raise ProofError(name, "on purpose", where=name)


def outcome(group: Group, check: Check) -> tuple[str, str] | None:
    try:
        run(group, check)
    except ProofError as error:
        return error.code, error.where
    return None


plans = st.lists(
    st.tuples(st.lists(st.integers(0, 3), max_size=4), st.none() | st.integers(0, 4)), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(plans)
def test_each_comes_to_what_it_comes_to_alone(
    drawn: list[tuple[list[int], int | None]],
) -> None:
    def checks() -> Iterator[Check]:
        return (steps(f"n{i}", rounds, fails) for i, (rounds, fails) in enumerate(drawn))

    alone = [outcome(GROUP, check) for check in checks()]
    found = run_each(GROUP, checks())
    assert [error and (error.code, error.where) for error in found] == alone

    first = next((each for each in alone if each), None)
    assert outcome(GROUP, together(checks())) == first
    at = first and (first[0], f"answers[{alone.index(first)}].{first[1]}")
    assert outcome(GROUP, together(checks(), array="answers")) == at
    half = together((together(list(checks())[:3]), together(list(checks())[3:])))
    assert outcome(GROUP, half) == first


def test_all_that_run_at_a_time_share_one_batch() -> None:
    counting = Counting()
    run_each(counting, [steps("a", [1, 2]), together([steps("b", [3]), steps("c", [1, 1, 1])])])
    assert counting.batches == [5, 3, 1]
    counting.batches.clear()
    run(counting, together([]))
    assert run_each(counting, []) == []
    assert not counting.batches


def test_a_fault_ends_the_checks_behind_it_but_not_those_before() -> None:
    ended = []

    def watched(name: str, rounds: int) -> Check:
        for _ in range(rounds):
            yield [((g, 1),)]
        ended.append(name)

    checks = [watched("before", 3), steps("late", [1, 1], 1), watched("behind", 9)]
    with pytest.raises(ProofError, match="late"):
        run(GROUP, together(checks))
    assert ended == ["before"]


def test_a_fault_of_the_program_is_no_refusal_and_keeps_its_turn() -> None:
    def broken() -> Check:
        yield [((g, 1),)]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_each(GROUP, [steps("a", [1]), broken()])
    with pytest.raises(ZeroDivisionError):
        run(GROUP, together([steps("a", [1]), broken(), steps("b", [1], 0)], array="x"))
    with pytest.raises(ProofError, match=r"^a: on purpose"):
        run(GROUP, together([steps("a", [1, 1], 2), broken()]))


def test_a_refusal_refuses() -> None:
    error = ProofError("some-code", "for some reason")
    assert run_each(GROUP, [refusal(error)]) == [error]
    with pytest.raises(Refused) as caught:
        run(GROUP, refusal(error))
    assert caught.value is error


def test_no_check_is_made_and_left_unrun() -> None:
    """A call that makes a check and drops it would check nothing: there is none in our rooms."""
    root = Path(__file__).parents[3]
    rooms = ("crypto", "meeting", "ballot_server", "desk", "kiosk", "tally", "demo")
    texts = [file.read_text("utf-8") for room in rooms for file in (root / room).rglob("*.py")]
    marks = ("-> Check:", "_check(", "together(")
    trees = [ast.parse(text) for text in texts if any(mark in text for mark in marks)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    makers = {
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef) and _named(node.returns) == "Check"
    }
    assert "interval_check" in makers
    assert {name for name in makers if not name.endswith("_check")} == {
        "_side_by_side",
        "refusal",
        "together",
    }
    dropped = [
        ast.unparse(node)
        for node in nodes
        if isinstance(node, ast.Expr) and _called(node.value) in makers
    ]
    assert not dropped


def _named(node: ast.expr | None) -> str:
    """The last part of a name; empty if it is none."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _called(node: ast.expr) -> str:
    """The name of what is called; empty if nothing is."""
    return _named(node.func) if isinstance(node, ast.Call) else ""

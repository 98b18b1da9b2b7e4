"""Mutated messages of tellers and tallies: nothing but Refused comes out of a parser.

Two kinds of mutation: any character of the text replaced, and any node of the JSON tree replaced,
removed or repeated, written canonically again so that it gets past the first check.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Protocol

from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.canonical import JSON, dumps, loads
from crypto.ceremony import steps
from crypto.ceremony.steps import Certificate, Polynomial, Promise, Vinput, Voutput
from crypto.errors import Refused
from crypto.groups.elgamal import encrypt
from crypto.opening.decryption import PartialDecryption, partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.opening.result import Result
from crypto.trustees.trustee import Trustees
from tests.crypto.fixtures.tellers_example import election_of, tellers


class Written(Protocol):
    """Anything that writes itself as JSON text."""

    def to_json(self) -> str: ...


@cache
def documents() -> dict[str, tuple[str, Callable[[str], Written]]]:
    """Every document of this part with its parser."""
    made = tellers()
    group, election = made.group, election_of(made.trustees)
    tally = EncryptedTally(
        group,
        tuple(
            tuple(
                encrypt(group, election.public_key, 1, group.random_scalar())
                for _ in range(question.choices_length)
            )
            for question in election.questions
        ),
    )
    share = partial_decryption(election, tally, made.key(1), made.trustees.owner(1).public_key)
    result = Result(((1, 2, 3, 2_000_000_000), (0, 0, 1)))
    return {
        "certificate": (made.certificates[0].to_json(), partial(Certificate.parse, group)),
        "promise": (made.promises[0].to_json(), partial(Promise.parse, group)),
        "polynomial": (made.polynomials[0].to_json(), partial(Polynomial.parse, group)),
        "vinput": (
            steps.inputs_for(made.polynomials, 1).to_json(),
            partial(Vinput.parse, group),
        ),
        "voutput": (made.voutputs[0].to_json(), partial(Voutput.parse, group)),
        "trustees": (made.trustees.to_json(), partial(Trustees.parse, group)),
        "tally": (tally.to_json(), partial(EncryptedTally.parse, election)),
        "share": (share.to_json(), partial(PartialDecryption.parse, election)),
        "result": (result.to_json(), partial(Result.parse, election)),
    }


NAMES = st.sampled_from(
    [
        "certificate",
        "promise",
        "polynomial",
        "vinput",
        "voutput",
        "trustees",
        "tally",
        "share",
        "result",
    ]
)
VALUES: st.SearchStrategy[JSON] = st.sampled_from(
    ["", "0", "-1", "1" * 90, "é\u007f", 0, -1, 2**31, True, [], {}, [[]], {"a": 1}, "f" * 64]
)


def judge(name: str, text: str) -> None:
    """A mutated text is refused, or it is exactly what its parser would write."""
    _, parse = documents()[name]
    try:
        parsed = parse(text)
    except Refused:
        return
    assert parsed.to_json() == text


@given(name=NAMES, data=st.data())
@settings(max_examples=300)
def test_any_character_replaced(name: str, data: st.DataObject) -> None:
    text, _ = documents()[name]
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start, min(start + 3, len(text))))
    judge(name, text[:start] + data.draw(st.text(max_size=3)) + text[stop:])


@given(name=NAMES, data=st.data())
@settings(max_examples=500)
def test_any_node_replaced_removed_or_repeated(name: str, data: st.DataObject) -> None:
    text, _ = documents()[name]
    tree = loads(text, limit=1 << 22)
    judge(name, dumps(mutated(tree, data)))


@given(data=st.data())
@settings(max_examples=200)
def test_mutated_trustees_are_refused_or_have_another_key(data: st.DataObject) -> None:
    made = tellers()
    text = made.trustees.to_json()
    changed = dumps(mutated(loads(text, limit=1 << 22), data))
    if changed == text:
        return
    try:
        trustees = Trustees.parse(made.group, changed)
        trustees.verify(made.group)
    except Refused:
        return
    assert trustees.joint_key(made.group) != made.trustees.joint_key(made.group)


def mutated(value: JSON, data: st.DataObject) -> JSON:
    """Walk down to some node and change it."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 5)):
        name = data.draw(st.sampled_from(list(value)))
        what = data.draw(st.integers(0, 9))
        if what == 0:
            return {key: item for key, item in value.items() if key != name}
        return {k: mutated(v, data) if k == name else v for k, v in value.items()}
    if isinstance(value, list) and value and data.draw(st.integers(0, 5)):
        index = data.draw(st.integers(0, len(value) - 1))
        what = data.draw(st.integers(0, 9))
        middle = [value[index]] * what if what in {0, 2} else [mutated(value[index], data)]
        return [*value[:index], *middle, *value[index + 1 :]]
    if isinstance(value, str) and value.startswith("{") and data.draw(st.booleans()):
        return dumps(mutated(loads(value, limit=1 << 22), data))
    return data.draw(VALUES)

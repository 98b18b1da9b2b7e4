"""Errors say what, where and which rule, travel between processes, and keep their kind."""

from __future__ import annotations

import pickle

import pytest

from crypto.errors import CeremonyError, ParseError, ProofError, RecordError, Refused
from crypto.place import Place, Where, at_event, place_of


@pytest.mark.parametrize(
    ("where", "outer", "expected"),
    [
        (Place(("answers", 0)), at_event(17), "event 17.answers[0]"),
        (Place((2,)), "credentials", "credentials[2]"),
        ("", at_event(17), "event 17"),
        ("alpha", "", "alpha"),
    ],
)
def test_at_puts_the_outer_place_first(where: Where, outer: Where, expected: str) -> None:
    error = ProofError("ballot-signature", "does not verify", where=where)

    assert error.at(outer) is error
    assert error.place == place_of(outer) / place_of(where)
    assert error.where == expected


def test_text_names_place_sentence_and_rule() -> None:
    error = ParseError("json-type", "a string found", where="election.name")

    assert str(error) == "election.name: a string found [json-type]"
    assert str(RecordError("chain", "broken")) == "broken [chain]"


def test_every_kind_is_refused_and_survives_a_worker_process() -> None:
    errors = [
        ParseError("a", "b", where="c"),
        ProofError("a", "b", where="c"),
        RecordError("a", "b", where="c"),
        CeremonyError("a", "b", teller=3, where="c"),
    ]
    for error in errors:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert isinstance(copy, Refused)
        assert type(copy) is type(error)
        assert vars(copy) == vars(error)
        assert str(copy) == str(error)
        assert repr(copy) == repr(error) == f"{type(error).__name__}('a', 'b')"

"""The longest texts that are read are those of docs/protocol.md, chapter 3, to the byte."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from crypto.election.question import Question
from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError
from crypto.opening.decryption import PartialDecryption
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.opening.result import Result
from tests.crypto.fixtures.single_elections import single_election

TEXT = (Path(__file__).parents[2] / "docs/protocol.md").read_text("utf-8")
BALLOTS = 7
LABELS = ("first", "second", "third")
ELECTION = single_election(
    "RFC-3526-2048", (Question("choice", ("yes", "no"), 0, 1), SingleQuestion("vector", LABELS))
)
ROWS = (2 + 1) + (BALLOTS + 1)
"""Σ (length of row + 1): a row of two choices, one of a ciphertext for each ballot."""


def numbers(row: str) -> list[int]:
    """The numbers of the row of the table that begins so."""
    found = re.search(rf"^\| {row} \| (.*) \|$", TEXT, re.MULTILINE)
    assert found
    return [int(each.replace(",", "")) for each in re.findall(r"\b\d[\d,]*\b", found[1])]


def longest(least: int, per_choice: int, per_integer: int = 0) -> int:
    return least + per_choice * ROWS + per_integer * BALLOTS * len(LABELS)


@pytest.mark.parametrize(
    ("row", "kind", "place"),
    [
        ("encrypted tally; partial decryption", EncryptedTally, (0, 2)),
        ("encrypted tally; partial decryption", PartialDecryption, (1, 2)),
        ("result", Result, (0, 1, -1)),
    ],
    ids=["encrypted tally", "partial decryption", "result"],
)
def test_a_text_of_the_longest_length_is_looked_at_and_no_longer_one(
    row: str, kind: Any, place: tuple[int, ...]
) -> None:
    found = numbers(row)
    most = longest(*(found[at] for at in place))
    for length, code in ((most, "json-syntax"), (most + 1, "json-too-long")):
        with pytest.raises(ParseError) as caught:
            kind.parse(ELECTION, b"x" * length, single_answers=BALLOTS)
        assert caught.value.code == code

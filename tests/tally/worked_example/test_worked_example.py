"""Every value printed in the worked example of docs/protocol.md is computed again.

What follows from the texts is computed from them with the formulas of the chapters before; what
was drawn at random (signatures, the tellers' proofs) is verified instead. In the end no long
number, hash or element of the chapter may be left that nobody computed or verified.
"""

from __future__ import annotations

import re

import pytest

from crypto.election.election import Election
from crypto.errors import Refused
from tests.tally.worked_example.beside import acts_beside, pieces, signed_by_the_server
from tests.tally.worked_example.chapter import Example, chapter
from tests.tally.worked_example.record import (
    ballot_with_its_proofs,
    closing,
    opening,
    setup,
    whole_record,
)

OTHER_RECORDS = ["ed25519-nh-60-v3", "rfc3526-nh-10-v3"]
"""The chapter's last sentence names them."""
LONG = re.compile(r"[A-Za-z0-9+/_=-]{16,}")


def test_every_value_is_computed_again() -> None:
    judge(chapter())


@pytest.mark.parametrize("of", range(8))
def test_a_digit_that_is_wrong_is_noticed(of: int) -> None:
    text = chapter()
    found = [each for each in LONG.finditer(text) if each[0] not in OTHER_RECORDS]
    place = found[of * len(found) // 8].start() + 5
    digit = "0" if text[place] != "0" else "1"
    with pytest.raises((AssertionError, Refused, ValueError)):
        judge(text[:place] + digit + text[place + 1 :])


def judge(text: str) -> None:
    """Compute and verify the chapter; raise unless all of it holds."""
    example = Example(text)
    trustees = setup(example)
    election = Election.parse(example.named('{"version":1,"description"'))
    ballot_with_its_proofs(example, election)
    record = whole_record(example)
    closing(example, record)
    opening(example, election, trustees, record)
    acts_beside(example, election, trustees, record)
    signed_by_the_server(example, election, record)
    pieces(example)
    known = "\n".join(example.seen)
    left = [each for each in LONG.findall(example.text) if each.strip("=") not in known]
    assert left == OTHER_RECORDS

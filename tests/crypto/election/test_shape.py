"""The shape of what is written about an election, with and without single answers."""

from __future__ import annotations

import pytest

from crypto.election.shape import has_shape, places, row_lengths, single_answers_in
from crypto.errors import ParseError
from crypto.opening.combine import combine
from crypto.opening.decryption import PartialDecryption
from crypto.opening.encrypted_tally import EncryptedTally, aggregate
from crypto.opening.result import Result
from crypto.place import Place
from tests.crypto.fixtures.single_elections import MIXED, opened, single_election
from tests.crypto.fixtures.tellers_example import election_of, tellers

TWO = (("a", "b"), ("c", "d"), ("e", "f"))


def test_without_ballots_rows_of_single_answers_are_empty() -> None:
    one = single_election()
    assert row_lengths(one) == (0, 2, 0)
    assert row_lengths(one, 2) == (2, 2, 2)
    assert has_shape(one, ((), TWO[1], ()))
    assert not has_shape(one, TWO)
    assert has_shape(one, TWO, 2)


def test_what_an_empty_box_gives_is_read() -> None:
    one = single_election()
    tally = aggregate(one, ())
    assert EncryptedTally.parse(one, tally.to_json()) == tally
    share = opened(one, tally)
    assert PartialDecryption.parse(one, share.to_json()) == share
    result = Result(((), (0, 0), ()), ((), None, ()))
    assert Result.parse(one, result.to_json()) == result


def test_how_many_ballots_the_rows_stand_for() -> None:
    one = single_election()
    assert single_answers_in(one, TWO) == 2
    assert single_answers_in(one, (("a", "b", "c"), ("d",))) == 3
    assert single_answers_in(one, ()) == 0
    plain = single_election("Ed25519", MIXED[1:2])
    assert single_answers_in(plain, TWO) == 0
    last = single_election("Ed25519", MIXED[1:])
    assert single_answers_in(last, (("a", "b"), ("c",))) == 1
    assert single_answers_in(last, (("a", "b"),)) == 0


def test_a_share_without_rows_does_not_fit() -> None:
    made = tellers()
    one = election_of(made.trustees, MIXED)
    nothing = PartialDecryption(made.group, (), ())
    with pytest.raises(ParseError, match="share-shape"):
        combine(one, made.trustees, {1: nothing, 2: nothing})


def test_every_item_has_its_place() -> None:
    assert list(places((("a",), (), ("b", "c")), "rows")) == [
        (Place(("rows", 0, 0)), "a"),
        (Place(("rows", 2, 0)), "b"),
        (Place(("rows", 2, 1)), "c"),
    ]

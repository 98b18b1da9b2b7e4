"""An α that went into a shuffle, or came out of one before, must not come out of it."""

from __future__ import annotations

import pytest

from crypto.groups.elgamal import Ciphertext
from crypto.place import at_event
from crypto.shuffles.shuffle import Shuffle
from tally.findings.finding import Findings
from tally.verify.record.shuffles import THE_BALLOTS, check_fresh
from tests.crypto.fixtures.sample_elections import election

OF = election()
GROUP = OF.group


def coming_out(*exponents: int) -> Shuffle:
    """A shuffle of one question, whose α are these powers of the base."""
    row = tuple(Ciphertext(GROUP.base_power(x), GROUP.base_power(x + 1)) for x in exponents)
    return Shuffle(GROUP, (row,), ())


def found(*shuffles: Shuffle) -> list[tuple[str, str]]:
    """Code and place of what is found in these shuffles of ballots with the exponents 2 and 3."""
    seen = {GROUP.encode(GROUP.base_power(x)): THE_BALLOTS for x in (2, 3)}
    findings = Findings()
    for number, shuffle in enumerate(shuffles, start=1):
        check_fresh(OF, shuffle, seen, at_event(number), findings)
    return [(each.code, each.where) for each in findings.found]


def test_shuffles_with_alphas_of_their_own_are_fresh() -> None:
    assert found(coming_out(4, 5), coming_out(6, 7)) == []


@pytest.mark.parametrize(
    ("shuffles", "place"),
    [
        ((coming_out(4, 3),), "event 1.ciphertexts[0][1].alpha"),
        ((coming_out(4, 4),), "event 1.ciphertexts[0][1].alpha"),
        ((coming_out(4, 5), coming_out(5, 6)), "event 2.ciphertexts[0][0].alpha"),
        ((coming_out(4, 5), coming_out(2, 6)), "event 2.ciphertexts[0][0].alpha"),
    ],
    ids=["went in", "twice", "of the shuffle before", "of the ballots"],
)
def test_an_alpha_that_comes_out_again_is_named(shuffles: tuple[Shuffle, ...], place: str) -> None:
    assert found(*shuffles) == [("alpha-reused", place)]

"""For each check of an answer, a forgery that this check alone refuses.

Each forger here holds the credential and knows all the randomness, does
everything else right, and signs the result. That nothing else stands in the way
is shown by taking the one check away: then the forgery passes.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from crypto.ballots.ballot import verify_ballot
from crypto.election.question import Question
from crypto.groups.elgamal import encrypt
from crypto.proofs.disjunction import Witness
from tests.crypto.fixtures.forgers import Forger, refused, without

ONE_OF_THREE = Question("?", ("甲", "乙", "丙"), 1, 1)
UP_TO_TWO = Question("?", ("甲", "乙", "丙"), 0, 2)
UP_TO_TWO_OR_BLANK = Question("?", ("甲", "乙", "丙"), 1, 2, blank=True)


def test_the_forger_can_make_an_honest_ballot() -> None:
    for question, values in (
        (ONE_OF_THREE, [0, 1, 0]),
        (UP_TO_TWO, [1, 0, 1]),
        (UP_TO_TWO_OR_BLANK, [0, 1, 0, 0]),
        (UP_TO_TWO_OR_BLANK, [1, 0, 0, 0]),
    ):
        forger = Forger(question, values)
        verify_ballot(forger.election, forger.ballot())


@pytest.mark.parametrize(
    ("question", "values", "code", "place"),
    [
        # Two votes for one person, within the total that is allowed.
        (UP_TO_TWO, [2, 0, 0], "individual-proof", "individual_proofs[0]"),
        (UP_TO_TWO_OR_BLANK, [0, 0, 2, 0], "individual-proof", "individual_proofs[2]"),
        # More people than allowed, one vote each.
        (UP_TO_TWO, [1, 1, 1], "overall-proof", "overall_proof"),
        (ONE_OF_THREE, [1, 1, 0], "overall-proof", "overall_proof"),
        (UP_TO_TWO_OR_BLANK, [0, 1, 1, 1], "overall-proof", "overall_proof"),
        # Blank, and yet a vote.
        (UP_TO_TWO_OR_BLANK, [1, 1, 0, 0], "blank-proof", "blank_proof"),
        (UP_TO_TWO_OR_BLANK, [1, 1, 1, 1], "blank-proof", "blank_proof"),
    ],
)
def test_answers_that_break_a_rule(
    question: Question, values: list[int], code: str, place: str
) -> None:
    forger = Forger(question, values)
    forged = forger.ballot()

    refused(forger.election, forged, code, f"answers[0].{place}")
    with without(code):
        verify_ballot(forger.election, forged)


def test_negative_votes() -> None:
    # A vote of -1 for a rival and 2 for a friend: the total of 1 is allowed.
    forger = Forger(ONE_OF_THREE, [0, 0, 0])
    r = [opening.r for opening in forger.openings]
    order = forger.group.order
    forger.openings = [Witness(order - 1, r[0]), Witness(2, r[1]), Witness(0, r[2])]
    y = forger.election.public_key
    group = forger.group
    up, down = group.base_power(2), group.inverse(group.generator)
    plain = [encrypt(group, y, 0, each) for each in r]
    forger.choices = (
        replace(plain[0], beta=group.multiply(plain[0].beta, down)),
        replace(plain[1], beta=group.multiply(plain[1].beta, up)),
        plain[2],
    )
    texts = ",".join(choice.to_text(group) for choice in forger.choices)
    forger.whole = f"{forger.statement}|{texts}"
    total = Witness(1, sum(r) % order)
    forger.total = lambda: (encrypt(group, y, 1, total.r), total)  # type: ignore[method-assign]
    forged = forger.ballot()

    refused(forger.election, forged, "individual-proof", "answers[0].individual_proofs[0]")
    with without("individual-proof"):
        verify_ballot(forger.election, forged)

"""The α of a ballot: all are found, in their order, and none may be the identity or come twice."""

from __future__ import annotations

import pytest

from crypto.ballots.freshness import ballot_alphas, check_fresh, repeated
from crypto.canonical import dumps
from crypto.errors import ParseError, ProofError
from crypto.groups.named import group_named
from crypto.json_values import JSON

GROUP = group_named("Ed25519")


def cipher(alpha: str) -> JSON:
    return {"alpha": alpha, "beta": "b"}


def test_the_alphas_of_every_kind_of_answer_are_found_in_their_order() -> None:
    answers: list[JSON] = [
        {"choices": [cipher("1"), cipher("2")], "overall_proof": [cipher("no")]},
        {"choices": cipher("3")},
        {"choices": [[cipher("4")], [cipher("5"), cipher("1")]]},
        {},
    ]
    assert ballot_alphas(dumps({"answers": answers}).encode()) == ("1", "2", "3", "4", "5", "1")


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"answers":1}', '{"answers":["x",{"choices":1},{"choices":[{}]}]}']
)
def test_where_no_ciphertext_stands_there_is_no_alpha(text: str) -> None:
    assert ballot_alphas(text.encode()) == ()


def test_what_is_not_canonical_is_not_read() -> None:
    with pytest.raises(ParseError):
        ballot_alphas(b'{"answers": []}')


def test_the_identity_and_an_alpha_that_comes_twice_are_refused() -> None:
    one, two = (GROUP.encode(GROUP.base_power(k)) for k in (1, 2))
    check_fresh(GROUP, ())
    check_fresh(GROUP, (one, two))
    for alphas, code in (
        ((one, GROUP.encode(GROUP.identity)), "alpha-identity"),
        ((one, two, one), "alpha-repeated"),
    ):
        with pytest.raises(ProofError) as caught:
            check_fresh(GROUP, alphas)
        assert (caught.value.code, caught.value.where) == (code, "answers")
    assert "in another ballot" in str(repeated("in another ballot"))

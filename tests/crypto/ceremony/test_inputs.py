"""What one teller needs of all dealings: one part of each, and nothing that is not read again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from crypto.canonical import dumps
from crypto.ceremony import steps
from crypto.ceremony.steps import Polynomial, Vinput
from crypto.errors import ParseError
from tests.crypto.fixtures.tellers_example import tellers


def test_an_input_has_one_part_of_each_teller() -> None:
    made = tellers()
    whole = steps.inputs_for(made.polynomials, 1)
    for short in (
        replace(whole, secrets=whole.secrets[:2]),
        replace(whole, secrets=(*whole.secrets, whole.secrets[0])),
        replace(whole, coefexps=whole.coefexps[:2]),
        replace(whole, signatures=whole.signatures[:2]),
    ):
        with pytest.raises(ParseError) as caught:
            steps.accept(made.group, made.seeds[0], made.certificates, made.promises, short)
        assert caught.value.code == "ceremony-count"


def test_a_dealing_and_an_input_hold_at_least_one_share() -> None:
    made = tellers(size=1, threshold=1)
    dealing, whole = made.polynomials[0], steps.inputs_for(made.polynomials, 1)
    assert Polynomial.parse(made.group, dealing.to_json()) == dealing
    assert Vinput.parse(made.group, whole.to_json()) == whole
    with pytest.raises(ParseError) as caught:
        Polynomial.parse(made.group, replace(dealing, secrets=()).to_json(), where="p")
    assert (caught.value.code, caught.value.where) == ("array-length", "p.secrets")


def test_an_input_is_what_was_dealt_to_its_teller() -> None:
    made = tellers()
    for number in (1, 2, 3):
        found = steps.inputs_for(made.polynomials, number)
        assert found.polynomial == made.polynomials[number - 1].polynomial
        assert found.secrets == tuple(each.secrets[number - 1] for each in made.polynomials)
        assert Vinput.parse(made.group, found.to_json()) == found


@pytest.mark.parametrize(
    ("name", "place"), [("coefexps", "v.coefexps[1].message"), ("signatures", "v.signatures[1]")]
)
def test_a_bad_part_of_an_input_is_named(name: str, place: str) -> None:
    made = tellers()
    value = json.loads(steps.inputs_for(made.polynomials, 1).to_json())
    value[name][1] = (
        {"message": 1, "signature": value["signatures"][0]} if name == "coefexps" else 1
    )
    with pytest.raises(ParseError) as caught:
        Vinput.parse(made.group, dumps(value), where="v")
    assert (caught.value.code, caught.value.where) == ("json-type", place)

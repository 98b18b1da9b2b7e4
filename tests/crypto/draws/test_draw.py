"""A draw: the same whichever tellers give shares, another with any other meeting or list."""

from __future__ import annotations

import hashlib
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.draws.draw import check_share, combined, drawn, lots, make_share, point_of
from crypto.errors import ParseError, ProofError, RecordError
from crypto.groups.group import Element
from crypto.groups.named import GROUP_NAMES, group_named
from crypto.proofs.schnorr import Proof
from crypto.trustees.trustee import Single, Trustees
from crypto.trustees.trustee_key import make_trustee_key
from tests.crypto.fixtures.tellers_example import tellers

MEETING, LIST, OTHER = "a1" * 32, "b2" * 32, "c3" * 32


def shares_of(name: str, list_hash: str = LIST) -> dict[int, tuple[Element, Proof]]:
    made = tellers(name)
    return {
        number: make_share(made.trustees, number, made.key(number), MEETING, list_hash)
        for number in (1, 2, 3)
    }


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_any_threshold_raises_the_same_point_by_the_meetings_key(name: str) -> None:
    made, found = tellers(name), shares_of(name)
    for number, (share, proof) in found.items():
        check_share(made.trustees, number, share, proof, MEETING, LIST)
    for count in (2, 3):
        for chosen in combinations((3, 1, 2), count):
            raised = combined(made.trustees, {number: found[number][0] for number in chosen})
            assert raised == combined(made.trustees, {1: found[1][0], 2: found[2][0]})
    with pytest.raises(RecordError, match="1 valid shares found, expected 2"):
        combined(made.trustees, {2: found[2][0]})


def test_beside_a_set_a_mandatory_teller_is_needed() -> None:
    made, secret = tellers(), 424242
    group = made.group
    single = Single(make_trustee_key(group, secret))
    both = Trustees(group, (single, *made.trustees.items))
    point = point_of(group, MEETING, LIST)
    found = {1: make_share(both, 1, secret, MEETING, LIST)[0]}
    found |= {n + 1: make_share(both, n + 1, made.key(n), MEETING, LIST)[0] for n in (1, 3)}
    of_the_set = combined(made.trustees, {n: group.power(point, made.key(n)) for n in (1, 2)})
    assert combined(both, found) == group.multiply(found[1], of_the_set)
    with pytest.raises(RecordError, match="0 valid shares found, expected 1"):
        combined(both, {2: found[2], 4: found[4]})


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_a_share_of_another_list_meeting_owner_or_power_is_refused(name: str) -> None:
    made, found = tellers(name), shares_of(name)
    share, proof = found[1]
    wrong = [
        (1, share, proof, MEETING, OTHER),
        (1, share, proof, OTHER, LIST),
        (2, share, proof, MEETING, LIST),
        (1, found[2][0], proof, MEETING, LIST),
        (1, made.group.multiply(share, made.group.generator), proof, MEETING, LIST),
        (1, share, found[2][1], MEETING, LIST),
        (1, *shares_of(name, OTHER)[1], MEETING, LIST),
    ]
    for owner, given_share, given_proof, meeting, list_hash in wrong:
        with pytest.raises(ProofError) as refused:
            check_share(made.trustees, owner, given_share, given_proof, meeting, list_hash)
        assert refused.value.code == "bound-proof"
    with pytest.raises(ParseError) as unknown:
        check_share(made.trustees, 4, share, proof, MEETING, LIST)
    assert unknown.value.code == "owner-unknown"


def test_the_point_follows_from_meeting_and_list_alone() -> None:
    group = group_named("Ed25519")
    points = {point_of(group, one, other) for one, other in permutations((MEETING, LIST, OTHER), 2)}
    assert len(points) == 6
    assert point_of(group, MEETING, LIST) in points


def test_lots_can_be_made_again_with_any_tool() -> None:
    group = group_named("Ed25519")
    element = group.base_power(7)
    found = lots(group, element, 3)
    for number, lot in enumerate(found, start=1):
        text = f"piaoxiang-lot|{group.encode(element)}|{number}"
        assert lot == hashlib.sha256(text.encode()).hexdigest()


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n))))
def test_so_many_are_drawn_each_once_by_rising_lots(sizes: tuple[int, int]) -> None:
    entries, take = sizes
    group = group_named("Ed25519")
    found = lots(group, group.base_power(entries * 100 + take), entries)
    chosen = drawn(found, take)
    assert len(set(chosen)) == take
    assert set(chosen) <= set(range(1, entries + 1))
    kept = [found[number - 1] for number in chosen]
    assert kept == sorted(found)[:take]

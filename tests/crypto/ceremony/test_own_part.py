"""A teller finds its own part in the published trustees, or says what was put in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from crypto.ceremony import own_secret, steps
from crypto.errors import CeremonyError, ParseError, ProofError
from crypto.groups.group import Group
from crypto.trustees.certificate import Certificate
from crypto.trustees.teller_keys import make_seed
from crypto.trustees.threshold import Threshold
from crypto.trustees.trustee import Single, Trustees
from crypto.trustees.trustee_key import make_trustee_key
from tests.crypto.fixtures.tampered_ceremony import changed, off_by_one
from tests.crypto.fixtures.tellers_example import Tellers, tellers


def with_certificate(made: Tellers, index: int, certificate: Certificate) -> Trustees:
    whole = made.trustees.items[0]
    assert isinstance(whole, Threshold)
    return Trustees(made.group, (replace(whole, certs=changed(whole.certs, index, certificate)),))


def test_a_tellers_number_is_its_place_among_the_certificates() -> None:
    made = tellers()
    for number, seed in enumerate(made.seeds, start=1):
        assert own_secret.own_number(made.group, seed, made.certificates) == number
    with pytest.raises(ParseError) as caught:
        own_secret.own_number(made.group, make_seed(), made.certificates)
    assert caught.value.code == "seed-foreign"
    with pytest.raises(ParseError) as caught:
        own_secret.own_place(made.group, make_seed(), made.trustees)
    assert caught.value.code == "seed-foreign"


def test_one_teller_alone_is_the_first() -> None:
    made = tellers(size=1, threshold=1)
    assert len(own_secret.secret_coefficients(made.group, made.seeds[0], made.certificates)) == 1
    assert own_secret.own_place(made.group, made.seeds[0], made.trustees).index == 1


def test_tellers_after_a_single_trustee_find_their_place_too() -> None:
    made = tellers()
    single = Single(make_trustee_key(made.group, 5))
    both = Trustees(made.group, (single, *made.trustees.items))
    for number, seed in enumerate(made.seeds, start=1):
        owner = own_secret.own_place(made.group, seed, both)
        assert (owner.index, owner.item, owner.position) == (number + 1, 1, number)


def test_a_teller_checks_the_others_parts_as_well() -> None:
    made = tellers()
    third = made.certificates[2]
    signed = replace(third.signed, signature=off_by_one(made, third.signed.signature))
    with pytest.raises(ProofError, match="message-signature"):
        own_secret.own_place(
            made.group, made.seeds[0], with_certificate(made, 2, replace(third, signed=signed))
        )


def test_a_certificate_with_anothers_key_for_messages_is_not_ones_own() -> None:
    made = tellers()
    other = replace(made.certificates[0], encryption=made.group.base_power(99))
    with pytest.raises(ParseError) as caught:
        own_secret.own_place(made.group, made.seeds[0], with_certificate(made, 0, other))
    assert caught.value.code == "seed-foreign"


def test_coefexps_that_the_seed_did_not_make_are_not_ones_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A whole ceremony by devices that draw their polynomials from something else."""
    honest = own_secret.secret_coefficients

    def foreign(group: Group, seed: str, certificates: Sequence[Certificate]) -> list[int]:
        return honest(group, seed[::-1], certificates)

    with monkeypatch.context() as patched:
        for module in (steps, own_secret):
            patched.setattr(module, "secret_coefficients", foreign)
        made = tellers.__wrapped__()
    for number, seed in enumerate(made.seeds, start=1):
        with pytest.raises(CeremonyError) as caught:
            own_secret.own_place(made.group, seed, made.trustees)
        assert (caught.value.code, caught.value.teller) == ("coefexps-foreign", number)


def test_shares_are_the_values_of_the_polynomial() -> None:
    group = tellers().group
    assert own_secret.share_of(group, [3, 5, 7], 10) == 753
    assert own_secret.coefexps_of(group, [3, 5]) == (group.base_power(3), group.base_power(5))

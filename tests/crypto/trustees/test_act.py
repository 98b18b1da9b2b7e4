"""Signed acts: they say who did it, where in the chain, and what."""

from __future__ import annotations

import pytest

from crypto.errors import ProofError
from crypto.groups.named import GROUP_NAMES, group_named
from crypto.trustees.act import act_message, check_act, sign_act
from crypto.trustees.teller_keys import derive_keys, make_seed

SETUP, PARENT, PAYLOAD = "1" * 64, "2" * 64, "3" * 64


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_an_act_is_accepted_as_it_was_signed(name: str) -> None:
    group = group_named(name)
    keys = derive_keys(group, make_seed())
    message = act_message(SETUP, PARENT, 2, PAYLOAD)
    assert message == f"piaoxiang-act|{SETUP}|{PARENT}|2|{PAYLOAD}"
    check_act(group, keys.verification, message, sign_act(group, keys.signing, message))


@pytest.mark.parametrize(
    "other",
    [
        act_message("4" * 64, PARENT, 2, PAYLOAD),
        act_message(SETUP, "4" * 64, 2, PAYLOAD),
        act_message(SETUP, PARENT, 1, PAYLOAD),
        act_message(SETUP, PARENT, 2, "4" * 64),
    ],
)
def test_an_act_says_nothing_about_another(other: str) -> None:
    group = group_named("Ed25519")
    keys = derive_keys(group, make_seed())
    signature = sign_act(group, keys.signing, act_message(SETUP, PARENT, 2, PAYLOAD))
    with pytest.raises(ProofError) as caught:
        check_act(group, keys.verification, other, signature, where="acts[0]")
    assert (caught.value.code, caught.value.where) == ("act-signature", "acts[0]")


def test_an_act_of_another_teller() -> None:
    group = group_named("Ed25519")
    message = act_message(SETUP, PARENT, 2, PAYLOAD)
    signature = sign_act(group, derive_keys(group, make_seed()).signing, message)
    with pytest.raises(ProofError):
        check_act(group, derive_keys(group, make_seed()).verification, message, signature)

"""Published trustees: whatever is changed in them, they are refused, with the place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from crypto.canonical import dumps
from crypto.errors import ParseError, ProofError, Refused
from crypto.groups.named import group_named
from crypto.opening.lagrange import lagrange_coefficient
from crypto.proofs.schnorr import Proof, SignedMessage
from crypto.trustees.certificate import Certificate
from crypto.trustees.commitment import Commitment
from crypto.trustees.threshold import Threshold
from crypto.trustees.trustee import Single, Trustees
from crypto.trustees.trustee_key import TrusteePublicKey, make_trustee_key
from tests.crypto.fixtures.tellers_example import tellers

GROUP = group_named("Ed25519")


def parameters() -> Threshold:
    item = tellers().trustees.items[0]
    assert isinstance(item, Threshold)
    return item


def off(proof: Proof) -> Proof:
    return replace(proof, challenge=(proof.challenge + 1) % GROUP.order)


def bad_certificate(item: Threshold) -> Threshold:
    first = item.certs[0]
    signed = replace(first.signed, signature=off(first.signed.signature))
    return replace(item, certs=(replace(first, signed=signed), *item.certs[1:]))


def bad_coefexps(item: Threshold) -> Threshold:
    last = item.coefexps[2]
    signed = replace(last.signed, signature=off(last.signed.signature))
    return replace(item, coefexps=(*item.coefexps[:2], replace(last, signed=signed)))


def key_changed(item: Threshold, key: TrusteePublicKey) -> Threshold:
    first, _, last = item.verification_keys
    return replace(item, verification_keys=(first, key, last))


CHANGES: dict[str, tuple[Callable[[Threshold], Threshold], str]] = {
    "certificate signature": (bad_certificate, "[0][1].certs[0]"),
    "coefexps signature": (bad_coefexps, "[0][1].coefexps[2]"),
    "whole signature": (
        lambda item: replace(item, signatures=(off(item.signatures[0]), *item.signatures[1:])),
        "[0][1].coefexps[0]",
    ),
    "threshold": (lambda item: replace(item, threshold=1), "[0][1].certs[0]"),
    "certificates in another order": (
        lambda item: replace(item, certs=item.certs[::-1]),
        "[0][1].certs[0]",
    ),
    "coefexps in another order": (
        lambda item: replace(item, coefexps=item.coefexps[::-1]),
        "[0][1].coefexps[0]",
    ),
    "keys in another order": (
        lambda item: replace(item, verification_keys=item.verification_keys[::-1]),
        "[0][1].verification_keys[0].public_key",
    ),
    "another key": (
        lambda item: key_changed(item, make_trustee_key(GROUP, 5)),
        "[0][1].verification_keys[1].public_key",
    ),
    "proof of knowledge": (
        lambda item: key_changed(
            item,
            replace(item.verification_keys[1], pok=off(item.verification_keys[1].pok)),
        ),
        "[0][1].verification_keys[1].pok",
    ),
    "no key signature": (
        lambda item: key_changed(item, replace(item.verification_keys[1], signature=None)),
        "[0][1].verification_keys[1]",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_refused_with_its_place(change: str) -> None:
    edit, place = CHANGES[change]
    changed = Trustees(GROUP, (edit(parameters()),))
    with pytest.raises(ProofError) as caught:
        Trustees.parse(GROUP, changed.to_json()).verify(GROUP, where="trustees")
    assert caught.value.where == f"trustees{place}"


def test_certificates_of_another_group() -> None:
    other = tellers("BELENIOS-2048").trustees
    with pytest.raises(ParseError) as caught:
        other.verify(GROUP)
    assert caught.value.code == "trustees-group"
    with pytest.raises(Refused):
        Trustees.parse(GROUP, other.to_json())


def test_single_trustees_must_prove_their_keys_and_differ() -> None:
    one, two = make_trustee_key(GROUP, 5), make_trustee_key(GROUP, 6)
    Trustees(GROUP, (Single(one), Single(two))).verify(GROUP)
    with pytest.raises(ProofError) as caught:
        Trustees(GROUP, (Single(one), Single(one))).verify(GROUP)
    assert caught.value.code == "trustee-duplicate"
    with pytest.raises(ProofError) as caught:
        Trustees(GROUP, (Single(one), Single(replace(two, pok=one.pok)))).verify(GROUP)
    assert (caught.value.code, caught.value.where) == ("proof-of-knowledge", "[1][1].pok")
    with pytest.raises(ProofError) as caught:
        Trustees(GROUP, (Single(replace(one, signature=one.pok)),)).verify(GROUP)
    assert caught.value.code == "key-signature"


def test_keys_that_cancel_each_other() -> None:
    one, two = make_trustee_key(GROUP, 5), make_trustee_key(GROUP, GROUP.order - 5)
    with pytest.raises(ProofError) as caught:
        Trustees(GROUP, (Single(one), Single(two))).verify(GROUP)
    assert caught.value.code == "election-key"


def test_a_key_that_is_the_identity_is_not_read() -> None:
    text = Trustees(GROUP, (Single(make_trustee_key(GROUP, 0)),)).to_json()
    with pytest.raises(ParseError) as caught:
        Trustees.parse(GROUP, text, where="trustees")
    assert (caught.value.code, caught.value.where) == (
        "element-identity",
        "trustees[0][1].public_key",
    )


def test_the_same_set_twice() -> None:
    with pytest.raises(ProofError) as caught:
        Trustees(GROUP, (parameters(), parameters())).verify(GROUP)
    assert caught.value.code == "trustee-duplicate"


@pytest.mark.parametrize("text", ["[]", "{}", '[["Other",{}]]', '[["Single"]]', '["Single"]'])
def test_other_shapes_are_refused(text: str) -> None:
    with pytest.raises(ParseError):
        Trustees.parse(GROUP, text)


def test_a_trustee_may_have_a_name() -> None:
    named = replace(make_trustee_key(GROUP, 5), name="监票人甲")
    text = Trustees(GROUP, (Single(named),)).to_json()
    assert text.endswith('"name":"监票人甲"}]]')
    assert Trustees.parse(GROUP, text).items[0] == Single(named)


def test_a_certificate_reads_back() -> None:
    first = parameters().certs[0]
    assert Certificate.parse(GROUP, first.to_json()) == first


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[]", "t"),
        ('[["Single"]]', "t[0]"),
        ('[["Single",{},{}]]', "t[0]"),
        ('[["Pedersen",{},1]]', "t[0]"),
    ],
)
def test_a_list_of_trustees_is_not_empty_and_each_is_a_pair(text: str, where: str) -> None:
    with pytest.raises(ParseError) as caught:
        Trustees.parse(GROUP, text, where="t")
    assert (caught.value.code, caught.value.where) == ("array-length", where)


def test_tellers_after_a_single_trustee_are_numbered_on_and_have_their_own_keys() -> None:
    single = Single(make_trustee_key(GROUP, 5))
    whole = parameters()
    both = Trustees(GROUP, (single, whole))
    assert [(one.index, one.item, one.position) for one in both.owners] == [
        (1, 0, 1),
        *((number + 1, 1, number) for number in range(1, len(whole.certs) + 1)),
    ]
    first, *tellers_ = both.owners
    assert (first.public_key, first.certificate_key) == (single.key.public_key, None)
    for one, key, certificate in zip(tellers_, whole.verification_keys, whole.certs, strict=True):
        assert one.public_key == key.public_key
        assert one.certificate_key == certificate.verification
    assert both.owner(1) == first
    assert both.owner(len(both.owners)) == tellers_[-1]
    for wrong in (0, -1, len(both.owners) + 1):
        with pytest.raises(ParseError, match="owner-unknown"):
            both.owner(wrong)


def test_one_teller_may_be_the_whole_set_and_nobody_may_not() -> None:
    one = tellers(size=1, threshold=1).trustees
    text = one.to_json()
    assert Trustees.parse(GROUP, text).to_json() == text
    Trustees.parse(GROUP, text).verify(GROUP)
    value = json.loads(text)
    for name in ("certs", "coefexps", "signatures", "verification_keys"):
        wrong = dumps([["Pedersen", value[0][1] | {name: []}]])
        with pytest.raises(ParseError) as caught:
            Trustees.parse(GROUP, wrong, where="t")
        assert (caught.value.code, caught.value.where) == ("array-length", f"t[0][1].{name}")


def test_coefexps_are_at_least_one() -> None:
    nothing = SignedMessage('{"coefexps":[]}', parameters().coefexps[0].signed.signature)
    with pytest.raises(ParseError) as caught:
        Commitment.from_json(GROUP, nothing.to_json(), "c")
    assert (caught.value.code, caught.value.where) == ("array-length", "c.message.coefexps")


def test_any_two_of_three_tellers_keys_give_the_joint_key() -> None:
    whole = parameters()
    for places in ([1, 2], [1, 3], [3, 2]):
        powers = (
            GROUP.power_public(
                whole.verification_keys[place - 1].public_key,
                lagrange_coefficient(GROUP.order, places, place),
            )
            for place in places
        )
        assert GROUP.product(powers) == whole.joint_key(GROUP)

"""Bad coefexps, shares and outputs are refused, and their teller is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from crypto.canonical import dumps
from crypto.ceremony import steps
from crypto.ceremony.steps import Polynomial, Vinput, Voutput
from crypto.errors import CeremonyError, ParseError
from crypto.proofs.schnorr import sign_message
from crypto.trustees.commitment import Commitment, coefexps_message
from crypto.trustees.teller_keys import derive_keys
from crypto.trustees.trustee_key import make_trustee_key, signed_key
from tests.crypto.fixtures.tampered_ceremony import (
    RANDOM,
    changed,
    dealt,
    off_by_one,
    promise_text_hash,
    sealed,
    signed_promise,
)
from tests.crypto.fixtures.tellers_example import Tellers, tellers


def test_missing_messages() -> None:
    made = tellers()
    with pytest.raises(ParseError) as caught:
        steps.check_certificates(made.group, made.certificates[:2], 3, 2)
    assert caught.value.code == "ceremony-count"
    with pytest.raises(ParseError):
        steps.deal(made.group, made.seeds[0], made.certificates, made.promises[:2])
    with pytest.raises(ParseError):
        steps.check_polynomials(made.group, made.certificates, made.promises, made.polynomials[:2])
    with pytest.raises(ParseError):
        assemble(made, voutputs=made.voutputs[:2])


def refused_polynomial(made: Tellers, number: int, polynomial: Polynomial) -> CeremonyError:
    polynomials = changed(made.polynomials, number - 1, polynomial)
    with pytest.raises(CeremonyError) as caught:
        steps.check_polynomials(made.group, made.certificates, made.promises, polynomials)
    assert caught.value.teller == number
    with pytest.raises(CeremonyError) as again:
        accept(made, 1, steps.inputs_for(polynomials, 1))
    assert (again.value.code, again.value.teller) == (caught.value.code, number)
    return caught.value


def accept(made: Tellers, number: int, vinput: Vinput) -> Voutput:
    seed = made.seeds[number - 1]
    return steps.accept(made.group, seed, made.certificates, made.promises, vinput)


def test_coefexps_that_were_not_promised() -> None:
    made = tellers()
    others = tuple(made.group.base_power(n) for n in (5, 7))
    assert refused_polynomial(made, 2, dealt(made, 2, others)).code == "promise-broken"


def test_coefexps_of_another_degree() -> None:
    made = tellers()
    longer = (*made.polynomials[1].coefexps.coefexps, made.group.generator)
    assert refused_polynomial(made, 2, dealt(made, 2, longer)).code == "coefexps-length"


def test_coefexps_signed_by_somebody_else() -> None:
    made = tellers()
    coefexps = made.polynomials[2].coefexps.coefexps
    polynomial = dealt(made, 3, coefexps, signer=1)
    assert refused_polynomial(made, 3, polynomial).code == "message-signature"


def test_a_bad_signature_under_the_whole_set() -> None:
    made = tellers()
    polynomial = made.polynomials[2]
    bad = replace(polynomial, signature=off_by_one(made, polynomial.signature))
    assert refused_polynomial(made, 3, bad).code == "message-signature"


def test_too_few_sealed_shares() -> None:
    made = tellers()
    bad = replace(made.polynomials[0], secrets=made.polynomials[0].secrets[:2])
    with pytest.raises(CeremonyError) as caught:
        steps.check_polynomials(
            made.group, made.certificates, made.promises, changed(made.polynomials, 0, bad)
        )
    assert (caught.value.code, caught.value.teller) == ("ceremony-count", 1)


def test_coefexps_with_the_identity_are_not_read() -> None:
    made = tellers()
    key = derive_keys(made.group, made.seeds[0]).signing
    message = coefexps_message(made.group, (made.group.generator, made.group.identity))
    signed = sign_message(made.group, key, message, RANDOM)
    with pytest.raises(ParseError) as caught:
        Commitment.from_json(made.group, signed.to_json())
    assert caught.value.code == "element-identity"
    assert caught.value.where == "message.coefexps[1]"


def from_dealer_two(made: Tellers, share: str) -> CeremonyError:
    vinput = steps.inputs_for(made.polynomials, 1)
    with pytest.raises(CeremonyError) as caught:
        accept(made, 1, replace(vinput, secrets=changed(vinput.secrets, 1, share)))
    assert caught.value.teller == 2
    return caught.value


def test_a_share_that_does_not_match_the_coefexps() -> None:
    made = tellers()
    error = from_dealer_two(made, sealed(made, 2, 1, dumps({"secret": "12345"})))
    assert error.code == "share-wrong"
    assert "12345" not in str(error)


@pytest.mark.parametrize("text", ['{"secret":"01"}', '{"share":"1"}', "[]", "1", ""])
def test_a_share_of_the_wrong_form(text: str) -> None:
    made = tellers()
    error = from_dealer_two(made, sealed(made, 2, 1, text))
    assert isinstance(error.__cause__, ParseError)


def test_a_share_sent_by_somebody_else() -> None:
    made = tellers()
    error = from_dealer_two(made, sealed(made, 3, 1, dumps({"secret": "1"})))
    assert error.code == "message-signature"


def test_a_share_that_this_teller_cannot_open() -> None:
    made = tellers()
    assert from_dealer_two(made, made.polynomials[1].secrets[2]).code == "message-sealed"


def test_another_dealers_share_in_its_place() -> None:
    made = tellers()
    assert from_dealer_two(made, made.polynomials[2].secrets[0]).code == "message-signature"


def assemble(
    made: Tellers,
    *,
    voutputs: Sequence[Voutput] | None = None,
    polynomials: Sequence[Polynomial] | None = None,
) -> None:
    steps.assemble(
        made.group,
        made.certificates,
        made.promises,
        polynomials or made.polynomials,
        made.voutputs if voutputs is None else voutputs,
    )


def refused_output(made: Tellers, number: int, voutput: Voutput) -> CeremonyError:
    with pytest.raises(CeremonyError) as caught:
        assemble(made, voutputs=changed(made.voutputs, number - 1, voutput))
    assert caught.value.teller == number
    return caught.value


def test_a_key_that_does_not_follow_from_the_coefexps() -> None:
    made = tellers()
    signing = derive_keys(made.group, made.seeds[1]).signing
    key = signed_key(made.group, make_trustee_key(made.group, 99), signing)
    error = refused_output(made, 2, replace(made.voutputs[1], public_key=key))
    assert error.code == "verification-key"
    assert not error.signed, "it may be a dealing that is another one now"


def test_a_key_without_its_owners_signature_or_proof() -> None:
    made = tellers()
    voutput = made.voutputs[1]
    key = voutput.public_key
    bad_proof = replace(key, pok=off_by_one(made, key.pok))
    error = refused_output(made, 2, replace(voutput, public_key=bad_proof))
    assert error.code == "proof-of-knowledge"
    unsigned = replace(key, signature=None)
    error = refused_output(made, 2, replace(voutput, public_key=unsigned))
    assert error.code == "key-signature"
    signing = derive_keys(made.group, made.seeds[0]).signing
    by_another = signed_key(made.group, key, signing)
    error = refused_output(made, 2, replace(voutput, public_key=by_another))
    assert error.code == "message-signature"


def test_a_dealing_that_is_changed_before_it_is_assembled() -> None:
    made = tellers()
    polynomials = changed(made.polynomials, 1, dealt(made, 2, (made.group.generator,) * 2))
    with pytest.raises(CeremonyError) as caught:
        assemble(made, polynomials=polynomials)
    assert (caught.value.code, caught.value.teller) == ("promise-broken", 2)


def test_coefexps_of_ones_own_that_the_seed_did_not_make() -> None:
    """Somebody who stole the seed deals in its name: the teller's own tool notices."""
    made = tellers()
    coefexps = (made.group.generator, made.group.base_power(2))
    polynomials = changed(made.polynomials, 0, dealt(made, 1, coefexps))
    stolen = signed_promise(
        made,
        1,
        made.promises[0].certificates,
        promise_text_hash(made, coefexps),
    )
    with pytest.raises(CeremonyError) as caught:
        steps.accept(
            made.group,
            made.seeds[0],
            made.certificates,
            changed(made.promises, 0, stolen),
            steps.inputs_for(polynomials, 1),
        )
    assert (caught.value.code, caught.value.teller) == ("coefexps-foreign", 1)


def test_an_output_with_another_sealed_key() -> None:
    made = tellers()
    other = sealed(made, 1, 1, dumps({"decryption_key": "77"}))
    with pytest.raises(CeremonyError) as caught:
        steps.decryption_key(
            made.group,
            made.seeds[0],
            made.certificates,
            replace(made.voutputs[0], private_key=other),
        )
    assert (caught.value.code, caught.value.teller) == ("key-mismatch", 1)


@pytest.mark.parametrize("edit", [lambda t: t.replace('"secrets"', '"Secrets"'), lambda t: t + " "])
def test_a_message_that_is_not_canonical(edit: Callable[[str], str]) -> None:
    made = tellers()
    text = edit(made.polynomials[0].to_json())
    with pytest.raises(ParseError):
        Polynomial.parse(made.group, text)


def test_what_only_the_teller_can_have_made_is_told_from_what_a_carrier_can_spoil() -> None:
    made = tellers()
    others = tuple(made.group.base_power(n) for n in (5, 7))
    longer = (*made.polynomials[1].coefexps.coefexps, made.group.generator)
    assert refused_polynomial(made, 2, dealt(made, 2, others)).signed
    assert refused_polynomial(made, 2, dealt(made, 2, longer)).signed
    assert not refused_polynomial(made, 2, dealt(made, 2, longer, signer=1)).signed
    assert from_dealer_two(made, sealed(made, 2, 1, dumps({"secret": "12345"}))).signed
    assert from_dealer_two(made, sealed(made, 2, 1, "[]")).signed
    assert not from_dealer_two(made, sealed(made, 3, 1, dumps({"secret": "1"}))).signed
    assert not from_dealer_two(made, made.polynomials[1].secrets[2]).signed
    signing = derive_keys(made.group, made.seeds[1]).signing
    key = signed_key(made.group, make_trustee_key(made.group, 99), signing)
    assert not refused_output(made, 2, replace(made.voutputs[1], public_key=key)).signed
    key = made.voutputs[1].public_key
    other = replace(key, public_key=made.voutputs[0].public_key.public_key)
    assert not refused_output(made, 2, replace(made.voutputs[1], public_key=other)).signed
    broken = replace(key, pok=off_by_one(made, key.pok))
    assert not refused_output(made, 2, replace(made.voutputs[1], public_key=broken)).signed


def test_one_share_is_checked_alone() -> None:
    made = tellers()
    steps.check_share(made.group, made.seeds[0], made.certificates, made.polynomials[1], 2)
    bad = sealed(made, 2, 1, dumps({"secret": "12345"}))
    polynomial = replace(made.polynomials[1], secrets=changed(made.polynomials[1].secrets, 0, bad))
    with pytest.raises(CeremonyError) as caught:
        steps.check_share(made.group, made.seeds[0], made.certificates, polynomial, 2)
    assert (caught.value.code, caught.value.teller) == ("share-wrong", 2)
    steps.check_share(made.group, made.seeds[1], made.certificates, polynomial, 2)

"""Bad certificates and promises are refused, and their teller is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crypto.canonical import JSON, dumps, loads
from crypto.ceremony import steps
from crypto.errors import CeremonyError, ParseError, ProofError
from crypto.proofs.schnorr import SignedMessage, sign_message
from crypto.trustees.certificate import Certificate, Context, check_distinct, check_not_copied
from crypto.trustees.teller_keys import derive_keys, make_seed
from tests.crypto.fixtures.tampered_ceremony import RANDOM, changed, off_by_one, signed_promise
from tests.crypto.fixtures.tellers_example import Tellers, tellers


def with_certificate(made: Tellers, index: int, certificate: Certificate) -> CeremonyError:
    certificates = changed(made.certificates, index, certificate)
    with pytest.raises(CeremonyError) as caught:
        steps.check_certificates(made.group, certificates, 3, 2)
    return caught.value


@pytest.mark.parametrize(
    ("size", "threshold", "index"), [(4, 2, 2), (3, 3, 2), (3, 2, 1), (3, 2, 3)]
)
def test_a_certificate_of_another_size_threshold_or_index(
    size: int, threshold: int, index: int
) -> None:
    made = tellers()
    certificate = steps.certificate(made.group, made.seeds[1], size, threshold, index)
    error = with_certificate(made, 1, certificate)
    assert (error.code, error.teller) == ("certificate-context", 2)


def test_a_certificate_of_another_group() -> None:
    made = tellers()
    key = derive_keys(made.group, made.seeds[0]).signing
    text = made.certificates[0].signed.message.replace('"Ed25519"', '"BELENIOS-2048"')
    signed = sign_message(made.group, key, text, RANDOM)
    with pytest.raises(ParseError) as caught:
        Certificate.parse(made.group, dumps(signed.to_json()))
    assert caught.value.code == "certificate-group"


def test_a_certificate_with_a_bad_signature() -> None:
    made = tellers()
    certificate = made.certificates[2]
    signed = replace(certificate.signed, signature=off_by_one(made, certificate.signed.signature))
    error = with_certificate(made, 2, replace(certificate, signed=signed))
    assert (error.code, error.teller) == ("message-signature", 3)


def test_a_certificate_signed_by_somebody_else() -> None:
    made = tellers()
    signed = sign_message(
        made.group,
        derive_keys(made.group, made.seeds[0]).signing,
        made.certificates[1].signed.message,
        RANDOM,
    )
    error = with_certificate(made, 1, replace(made.certificates[1], signed=signed))
    assert (error.code, error.teller) == ("message-signature", 2)


def test_one_seed_twice() -> None:
    made = tellers()
    error = with_certificate(made, 2, steps.certificate(made.group, made.seeds[0], 3, 2, 3))
    assert (error.code, error.teller) == ("certificate-duplicate", 3)


def test_a_published_certificate_repeats_no_key_of_an_earlier_one() -> None:
    made = tellers()
    check_distinct(made.certificates, 2)
    first, second, third = made.certificates
    for wrong, whose in (
        (replace(third, verification=first.verification), 1),
        (replace(third, encryption=second.verification), 2),
        (replace(third, verification=second.encryption), 2),
    ):
        with pytest.raises(ProofError, match=f"is teller {whose}'s already") as caught:
            check_distinct((first, second, wrong), 2)
        assert caught.value.code == "certificate-duplicate"


@pytest.mark.parametrize("name", ["size", "threshold", "index"])
def test_tellers_are_counted_from_one(name: str) -> None:
    context: dict[str, JSON] = {"group": "Ed25519", "size": 1, "threshold": 1, "index": 1}
    assert Context.from_json(context).to_json() == context
    for wrong in (0, 2, 10_000) if name != "size" else (0, 10_000):
        with pytest.raises(ParseError) as caught:
            Context.from_json(context | {name: wrong}, "c")
        assert (caught.value.code, caught.value.where) == ("integer-out-of-range", f"c.{name}")


def test_who_copied_a_key_is_named_whatever_the_order() -> None:
    """Teller 1 takes teller 3's public key as its own encryption key; teller 3 proved it first."""
    made = tellers()
    group = made.group
    for copied in (made.certificates[2].verification, made.certificates[2].encryption):
        keys = derive_keys(group, made.seeds[0])
        context = made.certificates[0].context.to_json()
        message = dumps(
            {
                "context": context,
                "verification": group.encode(keys.verification),
                "encryption": group.encode(copied),
            }
        )
        signed = sign_message(group, keys.signing, message, RANDOM)
        error = with_certificate(made, 0, Certificate.from_json(group, signed.to_json()))
        assert error.code == "certificate-duplicate"
        proved = copied == made.certificates[2].verification
        assert (error.teller, error.signed) == (1 if proved else 3, False)


def test_a_teller_whose_key_was_copied_is_not_refused_for_it() -> None:
    first, second, third = tellers().certificates
    copied = replace(first, encryption=third.verification)
    check_not_copied((copied, second, third), 2)
    check_not_copied((third, second, copied), 0)
    for certificates, index in (((copied, second, third), 0), ((third, second, copied), 2)):
        with pytest.raises(ProofError, match="certificate-duplicate"):
            check_not_copied(certificates, index)


def test_a_stranger_cannot_take_part() -> None:
    made = tellers()
    for step in (
        lambda seed: steps.promise(made.group, seed, made.certificates),
        lambda seed: steps.deal(made.group, seed, made.certificates, made.promises),
    ):
        with pytest.raises(ParseError) as caught:
            step(make_seed())
        assert caught.value.code == "seed-foreign"


def test_a_promise_by_somebody_else() -> None:
    made = tellers()
    stolen = signed_promise(made, 1, made.promises[1].certificates, made.promises[1].coefexps)
    with pytest.raises(CeremonyError) as caught:
        steps.deal(made.group, made.seeds[0], made.certificates, changed(made.promises, 1, stolen))
    assert (caught.value.code, caught.value.teller) == ("message-signature", 2)


def test_a_promise_for_other_certificates() -> None:
    made = tellers()
    other = signed_promise(made, 3, "0" * 64, made.promises[2].coefexps)
    with pytest.raises(CeremonyError) as caught:
        steps.deal(made.group, made.seeds[0], made.certificates, changed(made.promises, 2, other))
    assert (caught.value.code, caught.value.teller) == ("promise-certificates", 3)


def test_signed_texts_are_canonical_too() -> None:
    made = tellers()
    key = derive_keys(made.group, made.seeds[0]).signing
    text = made.certificates[0].signed.message
    for spoiled in (text.replace(",", ", ", 1), text.replace('"size":3', '"size":3,"size":3')):
        signed: SignedMessage = sign_message(made.group, key, spoiled, RANDOM)
        with pytest.raises(ParseError):
            Certificate.parse(made.group, dumps(signed.to_json()))
    assert loads(text, limit=4096)

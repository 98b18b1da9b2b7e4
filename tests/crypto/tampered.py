"""Ceremony messages that a dishonest teller could make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from crypto.canonical import dumps, sha256_hex
from crypto.ceremony import channel
from crypto.ceremony.steps import Polynomial, Promise
from crypto.groups.group import Element
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import Proof, sign_message
from crypto.trustees.commitment import Commitment, certificates_message, coefexps_message
from crypto.trustees.teller_keys import derive_keys
from tests.crypto.tellers_example import Tellers

T = TypeVar("T")
RANDOM = SystemRandomness()


def changed(items: Sequence[T], index: int, item: T) -> tuple[T, ...]:
    return (*items[:index], item, *items[index + 1 :])


def off_by_one(made: Tellers, proof: Proof) -> Proof:
    return replace(proof, response=(proof.response + 1) % made.group.order)


def signed_promise(made: Tellers, signer: int, certificates: str, coefexps: str) -> Promise:
    key = derive_keys(made.group, made.seeds[signer - 1]).signing
    message = dumps({"certificates": certificates, "coefexps": coefexps})
    signed = sign_message(made.group, key, message, RANDOM)
    return Promise(signed, certificates, coefexps)


def dealt(
    made: Tellers, dealer: int, coefexps: tuple[Element, ...], *, signer: int | None = None
) -> Polynomial:
    """A dealing with other coefexps, signed as it should be."""
    key = derive_keys(made.group, made.seeds[(signer or dealer) - 1]).signing
    signed = sign_message(made.group, key, coefexps_message(made.group, coefexps), RANDOM)
    whole = certificates_message(made.group, made.certificates, coefexps)
    return replace(
        made.polynomials[dealer - 1],
        coefexps=Commitment(signed, coefexps),
        signature=sign_message(made.group, key, whole, RANDOM).signature,
    )


def sealed(made: Tellers, sender: int, recipient: int, text: str) -> str:
    keys = [derive_keys(made.group, seed) for seed in made.seeds]
    return channel.send(made.group, keys[sender - 1].signing, keys[recipient - 1].encryption, text)


def promise_text_hash(made: Tellers, coefexps: tuple[Element, ...]) -> str:
    return sha256_hex(coefexps_message(made.group, coefexps))

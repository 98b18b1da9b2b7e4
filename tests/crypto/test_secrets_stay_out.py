"""No secret reaches the fast arithmetic: not the voter's, not the kiosk's, not a teller's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from crypto.ballots.ballot import verify_ballot
from crypto.ceremony import steps
from crypto.groups.ed25519 import Ed25519
from crypto.groups.ed25519_public import PublicArithmetic
from crypto.groups.edwards_kernel.sums import Terms
from crypto.groups.elgamal import encrypt
from crypto.groups.named import group_named
from crypto.groups.randomness import SystemRandomness
from crypto.opening.decryption import partial_decryption
from crypto.opening.encrypted_tally import aggregate
from crypto.shuffles.making import prove_shuffle
from crypto.shuffles.shuffle import make_shuffle
from crypto.trustees.teller_keys import make_seed
from tests.crypto.fixtures.sample_elections import cast, election
from tests.crypto.fixtures.single_elections import box, honest


class ReachedError(AssertionError):
    """Something was given to the fast arithmetic."""


def _reached(*_: object) -> None:
    raise ReachedError


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gives anything to the fast arithmetic, in a batch of any size, fails."""
    for name in ("sums", "expecting"):
        monkeypatch.setattr(PublicArithmetic, name, _reached)


def test_verifying_reaches_it(guarded: None) -> None:
    del guarded
    one = election()
    ballot = cast(one, ((1, 0, 0, 0), (1, 0)))
    with pytest.raises(ReachedError):
        verify_ballot(one, ballot)


def test_a_ballot_is_encrypted_proved_and_signed_without_it(guarded: None) -> None:
    del guarded
    one = election()
    assert cast(one, ((1, 0, 0, 0), (1, 0))).answers


def test_encrypting_and_proving_alone(guarded: None) -> None:
    del guarded
    group = group_named("Ed25519")
    encrypt(group, group.base_power(5), 1, group.random_scalar())
    group.product([group.base_power(secret) for secret in range(300)])
    assert group.power_public(group.generator, 3) == group.base_power(3)


def test_a_teller_opens_without_it(guarded: None) -> None:
    del guarded
    one = election()
    tally = aggregate(one, ())
    partial_decryption(one, tally, 5, one.public_key)


def test_answers_are_shuffled_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    statement, mixing = honest(17)
    of = box("Ed25519")
    for name in ("sums", "expecting"):
        monkeypatch.setattr(PublicArithmetic, name, _reached)
    prove_shuffle(statement, mixing, SystemRandomness())
    make_shuffle(of.election, of.tally)


class _Seen:
    """What the fast arithmetic was given while it did its work."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.points: set[bytes] = set()
        self.scalars: set[int] = set()
        sums, expecting = PublicArithmetic.sums, PublicArithmetic.expecting

        def seen_sums(public: PublicArithmetic, requests: Sequence[Terms]) -> list[bytes] | None:
            for terms in requests:
                self.points |= {point for point, _ in terms}
                self.scalars |= {scalar % Ed25519.order for _, scalar in terms}
            return sums(public, requests)

        def seen_expecting(public: PublicArithmetic, encodings: Mapping[str, bytes]) -> object:
            self.points |= set(encodings.values())
            return expecting(public, encodings)

        monkeypatch.setattr(PublicArithmetic, "sums", seen_sums)
        monkeypatch.setattr(PublicArithmetic, "expecting", seen_expecting)


def test_in_the_ceremony_it_sees_what_is_published_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    group = group_named("Ed25519")
    seen = _Seen(monkeypatch)
    seeds = [make_seed() for _ in range(3)]
    certificates = [steps.certificate(group, seed, 3, 2, i) for i, seed in enumerate(seeds, 1)]
    promises = [steps.promise(group, seed, certificates) for seed in seeds]
    polynomials = [steps.deal(group, seed, certificates, promises) for seed in seeds]
    outputs = [
        steps.accept(group, seed, certificates, promises, steps.inputs_for(polynomials, number))
        for number, seed in enumerate(seeds, start=1)
    ]
    trustees = steps.assemble(group, certificates, promises, polynomials, outputs)
    trustees.verify(group)
    keys = [
        steps.decryption_key(group, seed, certificates, output)
        for seed, output in zip(seeds, outputs, strict=True)
    ]
    assert not seen.scalars & set(keys)
    published = {group.encode(each) for each in map(group.base_power, keys)}
    assert published <= set(trustees.to_json().split('"'))  # a key's public half, and only that

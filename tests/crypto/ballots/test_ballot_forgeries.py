"""For each check of a ballot, a forgery that this check alone refuses.

Each forger here holds the credential and knows all the randomness, does
everything else right, and signs the result. That nothing else stands in the way
is shown by taking the one check away: then the forgery passes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crypto.ballots import ballot_signature
from crypto.ballots.ballot import verify_ballot
from crypto.canonical import sha256_b64
from crypto.errors import ProofError
from crypto.proofs.schnorr import Proof, prove_knowledge
from tests.crypto.fixtures.forgers import FRESH, nothing, refused, signed_again
from tests.crypto.fixtures.sample_elections import WITH_BLANK, cast, election, secret

PAPER = ((0, 1, 0, 1), (0, 1))


class Anything(str):
    """A text that calls itself equal to every other: a comparison that is not made."""

    __slots__ = ()

    def __eq__(self, _other: object) -> bool:
        return True

    def __ne__(self, _other: object) -> bool:
        return False

    __hash__ = str.__hash__


def test_uuid_of_another_election() -> None:
    one = election()
    forged = signed_again(one, replace(cast(one, PAPER), election_uuid="djwmrZSwmGaj5y"))

    refused(one, forged, "ballot-election", "election_uuid")
    lax = replace(one)
    object.__setattr__(lax, "uuid", Anything(one.uuid))
    verify_ballot(lax, forged)


def test_fingerprint_of_another_election() -> None:
    one = election()
    forged = signed_again(one, replace(cast(one, PAPER), election_hash=sha256_b64("other")))

    refused(one, forged, "ballot-election", "election_hash")
    lax = replace(one)
    object.__setattr__(lax, "fingerprint", Anything(one.fingerprint))
    verify_ballot(lax, forged)


def test_hash_of_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    one = election()
    fingerprint = sha256_b64("something else")
    signature = prove_knowledge(one.group, secret(one), lambda A: f"sig|{fingerprint}|{A}", FRESH)
    forged = replace(cast(one, PAPER), fingerprint=fingerprint, signature=signature)

    refused(one, forged, "ballot-hash", "signature.hash")
    monkeypatch.setattr(ballot_signature, "sha256_b64", lambda _text: fingerprint)
    verify_ballot(one, forged)


@pytest.mark.parametrize(
    "forge",
    [
        lambda proof, q: replace(proof, response=(proof.response + 1) % q),
        lambda proof, q: replace(proof, challenge=(proof.challenge + 1) % q),
        lambda _proof, _q: Proof(0, 0),
        lambda _proof, _q: Proof(0, 1),
        lambda _proof, _q: Proof(1, 0),
    ],
)
def test_signature_that_is_none(
    forge: Callable[[Proof, int], Proof], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = election()
    ballot = cast(one, PAPER)
    forged = replace(ballot, signature=forge(ballot.signature, one.group.order))

    refused(one, forged, "ballot-signature", "signature.proof")
    monkeypatch.setattr(ballot_signature, "knowledge_check", nothing)
    verify_ballot(one, forged)


def test_signature_by_another_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    one = election()
    ballot = cast(one, PAPER)
    stolen = prove_knowledge(one.group, 3, lambda A: f"sig|{ballot.fingerprint}|{A}", FRESH)
    forged = replace(ballot, signature=stolen)

    refused(one, forged, "ballot-signature", "signature.proof")
    monkeypatch.setattr(ballot_signature, "knowledge_check", nothing)
    verify_ballot(one, forged)


def test_ballot_taken_over_by_another_slip() -> None:
    # All proofs are bound to the credential: copying a ciphertext copies no vote.
    one = election()
    theirs = cast(one, PAPER)
    mine = replace(theirs, credential=one.group.base_power(3))
    fingerprint = sha256_b64(mine.unsigned_json())
    signature = prove_knowledge(one.group, 3, lambda A: f"sig|{fingerprint}|{A}", FRESH)
    forged = replace(mine, fingerprint=fingerprint, signature=signature)

    refused(one, forged, "individual-proof", "answers[0].individual_proofs[0]")


def test_ballot_of_another_box_under_the_same_key() -> None:
    one, other = election(), replace(election(), name="another box")
    ballot = cast(one, PAPER)
    moved = signed_again(one, replace(ballot, election_hash=other.fingerprint))

    refused(other, moved, "individual-proof", "answers[0].individual_proofs[0]")


def test_ballot_read_for_another_election_object() -> None:
    one = election()
    ballot = cast(one, PAPER)
    for other in (election("BELENIOS-2048"), election(questions=(WITH_BLANK,))):
        with pytest.raises(ProofError, match="ballot-election"):
            verify_ballot(other, ballot)

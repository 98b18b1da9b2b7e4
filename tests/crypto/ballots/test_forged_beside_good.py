"""A forged proof among good ballots is found where it is, whatever is computed together with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crypto.ballots.answer import Answer
from crypto.ballots.ballot import Ballot, ballot_check
from crypto.groups import ed25519_public
from crypto.groups.edwards_kernel import batch, sums
from crypto.groups.elgamal import Ciphertext
from crypto.proofs.checks import run_each
from crypto.proofs.schnorr import Proof
from tests.crypto.fixtures.sample_elections import cast, election

OF = election()
BALLOTS = [cast(OF, ((0, 1, 0, 1), (0, 1))) for _ in range(5)]


def _changed(ballot: Ballot, how: str) -> Ballot:
    """Its first answer with one thing changed; the text that was signed is said to be the same."""
    first = ballot.answers[0]
    assert isinstance(first, Answer)
    proofs, choices = first.individual_proofs, first.choices
    (one, other), q = proofs[0], OF.group.order
    if how == "response":
        mine = (Proof(one.challenge, (one.response + 1) % q), other)
        changed = replace(first, individual_proofs=(mine, *proofs[1:]))
    elif how == "challenges":  # whose sum stays what it was
        mine = (
            Proof((one.challenge + 1) % q, one.response),
            Proof((other.challenge - 1) % q, other.response),
        )
        changed = replace(first, individual_proofs=(mine, *proofs[1:]))
    elif how == "another's proof":
        changed = replace(first, individual_proofs=(proofs[1], proofs[0], *proofs[2:]))
    else:  # so that the sum of the ciphertexts stays what it was
        (a, b), rest = choices[:2], choices[2:]
        swapped = (Ciphertext(a.alpha, b.beta), Ciphertext(b.alpha, a.beta), *rest)
        changed = replace(first, choices=swapped)
    return replace(ballot, answers=(changed, *ballot.answers[1:]))


@pytest.mark.parametrize("how", ["response", "challenges", "another's proof", "exchanged betas"])
@pytest.mark.parametrize("chunk", [1, 7, 1024])
def test_a_forged_proof_is_found_and_its_neighbours_are_not(
    how: str, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ed25519_public, "LEAST_TO_LOAD", 1)
    monkeypatch.setattr(sums, "CHUNK", chunk)
    monkeypatch.setattr(batch, "BLOCK", 2 * chunk)
    for at in range(len(BALLOTS)):
        ballots = [_changed(each, how) if i == at else each for i, each in enumerate(BALLOTS)]
        refused = run_each(
            OF.group,
            (
                ballot_check(OF, ballot, good.unsigned_json().encode())
                for ballot, good in zip(ballots, BALLOTS, strict=True)
            ),
        )
        assert [error and (error.code, str(error.where)) for error in refused] == [
            ("individual-proof", "answers[0].individual_proofs[0]") if i == at else None
            for i in range(len(BALLOTS))
        ]

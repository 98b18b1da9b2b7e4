"""A ballot as it comes in: its bytes are read once, checked, and go on as one value.

What comes after, in the transaction that takes it and in the pool, looks at the value alone. Cheap
checks come first: canonical JSON of a possible size, this election and a credential of this box;
then the signature by that credential, over the text; and only then every element and proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ballot_server.box.electorate import Electorate
from ballot_server.problems.refusals import (
    BallotForeign,
    BallotInvalid,
    BallotMalformed,
    SlipUnknown,
)
from ballot_server.store.pool import AcceptedBallot
from crypto.ballots.ballot import answers_check, ballot_elements, ballot_of
from crypto.ballots.ballot_signature import check_signature
from crypto.ballots.freshness import alphas_of, check_fresh
from crypto.canonical import JSON, loads, sha256_b64, text
from crypto.errors import ParseError, ProofError
from crypto.proofs.checks import run


@dataclass(frozen=True, slots=True)
class VerifiedBallot:
    """A ballot of which everything holds that can be told without the other ballots.

    `ballot` has its exact bytes and their digest; `alphas` are its α in canonical form.
    """

    ballot: AcceptedBallot
    alphas: tuple[str, ...] = field(repr=False)


def read_ballot(electorate: Electorate, body: bytes) -> VerifiedBallot:
    """Read and check the bytes of a ballot.

    Raises BallotMalformed, BallotForeign, SlipUnknown or BallotInvalid.
    """
    election = electorate.election
    try:
        value = loads(body, limit=electorate.longest_ballot)
        credential = _names(electorate, value)
        check_signature(election, value, body)
        with election.group.expecting(ballot_elements(value)):
            ballot = ballot_of(election, value)
            run(election.group, answers_check(election, ballot))
        alphas = alphas_of(value)
        check_fresh(election.group, alphas)
    except ParseError as error:
        raise BallotMalformed from error
    except ProofError as error:
        raise BallotInvalid from error
    accepted = AcceptedBallot(credential, ballot.fingerprint, sha256_b64(body), body)
    return VerifiedBallot(accepted, alphas)


def _names(electorate: Electorate, value: JSON) -> str:
    """The credential that a ballot names, before anything expensive is done with it."""
    if not isinstance(value, dict):
        raise ParseError("json-type", "a ballot is an object")
    found = text(value.get("credential", False), "credential")
    election = electorate.election
    names = (value.get("election_uuid"), value.get("election_hash"))
    if names != (election.uuid, election.fingerprint):
        raise BallotForeign
    if found not in electorate.weights:
        raise SlipUnknown
    return found

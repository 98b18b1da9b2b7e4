"""The Setup of a box: election, trustees and credentials, by themselves and together."""

from __future__ import annotations

from dataclasses import dataclass

from crypto.election.credential import PublicCredential, check_sorted, parse_credentials
from crypto.election.election import Election
from crypto.errors import ProofError, Refused
from crypto.record.record import Record
from crypto.trustees.old_threshold import OldThreshold
from crypto.trustees.trustee import Single, Trustees
from tally.findings.finding import Findings
from tally.verify.record.unsigned import is_ours


@dataclass(frozen=True, slots=True)
class Setup:
    """What could be read; None where it could not."""

    election: Election | None
    trustees: Trustees | None
    credentials: tuple[PublicCredential, ...] | None


def check_setup(record: Record, findings: Findings, *, foreign: bool) -> Setup:
    """Read and check the Setup. A foreign record's order of credentials is no fault."""
    election: Election | None = None
    trustees: Trustees | None = None
    credentials: tuple[PublicCredential, ...] | None = None
    with findings.catching("election"):
        election = Election.parse(record.election_bytes, where="election")
    if election is None:
        return Setup(None, None, None)
    with findings.catching("trustees"):
        trustees = Trustees.parse(
            election.group,
            record.trustees_bytes,
            where="trustees",
            old=foreign and not is_ours(election),
        )
    if trustees is not None:
        _check_trustees(election, trustees, findings, foreign=foreign)
    with findings.catching("credentials"):
        credentials = parse_credentials(
            election.group, record.credentials_bytes, where="credentials"
        )
    if credentials is not None:
        try:
            check_sorted(credentials, where="credentials")
        except Refused as error:
            if foreign:
                findings.note("foreign-credential-order", error.detail, error.where)
            else:
                findings.refused(error)
    return Setup(election, trustees, credentials)


def _check_trustees(
    election: Election, trustees: Trustees, findings: Findings, *, foreign: bool
) -> None:
    with findings.catching("trustees"):
        trustees.verify(election.group, where="trustees")
        if trustees.joint_key(election.group) != election.public_key:
            raise ProofError(
                "election-key",
                "the election's public key is not the joint key of its trustees",
                where="election.public_key",
            )
    if any(isinstance(item, OldThreshold) for item in trustees.items):
        findings.note(
            "old-trustees",
            "certificates name no group, size, threshold and place; no trustee signed the set of "
            "certificates, and none its verification key: so releases 2.x of Belenios write them",
            "trustees",
        )
    if foreign and any(isinstance(item, Single) for item in trustees.items):
        findings.note(
            "single-trustees",
            "trustees without whom nothing opens, and without certificate keys, are listed",
            "trustees",
        )

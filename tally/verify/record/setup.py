"""The Setup of a box: election, trustees and credentials, by themselves and together."""

from __future__ import annotations

from crypto.election.election import Election
from crypto.record.record import Record
from crypto.trustees.old_threshold import OldThreshold
from crypto.trustees.trustee import Single, Trustees
from meeting.language import N_
from meeting.published.box_setup import SetupParts, SetupTexts, read_setup
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.verify.record.unsigned import is_ours


def check_setup(record: Record, findings: Findings, *, foreign: bool) -> SetupParts:
    """Read and check the Setup. A foreign record's order of credentials is no fault."""

    def may_be_old(election: Election) -> bool:
        return foreign and not is_ours(election)

    texts = SetupTexts(record.election_bytes, record.trustees_bytes, record.credentials_bytes)
    setup, faults = read_setup(texts, old=may_be_old)
    for fault in faults:
        error = fault.error
        if foreign and error.code == "credentials-unsorted":
            unsorted = Detail.of(N_("the public credentials are not sorted as strings"))
            findings.note("foreign-credential-order", unsorted, error.place)
        else:
            findings.refused(error)
    if setup.trustees is not None:
        _note_kinds(setup.trustees, findings, foreign=foreign)
    return setup


def _note_kinds(trustees: Trustees, findings: Findings, *, foreign: bool) -> None:
    if any(isinstance(item, OldThreshold) for item in trustees.items):
        findings.note(
            "old-trustees",
            Detail.of(
                N_(
                    "certificates name no group, size, threshold and place; no trustee signed the "
                    "set of certificates, and none its verification key: so releases 2.x of "
                    "Belenios write them"
                )
            ),
            "trustees",
        )
    if foreign and any(isinstance(item, Single) for item in trustees.items):
        findings.note(
            "single-trustees",
            Detail.of(
                N_("trustees without whom nothing opens, and without certificate keys, are listed")
            ),
            "trustees",
        )

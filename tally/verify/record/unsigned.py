"""Shuffles and shares of a record without acts.json: nobody signed them, nothing binds them.

Version 1's own proofs bind a share neither to the ciphertexts nor to its factors. So a count of
ours without acts.json is *not bound*: nothing in it was found wrong, and it is not verified. Other
programs of this format have no such file; of their records it is noted.
"""

from __future__ import annotations

import re

from crypto.election.election import Election
from crypto.place import Place, at_event
from crypto.record.record import OwnedData, Record
from meeting.language import N_
from tally.findings.detail import Detail
from tally.findings.finding import Findings

_NAMES_A_MEETING = re.compile(r" meeting ([0-9a-f]{64})\Z")


def is_ours(election: Election) -> bool:
    """Whether this election says that it is a box of a meeting: its description ends with one."""
    return bool(meeting_named(election))


def meeting_named(election: Election) -> str:
    """The fingerprint of the meeting that the election says it is a box of; empty for none."""
    found = _NAMES_A_MEETING.search(election.description)
    return found[1] if found else ""


def report_unsigned(record: Record, findings: Findings, *, ours: bool) -> None:
    """Report every shuffle and share as nobody's; where it is not `ours`, in one note for each."""
    if ours:
        for shuffle in record.shuffles:
            findings.unbound(
                "shuffle-unsigned",
                f"there is no acts.json: nobody signed the shuffle of owner {shuffle.owner}",
                _place(shuffle),
            )
        for share in record.partial_decryptions:
            findings.unbound(
                "not-bound",
                f"there is no acts.json: nothing binds the share of owner {share.owner} to this "
                "box, and nobody signed it",
                _place(share),
            )
        return
    if record.shuffles:
        findings.note(
            "shuffle-unsigned",
            Detail.of(
                N_(
                    "no acts.json lies beside this record: nobody signed its shuffles, so that who "
                    "made them is not proved"
                )
            ),
        )
    if record.partial_decryptions:
        findings.note(
            "not-bound",
            Detail.of(
                N_(
                    "no acts.json lies beside this record: its shares carry Belenios' own proofs "
                    "only, which bind neither the ciphertexts nor the factors, and nobody signed "
                    "them"
                )
            ),
        )


def _place(owned: OwnedData) -> Place:
    return at_event(owned.event.event.height)

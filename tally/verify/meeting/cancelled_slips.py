"""The slips of a box, accounted for: those that voted, those that were cancelled, those missing.

A slip that was cancelled in public has not voted, whatever became of it. What was neither used nor
cancelled is missing: it was drawn and not used, or it is in somebody's hands.
"""

from __future__ import annotations

from crypto.board.cancelling import CancelledSlips
from crypto.board.server_key import ServerPublicKey
from crypto.errors import Refused
from crypto.place import Part, Place, in_file
from meeting.definition.meeting import Meeting
from meeting.language import N_
from meeting.published.folder_names import CANCELLED, SERVER_KEY
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.verify.record.box import VerifiedBox
from tally.verify.record.closing import closing_head


def check_cancelled(verified: VerifiedBox, meeting: Meeting, data: bytes | None) -> None:
    """Check cancelled.json of a verified box, if there is one, and name how many are missing."""
    record, parts, ballots = verified.record, verified.setup, verified.ballots
    if record is None or parts.election is None or parts.credentials is None or ballots is None:
        return
    findings, where = verified.findings, in_file(CANCELLED)
    voted = {each.credential for each in ballots.ballots}
    found: CancelledSlips | None = None
    if data is not None:
        with findings.catching(where):
            found = CancelledSlips.parse(parts.election.group, data, where=where)
    if found is not None:
        if found.setup != record.setup_hash:
            findings.problem("cancelled-box", f"it is of {found.setup}", where)
            return
        with findings.catching(where):
            key = ServerPublicKey.parse(meeting.server_key, where=SERVER_KEY)
            found.check_signature(key, where=where)
        with findings.catching(where):
            found.check_listed((each.text for each in parts.credentials), where=where)
        _check_each(verified, found, voted, where)
    if meeting.rules_of_2 and closing_head(record):
        _account(findings, len(parts.credentials), len(voted), found)


def _check_each(
    verified: VerifiedBox, found: CancelledSlips, voted: set[str], where: Place
) -> None:
    """None of them voted, and each was in the hand of whoever cancelled it."""
    findings, election = verified.findings, verified.setup.election
    for part, slips in (("audited", found.audited), ("left_over", found.left_over)):
        for number, slip in enumerate(slips):
            at = where / Part(part) / number
            if slip.credential in voted:
                findings.problem("cancelled-voted", "a ballot was cast with it", at)
            try:
                if election is not None:
                    slip.check(election.group, found.setup, where=at)
            except Refused as error:
                findings.problem("cancelled-unsigned", error.detail, at)


def _account(findings: Findings, printed: int, voted: int, found: CancelledSlips | None) -> None:
    audited = len(found.audited) if found else 0
    left_over = len(found.left_over) if found else 0
    missing = printed - voted - audited - left_over
    if missing > 0:  # below, a cancelled slip has voted, which is told by itself
        findings.note(
            "slips-missing",
            Detail.of(
                N_(
                    "printed {printed} = voted {voted} + cancelled {cancelled} (audited "
                    "{audited}, left over {left_over}) + missing {missing}"
                ),
                printed=printed,
                voted=voted,
                cancelled=audited + left_over,
                audited=audited,
                left_over=left_over,
                missing=missing,
            ),
        )

"""Opened ballots against records: one that the server signed to be void must not be in the box.

Whoever let a kiosk open a ballot keeps its code. After the count the code shows whether the server
kept its word: one that the server signed and whose ballot is in the record nevertheless is evidence
that kiosk and server showed a voter somebody else's ballot, or cast one that was to be opened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from crypto.ballots.opened_ballot import OpenedBallot
from crypto.errors import Refused
from crypto.place import place_of
from crypto.record.event_order import Stage
from meeting.definition.meeting import Meeting
from meeting.language import N_
from meeting.published.spoiled_word import check_word
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.verify.record.box import VerifiedBox


class OpenedFate(StrEnum):
    """What became of a ballot that a kiosk opened."""

    VOID = "void"
    CAST = "cast"
    WAITING = "waiting"
    REFUSED = "refused"
    NOT_JUDGED = "not-judged"


@dataclass(frozen=True, slots=True)
class JudgedOpened:
    """An opened ballot and what it shows; only one that is CAST is evidence against the server."""

    fingerprint: str
    fate: OpenedFate
    box: str = ""

    @property
    def usable(self) -> bool:
        """Whether it is an opened ballot of this meeting at all."""
        return self.fate is not OpenedFate.REFUSED

    def to_json(self) -> dict[str, str]:
        """The ballot for programs; a box that is not known is left out."""
        value = {"fingerprint": self.fingerprint, "state": str(self.fate)}
        return value | ({"box": self.box} if self.box else {})


def check_opened(
    opened: OpenedBallot, meeting: Meeting, boxes: tuple[VerifiedBox, ...], findings: Findings
) -> JudgedOpened:
    """Hold an opened ballot against the records; what is wrong becomes a finding at it.

    What the server did not sign is noted only: anybody can make such a code, and it shows nothing
    about the result. Nor does an opening that is not that of its fingerprint, which is evidence
    against the kiosk. A fingerprint that stands in the record for another slip is such a one: an
    honest server signs what a slip asks for, and sees from no fingerprint whose ballot it is.
    """
    refused = JudgedOpened(opened.fingerprint, OpenedFate.REFUSED)
    where = place_of(f"opened {opened.fingerprint}")
    box = next((b for b in boxes if b.record and b.record.setup_hash == opened.setup), None)
    if box is None or box.record is None:
        findings.note("opened-foreign", Detail.of(N_("no box of this meeting is named so")), where)
        return refused
    fate = _fate(opened, meeting, box, findings)
    return replace(refused, fate=fate, box=box.findings.box)


def _fate(
    opened: OpenedBallot, meeting: Meeting, box: VerifiedBox, findings: Findings
) -> OpenedFate:
    """What became of a ballot of this box, whose record can be read."""
    where = place_of(f"opened {opened.fingerprint}")
    election, credentials = box.setup.election, box.setup.credentials
    if election is None or credentials is None:
        return OpenedFate.NOT_JUDGED
    code = "opened-word"
    try:
        listed = {each.text for each in credentials}
        slip = check_word(opened, meeting, election, listed, where=where)
        ballots = box.ballots.ballots if box.ballots is not None else ()
        names = ((each.fingerprint, each.credential) for each in ballots)
        if (opened.fingerprint, slip) in names:
            detail = "the server signed that this ballot is void, and the record holds it"
            findings.problem("opened-cast", detail, where)
            return OpenedFate.CAST
        code = "opened-mismatch"
        opened.rebuild(election, where=where)
    except Refused as error:
        findings.note(code, error.detail, where)
        return OpenedFate.REFUSED
    if box.record is not None and box.record.stage is Stage.VOTING:
        detail = "the box is not closed; it may still be found in it"
        findings.unfinished("opened-waiting", detail, where)
        return OpenedFate.WAITING
    return OpenedFate.VOID

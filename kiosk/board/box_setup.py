"""Checking one box's setup against the published meeting, before anybody votes in it.

The box's name is the hash of its Setup event, which names election, trustees and credentials by
their hashes (docs/protocol.md, chapter 8): so all three are checked here, once, and the name is
kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crypto.election.credential import check_sorted, parse_credentials
from crypto.election.election import Election
from crypto.errors import Refused
from crypto.trustees.threshold import Threshold
from crypto.trustees.trustee import Trustees
from kiosk.messages.trouble import Trouble
from meeting.definition.meeting import Box, Meeting
from meeting.published.definition_file import election_for
from meeting.published.setups import setup_hash


@dataclass(frozen=True, slots=True)
class SetupTexts:
    """The three JSON texts of a box as the server sent them."""

    election: str = field(repr=False)
    trustees: str = field(repr=False)
    credentials: str = field(repr=False)

    @property
    def name(self) -> str:
        """The hash of the Setup event that these texts make: the box's name everywhere."""
        return setup_hash(self.election, self.trustees, self.credentials)


@dataclass(frozen=True, slots=True)
class BoxSetup:
    """A box that was checked. ``credentials`` are the encoded public credentials of its slips."""

    box: Box
    name: str
    election: Election = field(repr=False)
    credentials: frozenset[str] = field(repr=False)


def checked_setup(
    meeting: Meeting, meeting_hash: str, box: Box, name: str, texts: SetupTexts
) -> BoxSetup:
    """Return the box's setup; raises Trouble("setup-differs") naming what does not fit.

    The election must be the one the meeting prescribes, its key must be the joint key of the
    threshold of tellers that the meeting names, there must be one credential per slip, sorted,
    and the whole must carry the name that the server announced.
    """
    try:
        election = Election.parse(texts.election.encode(), where="election")
        prescribed = election_for(meeting, meeting_hash, box, election.uuid, election.public_key)
        _expect(election == prescribed, "election")
        trustees = Trustees.parse(election.group, texts.trustees.encode())
        trustees.verify(election.group)
        _expect(_are_the_tellers(trustees, meeting), "trustees")
        _expect(trustees.joint_key(election.group) == election.public_key, "election.public_key")
        public = parse_credentials(election.group, texts.credentials.encode(), where="credentials")
        check_sorted(public, where="credentials")
        _expect(len(public) == box.slips, "credentials")
        _expect(all(each.weight == 1 for each in public), "credentials")
        _expect(texts.name == name, "setup")
    except Refused as refused:
        raise Trouble("setup-differs", where=f"{box.id} {refused.where}") from refused
    return BoxSetup(
        box, name, election, frozenset(election.group.encode(each.key) for each in public)
    )


def _are_the_tellers(trustees: Trustees, meeting: Meeting) -> bool:
    """Return whether the key belongs to a threshold of the meeting's tellers and to nobody else."""
    if len(trustees.items) != 1 or not isinstance(trustees.items[0], Threshold):
        return False
    return trustees.items[0].threshold == meeting.teller_threshold and len(trustees.owners) == len(
        meeting.tellers
    )


def _expect(condition: bool, where: str) -> None:
    if not condition:
        raise Trouble("setup-differs", where=where)

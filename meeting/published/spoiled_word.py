"""Whether the server's word on an opened ballot holds: the one check that every room uses.

A kiosk that makes a ballot again, whoever checks one on a computer of their own, and the verifier
ask here *before* they look at seed or choices. A ballot that was cast has no such word, so to
nobody who holds the opening of one (who pays for votes, say) does anything here tell whether it is
true.
"""

from __future__ import annotations

from collections.abc import Collection

from crypto.ballots.opened_ballot import OpenedBallot
from crypto.board.server_key import ServerPublicKey
from crypto.board.spoiling import Spoiled
from crypto.election.election import Election
from crypto.errors import ProofError
from crypto.place import Where
from meeting.definition.meeting import Meeting


def check_word(
    opened: OpenedBallot,
    meeting: Meeting,
    election: Election,
    credentials: Collection[str],
    *,
    where: Where = "",
) -> str:
    """The public credential, as text, of the slip for which the meeting's server spoiled it.

    `election` and `credentials` are those of the box that it names. Raises ParseError
    `opened-credential`, and ProofError: `opened-slip` for a slip that the box does not have,
    `opened-word` where the server did not sign that this ballot of this slip was spoiled.
    """
    credential = election.group.encode(opened.credential_of(election, where=where))
    if credential not in credentials:
        raise ProofError("opened-slip", "the box has no slip of this credential", where=where)
    word = Spoiled(opened.setup, opened.fingerprint, credential, opened.word)
    try:
        word.check(ServerPublicKey.parse(meeting.server_key))
    except ProofError as refused:
        detail = "the server did not sign that this ballot of this slip was spoiled"
        raise ProofError("opened-word", detail, where=where) from refused
    return credential

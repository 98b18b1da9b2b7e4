"""`--slip`: whether an opened ballot was made for the slip of the one who checks it.

The code votes. So it is read from a file or scanned unseen, compared, and dropped; only the public
credential that follows from it is held against the ballot.
"""

from __future__ import annotations

from crypto.election.credential import public_credential
from meeting.problem import Problem
from meeting.registrar.slip_code import FORMER_PREFIX, PREFIX, SlipCode, parse_slip_code
from tally.commands.observers.given_codes import SCANNED, at_terminal, given_codes
from tally.commands.terminal import _
from tally.observing.opened_box import FoundBox

OPTION = "--slip"


def is_own_slip(given: str | None, credential: str, found: FoundBox) -> bool | None:
    """Whether the slip has this public credential; None where no slip was given.

    Without the option it is asked for at a terminal, and the answer may be nothing. Raises Problem
    "meeting-incomplete" where a scanned slip cannot be held against the meeting, "slip-form" and
    "slip-foreign", and as `given_codes`; none repeats what was read.
    """
    if given is None and not at_terminal():
        return None
    prompt = _("Scan the slip that it was made for, too (or Enter: the slip is not compared)")
    codes = given_codes(given or SCANNED, prompt=prompt, option=OPTION)
    text = codes.first(PREFIX, FORMER_PREFIX)
    if not text and given in (None, SCANNED):
        return None
    where = codes.where or OPTION
    fingerprint = found.meetings_fingerprint(where) if text.startswith(PREFIX) else ""
    slip = _read(text, fingerprint, found.setup.definition_hash, where)
    election = found.setup.election
    public = public_credential(election.group, election.uuid, slip.credential)
    return slip.names(found.setup.name) and election.group.encode(public) == credential


def _read(text: str, fingerprint: str, definition_hash: str, where: str) -> SlipCode:
    try:
        return parse_slip_code(text, fingerprint, definition_hash)
    except Problem as problem:
        problem.where = where
        raise

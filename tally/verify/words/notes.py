"""What became of kept checkpoints, as a person reads it: a line for each, and one per cosigner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from meeting.language import N_
from meeting.printable import printable
from tally.verify.evidence.kept_notes import Cosigned, Fate, JudgedCosignature, JudgedNote

_LAST_DATE = 253_402_300_799  # seconds: the end of the year 9999; there are no later dates
_FATES = {
    Fate.CONTINUED: N_(
        "✓ Checkpoint {name}: the record of box {box} continues the {size} events that were signed."
    ),
    Fate.CONTRADICTED: N_(
        "✗ Checkpoint {name}: CONTRADICTED. The server (key {server}) signed another board than "
        "the one published here. This file is the evidence; keep it."
    ),
    Fate.WAITING: N_(
        "… Checkpoint {name}: what it covers is not in this folder; compare it with the records of "
        "the closed boxes."
    ),
    Fate.REFUSED: N_(
        "✗ Checkpoint {name}: not usable; this meeting's server did not sign it for this meeting."
    ),
    Fate.NOT_JUDGED: N_(
        "… Checkpoint {name}: NOT judged, as meeting.json cannot be read here. Keep it, and give "
        "it again with the true folder."
    ),
}
_COSIGNED = {
    Cosigned.GIVEN: N_("    cosigned by {cosigner} on {time}"),
    Cosigned.MISSING: N_("    not cosigned by {cosigner}"),
    Cosigned.INVALID: N_("    the cosignature of {cosigner} does NOT hold"),
}


def note_lines(
    notes: list[JudgedNote], _: Callable[[str], str], compared: bool = False
) -> Iterator[str]:
    """The lines about these checkpoints, an empty one before them.

    `compared` says whether the meeting, whose meeting.json names the server's key, was held against
    a slip: else it can be the wrong one, and not the checkpoint.
    """
    if notes:
        yield ""
    for note in notes:
        yield _(_FATES[note.fate]).format(
            name=printable(note.name, keep=""), box=note.box, size=note.size, server=note.server
        )
        if note.fate is Fate.REFUSED and not compared:
            yield _(
                "    If it was kept at this very meeting, meeting.json may have been exchanged: "
                "the meeting fingerprint was not compared with a slip (--meeting-fingerprint)."
            )
        for each in note.cosignatures:
            yield _(_COSIGNED[each.state]).format(cosigner=each.cosigner.name, time=_time(each))


def _time(given: JudgedCosignature) -> str:
    if given.time is None:
        return ""
    if given.time > _LAST_DATE:
        return str(given.time)
    return datetime.fromtimestamp(given.time, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")

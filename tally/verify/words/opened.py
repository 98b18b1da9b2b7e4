"""What became of opened ballots, as a person reads it: a line for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from meeting.language import N_
from tally.verify.evidence.opened import JudgedOpened, OpenedFate

_FATES = {
    OpenedFate.VOID: N_(
        "✓ Opened ballot {fingerprint}: void, as the server signed; it is not in box {box}."
    ),
    OpenedFate.CAST: N_(
        "✗ Opened ballot {fingerprint}: it was CAST. The server signed that it is void, and it is "
        "in box {box}. This code is evidence against the server and the kiosk; keep it."
    ),
    OpenedFate.WAITING: N_(
        "… Opened ballot {fingerprint}: box {box} is still open; give the code again with its "
        "closed record."
    ),
    OpenedFate.REFUSED: N_(
        "✗ Opened ballot {fingerprint}: not usable; the server did not sign that it is void, or it "
        "is not what its code says."
    ),
    OpenedFate.NOT_JUDGED: N_(
        "… Opened ballot {fingerprint}: NOT judged, as its box cannot be read here. Keep the code."
    ),
}


def opened_lines(opened: list[JudgedOpened], _: Callable[[str], str]) -> Iterator[str]:
    """The lines about these ballots, an empty one before them."""
    if opened:
        yield ""
    for each in opened:
        yield _(_FATES[each.fate]).format(fingerprint=each.fingerprint, box=each.box)

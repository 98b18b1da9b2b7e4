"""What became of the server's words on cancelled slips, as a person reads it: a line a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from meeting.language import N_
from meeting.printable import printable
from tally.verify.evidence.cancelled_words import JudgedWords, WordsFate

_FATES = {
    WordsFate.KEPT: N_(
        "✓ Cancelled slips {name}: all {count} that the server signed are in the published list."
    ),
    WordsFate.DROPPED: N_(
        "✗ Cancelled slips {name}: {dropped} of {count} that the server signed are NOT in the "
        "published list as what they were cancelled. This file is evidence against the server; "
        "keep it."
    ),
    WordsFate.WAITING: N_(
        "… Cancelled slips {name}: a box is still open; give the file again with its closed record."
    ),
    WordsFate.REFUSED: N_(
        "✗ Cancelled slips {name}: not usable; this meeting's server did not sign all of it for "
        "this meeting."
    ),
    WordsFate.NOT_JUDGED: N_(
        "… Cancelled slips {name}: NOT judged, as a box or its list cannot be read here. Keep the "
        "file."
    ),
}


def cancelled_lines(judged: list[JudgedWords], _: Callable[[str], str]) -> Iterator[str]:
    """The lines about these files, an empty one before them."""
    if judged:
        yield ""
    for each in judged:
        yield _(_FATES[each.fate]).format(
            name=printable(each.name, keep=""), count=each.count, dropped=each.dropped
        )

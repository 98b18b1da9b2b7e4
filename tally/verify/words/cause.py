"""What lies behind many findings at once, told before them: a record in another box's place.

The record says of itself, in its election's description, which box of which meeting it is. Nothing
of what was found is left out for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tally.verify.verdict import Verdict

_WORDS = 4
"""`<meeting id> <box id> meeting <meeting hash>`."""


def cause_lines(verdict: Verdict, _: Callable[[str], str]) -> Iterator[str]:
    """One line for each box of this meeting where another box of this meeting lies."""
    ids = {each.findings.box for each in verdict.boxes}
    for each in verdict.boxes:
        election = each.setup.election
        words = election.description.split() if election and verdict.definition_hash else []
        if len(words) != _WORDS or words[2:] != ["meeting", verdict.definition_hash]:
            continue
        here, found = each.findings.box, words[1]
        if found != here and found in ids:
            yield _(
                "※ In the place of box {box} lies a record that calls itself box {found}. Much of "
                "what is said of box {box} below may come of that."
            ).format(box=here, found=found)

"""What a reader is told for each finding: one sentence, in this room's catalogue.

A code of another version of the program that has no sentence here is told by the family of its
error; the technical detail always stands beside it, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable

from meeting.language import N_
from tally.findings.codes import CODES
from tally.findings.finding import Finding

_NOTES = {
    "not-bound": N_("Not bound: the tellers' shares carry Belenios' own proofs only."),
    "shuffle-unsigned": N_("Not signed: who made the shuffles is not proved."),
}
_INSTEAD = {
    "a folder found, a file expected": N_(
        "There is a folder of this name; a file was expected here. Nothing in the folder was read."
    ),
    "a file found, a folder expected": N_(
        "There is a file of this name; a folder was expected here. The file was not read."
    ),
}
"""What lies in another's place, by the detail of `file-special`, where it is an everyday thing."""
_FAMILIES = {
    "parse": N_("Something is not written in the one form that is allowed."),
    "proof": N_("A proof or a signature is not valid."),
    "record": N_("The record is out of order."),
    "ceremony": N_("A message of the key ceremony is not right."),
    "meeting": N_("A file does not fit the meeting."),
    "": N_("Something does not hold."),
}


def sentence(finding: Finding, translate: Callable[[str], str]) -> str:
    """The sentence for a finding in the reader's language."""
    if finding.level == "note" and finding.code in _NOTES:
        return translate(_NOTES[finding.code])
    if finding.code == "file-special" and finding.detail in _INSTEAD:
        return translate(_INSTEAD[finding.detail])
    found = CODES.get(finding.code)
    return translate(found.sentence if found else _FAMILIES[finding.family])

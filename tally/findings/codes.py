"""Every code of the verifier: what rule of the protocol it stands for, and the sentence told.

`rule` names a point of the protocol's list of what other verifiers let pass ("1" to "14"), or where
else the rule comes from: "also" (the list's last line), "archive", "chain", "setup", "ballot",
"shuffle", "opening", "sum" (of boxes that are opened as one), "plan" (of what is opened alone and
what as one), "draw" (by lot), "ruling" (of people), "checkpoint", "receipt", "opened" (ballots
that a kiosk opened), "cancelled" (slips), "continues" (the meeting before), "published", "sealing"
(in which order ballots stand), "profile" (notes that say what a record by itself does not show).
Codes are stable: programs may rely on them.

A test holds this table against the code: everything that the verifier can raise stands here, and
nothing else; and for each code there is a record that breaks exactly its rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from tally.findings.codes_of_continuing import CONTINUING
from tally.findings.codes_of_folders import FOLDERS
from tally.findings.codes_of_openings import OPENINGS
from tally.findings.codes_of_records import RECORDS
from tally.findings.codes_of_slips import SLIPS


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for: the rule, and the msgid of what a reader is told."""

    rule: str
    sentence: str


CODES: dict[str, Code] = {
    code: Code(rule, sentence)
    for rule, sentence, codes in (*RECORDS, *OPENINGS, *SLIPS, *FOLDERS, *CONTINUING)
    for code in codes
}
"""Every code that a verdict can hold."""

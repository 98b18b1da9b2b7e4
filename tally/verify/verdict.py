"""The verdict over everything that was found: valid, invalid, not bound, or unfinished.

Any problem makes it invalid. Without problems, a share or shuffle that nothing ties to its box and
its teller makes it *not bound*: nothing was found wrong, and the count is not verified. Else
anything that belongs to a finished count and is not there makes it unfinished. Notes do not change
it, but they are always shown with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crypto.opening.result import Result
from tally.findings.consequences import Cause, causes
from tally.findings.finding import Finding, Level
from tally.outcome.outcome import Outcome
from tally.verify.meeting.box_rules import box_rules
from tally.verify.meeting.draws import VerifiedDraw
from tally.verify.meeting.sums import VerifiedSum
from tally.verify.record.box import VerifiedBox
from tally.verify.record.closing import closing_head


class Word(StrEnum):
    """The verdict in one word."""

    VALID = "valid"
    INVALID = "invalid"
    NOT_BOUND = "not-bound"
    UNFINISHED = "unfinished"


_WORDS = {
    Level.PROBLEM: Word.INVALID,
    Level.UNBOUND: Word.NOT_BOUND,
    Level.UNFINISHED: Word.UNFINISHED,
}
"""The word for the gravest level that was found, the gravest first."""

_EXIT_CODES = {Word.VALID: 0, Word.INVALID: 1, Word.UNFINISHED: 1, Word.NOT_BOUND: 3}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier says. `definition_hash` is that of meeting.json, empty where none is used.

    `profile` says how strict it was: "piaoxiang", or "belenios" for any record of this format.
    `meeting_fingerprint` is empty unless all boxes could be read; `fingerprint_compared` says
    whether it was held against one that was given; `server_key` is meeting.json's. `unproved` names
    the figures that no record proves and that rates of the meeting are taken over;
    `figures_signed` the tellers whose signature under the figures of the hall holds. `outcome` is
    what follows from the records, whether or not the folder's files say so.
    """

    definition_hash: str
    boxes: tuple[VerifiedBox, ...]
    findings: tuple[Finding, ...]
    profile: str = "piaoxiang"
    sums: tuple[VerifiedSum, ...] = ()
    draws: tuple[VerifiedDraw, ...] = ()
    meeting_fingerprint: str = ""
    fingerprint_compared: bool = False
    server_key: str = ""
    unproved: tuple[str, ...] = ()
    figures_signed: tuple[int, ...] = ()
    outcome: Outcome | None = None

    @property
    def word(self) -> Word:
        """The verdict that follows from the findings."""
        levels = {finding.level for finding in self.findings}
        graver = (word for level, word in _WORDS.items() if level in levels)
        return next(graver, Word.VALID)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The findings as they are told: what only follows from another one stands below it."""
        return causes(self.findings)

    @property
    def outcome_compared(self) -> bool:
        """Whether outcome.json could be held against the records."""
        return not {"file-other-version", "outcome-not-compared"} & self._codes

    @property
    def pages_compared(self) -> bool:
        """Whether reports and README.txt were too: in the words of this version, after it."""
        return self.outcome_compared and "report-other-version" not in self._codes

    @property
    def arithmetic(self) -> tuple[str, ...]:
        """What computed the large batches of the groups that the boxes have."""
        elections = (box.setup.election for box in self.boxes)
        return tuple(sorted({each.group.arithmetic for each in elections if each is not None}))

    @property
    def void_rounds(self) -> tuple[str, ...]:
        """The ids of the rounds that are void as a whole, by the figures of the hall."""
        found = [finding.where for finding in self.findings if finding.code == "round-void"]
        return tuple(dict.fromkeys(found))

    @property
    def unexpected(self) -> int:
        """How many things were named that are no part of a published folder."""
        return self.count("file-unexpected")

    def count(self, code: str) -> int:
        """How many findings have this code."""
        return sum(finding.code == code for finding in self.findings)

    @property
    def _codes(self) -> set[str]:
        return {finding.code for finding in self.findings}

    @property
    def exit_code(self) -> int:
        """0 for valid, 3 for not bound, 1 for invalid or unfinished (2 is no verdict)."""
        return _EXIT_CODES[self.word]

    def to_json(self) -> dict[str, Any]:
        """The verdict for programs: word, what was looked at, and every finding."""
        return {
            "verdict": str(self.word),
            "profile": self.profile,
            "meeting_fingerprint": self.meeting_fingerprint,
            "fingerprint_compared": self.fingerprint_compared,
            "definition_hash": self.definition_hash,
            "server_key": self.server_key,
            **self._former_names(),
            "arithmetic": list(self.arithmetic),
            **(self._beside_the_records() if self.definition_hash else {}),
            "boxes": [box_json(box) for box in self.boxes],
            **({"sums": [sum_json(each) for each in self.sums]} if self.sums else {}),
            **({"draws": [draw_json(each) for each in self.draws]} if self.draws else {}),
            "findings": list(_findings_json(self.causes)),
        }

    def _former_names(self) -> dict[str, Any]:
        """The same under the names that programs of earlier releases know."""
        return {
            "meeting": self.definition_hash,
            "meeting_compared": self.fingerprint_compared,
            "setups": self.meeting_fingerprint,
            "setups_compared": self.fingerprint_compared,
        }

    def _beside_the_records(self) -> dict[str, Any]:
        return {
            "pages_compared": self.pages_compared,
            "unexpected": self.unexpected,
            "unproved_figures": list(self.unproved),
            "figures_signed": list(self.figures_signed),
            **({"void_rounds": list(self.void_rounds)} if self.void_rounds else {}),
        }


def _findings_json(told: tuple[Cause, ...]) -> Iterator[dict[str, Any]]:
    """Causes and, after each, what follows from it, with the place of the cause in this list."""
    place = 0
    for each in told:
        yield each.finding.to_json()
        for consequence in each.consequences:
            yield consequence.to_json() | {"follows": place}
        place += 1 + len(each.consequences)


def box_json(verified: VerifiedBox) -> dict[str, Any]:
    """The facts about one box; what could not be read is left out."""
    value: dict[str, Any] = {"id": verified.findings.box}
    record = verified.record
    if record is not None:
        value |= {
            "setup": record.setup_hash,
            "closing": closing_head(record),
            "head": record.head.hash,
            "events": record.head.size,
            "ballots": verified.count,
            "stage": str(record.stage),
            "shares": len(record.partial_decryptions),
            "bound": verified.bound,
            "shuffles": len(record.shuffles),
            "rules": [rule.to_json() | {"question": at} for at, rule in box_rules(verified)],
        }
    if verified.opening and verified.opening.result:
        value |= _result_json(verified.opening.result)
    return value


def sum_json(verified: VerifiedSum) -> dict[str, Any]:
    """The facts about one sum of boxes; what could not be read is left out."""
    value: dict[str, Any] = {"name": verified.findings.box}
    if verified.definition is not None:
        definition = verified.definition
        value |= {
            "sum": definition.hash,
            "boxes": list(definition.ids),
            "ballots": definition.ballots,
        }
    if verified.acts is not None and verified.opening is not None:
        value |= {
            "shuffles": len(verified.acts.shuffles),
            "shares": len(verified.acts.shares),
            "bound": len(verified.opening.shares) == len(verified.acts.shares),
        }
        if verified.opening.result:
            value |= _result_json(verified.opening.result)
    return value


def draw_json(verified: VerifiedDraw) -> dict[str, Any]:
    """The facts about one draw; `drawn` are the numbers of entries, from 1, the first first."""
    of = verified.draw.list
    return {
        "name": verified.name,
        "list": of.hash,
        "purpose": of.purpose,
        "entries": len(of.entries),
        "take": of.take,
        "shares": len(verified.shares),
        "drawn": list(verified.numbers),
    }


def _result_json(result: Result) -> dict[str, Any]:
    value: dict[str, Any] = {"result": [list(row) for row in result.counts]}
    if result.singles:
        value["single_answers"] = [
            None if row is None else [list(vector) for vector in row] for row in result.singles
        ]
    return value

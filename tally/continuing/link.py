"""Whether a meeting is the one that follows from the meeting before: made again, and compared.

`verify --continues` reports it as findings about the later folder; a teller's key is not used for a
meeting before the same holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from crypto.canonical import loads
from crypto.place import Part, in_file
from meeting.continuing.next_meeting import Before, Stated, next_meeting
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Path, place
from meeting.language import N_
from meeting.problem import Problem as AnyProblem
from meeting.published.definition_file import MOST_BYTES, published
from meeting.published.folder_names import MEETING
from tally.continuing.before import Published, ValidBefore
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.source import Folder
from tally.problem import Problem
from tally.verify.record.alphas import each_digest
from tally.verify.record.box import VerifiedBox
from tally.verify.verdict import Verdict


def with_before(folder: Folder, verdict: Verdict, earlier: Published | None) -> Verdict:
    """The verdict on a folder, with what is to be said of the meeting that it continues, if any."""
    findings, meeting = Findings(), folder.meeting
    where = in_file(MEETING) / Part("continues")
    if earlier is None:
        if meeting.continues is not None:
            told = Detail.of(
                N_("it names the outcome {outcome} of the meeting {definition}"),
                outcome=meeting.continues.outcome,
                definition=meeting.continues.definition,
            )
            findings.note("continues-unseen", told, where)
    else:
        with findings.catching(where):
            _check(folder, verdict, ValidBefore.of(earlier), findings)
        if not findings.found:
            held = Detail.of(N_("stage {stage}"), stage=_stage(meeting))
            findings.note("continues-holds", held, where)
    return replace(verdict, findings=(*verdict.findings, *findings.found))


def _stage(meeting: Meeting) -> str:
    return meeting.continues.stage if meeting.continues else ""


def _check(folder: Folder, verdict: Verdict, valid: ValidBefore, findings: Findings) -> None:
    data = folder.optional(MEETING) or b""
    with findings.catching(in_file(MEETING) / Part("continues")):
        refuse_other_meeting(folder.meeting, data, valid.before)
    known = Used.of(valid.published.verdict.boxes)
    for box in verdict.boxes:
        if box.record is not None and box.record.trustees_bytes != valid.trustees:
            found = "its tellers' keys are not those of the meeting before"
            findings.problem("continues-key", found, box.findings.box)
        if known.shares(box):
            found = "an election, a slip or a ciphertext of it stands in the meeting before"
            findings.problem("continues-reused", found, box.findings.box)


@dataclass(frozen=True, slots=True)
class Used:
    """What serves one meeting alone: elections by uuid, public credentials, digests of alphas."""

    elections: frozenset[str]
    slips: frozenset[str]
    alphas: frozenset[bytes] = field(repr=False)

    @classmethod
    def of(cls, boxes: Iterable[VerifiedBox]) -> Used:
        """What serves these boxes."""
        parts = [each.setup for each in boxes]
        ballots = [each.ballots.ballots for each in boxes if each.ballots]
        return cls(
            frozenset(each.election.uuid for each in parts if each.election),
            frozenset(slip.text for each in parts for slip in each.credentials or ()),
            frozenset(
                one for each in ballots for ballot in each for one in each_digest(ballot.alphas)
            ),
        )

    def shares(self, box: VerifiedBox) -> bool:
        """Whether any of that serves this box as well."""
        other = Used.of([box])
        return bool(
            self.elections & other.elections
            or self.slips & other.slips
            or self.alphas & other.alphas
        )


def refuse_other_meeting(meeting: Meeting, data: bytes, before: Before) -> None:
    """Raise Problem unless meeting.json is what follows from the meeting before.

    "continues-nothing", "continues-other" (another definition), "continues-outcome" (another
    outcome), "continues-stage" (not a stage that may follow), "continues-differs".
    """
    continues = meeting.continues
    if continues is None:
        raise Problem("continues-nothing", "This meeting continues none.")
    if continues.definition != before.definition:
        raise Problem(
            "continues-other",
            "This meeting continues another one: {expected} was given, {found} is named.",
            expected=before.definition,
            found=continues.definition,
        )
    if continues.outcome != before.outcome:
        raise Problem(
            "continues-outcome",
            "The outcome of the meeting before is another one than this meeting was made from: its "
            "hash is {expected}, {found} is named.",
            expected=before.outcome,
            found=continues.outcome,
        )
    try:
        if continues.path[:-1] != before.path:
            raise Problem("continues-stage", "It is not the stage after the meeting before.")
        stated = Stated(meeting.date, meeting.server_key)
        expected = published(next_meeting(before, before.stage_of(continues.stage), stated))
    except AnyProblem as problem:
        raise Problem(
            "continues-stage",
            "No such meeting follows from the meeting before: {why}",
            why=problem.text("en"),
        ) from problem
    if expected != data:
        raise Problem(
            "continues-differs",
            "meeting.json is not what follows from the meeting before: it differs at {field}.",
            field=place(_difference(_value(data), _value(expected))),
        )


def _value(data: bytes) -> Any:
    return loads(data, limit=MOST_BYTES)


def _difference(found: Any, expected: Any) -> Path:
    """The path to the first place where two values differ."""
    for name, one, other in _parts(found, expected):
        if one != other:
            return (name, *_difference(one, other))
    return ()


def _parts(found: Any, expected: Any) -> Iterator[tuple[str | int, Any, Any]]:
    if isinstance(found, dict) and isinstance(expected, dict):
        names = dict.fromkeys((*expected, *found))
        yield from ((name, found.get(name), expected.get(name)) for name in names)
    elif isinstance(found, list) and isinstance(expected, list):
        for at, (one, other) in enumerate(zip_longest(found, expected)):
            yield at, one, other

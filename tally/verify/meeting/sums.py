"""The sums of a folder: boxes of one round that were opened as one.

Each is read from `sums/<name>/`, compared with its boxes, which were verified before, and then
checked like the opening of a box.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crypto.election.election import Election
from crypto.groups.parallel import MapParts, map_here
from crypto.opening.encrypted_tally import EncryptedTally, merge
from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Box, Meeting
from tally.findings.finding import Findings
from tally.folder.source import Folder, SumFiles
from tally.folder.sum import FILE as SUM_FILE
from tally.folder.sum import Sum, parse_sum
from tally.folder.sum_opening import FILE as OPENING_FILE
from tally.folder.sum_opening import SumOpening, parse_opening
from tally.verify.meeting.contents import shown_name
from tally.verify.meeting.sum_definition import check_definition, check_disjoint
from tally.verify.meeting.sum_opening import check_sum_opening
from tally.verify.record.box import VerifiedBox
from tally.verify.record.opening import Opening
from tally.verify.record.shuffles import demanded_shuffles


@dataclass(slots=True)
class VerifiedSum:
    """What the verifier learned about a sum; parts that could not be read are None.

    `acts` is opening.json as read, `opening` what of it holds. `boxes` are in the meeting's order.
    """

    name: str
    findings: Findings
    definition: Sum | None = None
    boxes: tuple[Box, ...] = ()
    acts: SumOpening | None = None
    election: Election | None = None
    trustees: Trustees | None = None
    opening: Opening | None = None

    @property
    def begun(self) -> bool:
        """Whether anybody shuffled it or released a share."""
        return self.acts is not None and bool(self.acts.shuffles or self.acts.shares)


def read_sums(folder: Folder) -> dict[str, VerifiedSum]:
    """The definitions of all sums in a folder, by name; what cannot be read is a finding."""
    found: dict[str, VerifiedSum] = {}
    for name in folder.sum_names():
        findings = Findings(shown_name(name))
        found[name] = VerifiedSum(name, findings)
        data = folder.sum_files(name).definition
        if data is None:
            findings.problem("sum-missing", "sum.json is not here", SUM_FILE)
            continue
        with findings.catching(SUM_FILE):
            found[name].definition = parse_sum(data)
    definitions = {name: s.definition for name, s in found.items() if s.definition is not None}
    check_disjoint(definitions, {name: found[name].findings for name in definitions})
    return found


def sum_of_box(sums: Mapping[str, VerifiedSum], box_id: str) -> str:
    """The name of the sum that says it holds this box, or nothing."""
    for name, each in sums.items():
        if each.definition is not None and box_id in each.definition.ids:
            return name
    return ""


def verify_sum(
    sum_: VerifiedSum,
    files: SumFiles,
    meeting: Meeting,
    definition_hash: str,
    verified: Mapping[str, VerifiedBox],
    cores: MapParts = map_here,
    *,
    excepted: bool = False,
) -> None:
    """Check a sum that was read, given its verified boxes by id (those of the meeting).

    `cores` do the work; `excepted` is whether the tellers signed that it may be too small.
    """
    definition, findings = sum_.definition, sum_.findings
    if definition is None:
        return
    boxes = check_definition(
        definition, sum_.name, meeting, definition_hash, verified, findings, excepted=excepted
    )
    if boxes is None:
        return
    sum_.boxes = boxes
    parts = [verified[box.id] for box in boxes]
    election, trustees = parts[0].setup.election, parts[0].setup.trustees
    tally = _summed(election, parts)
    if election is None or trustees is None or tally is None:
        return
    sum_.election, sum_.trustees = election, trustees
    if files.opening is None:
        findings.unfinished("sum-unfinished", "nobody has opened this sum", OPENING_FILE)
        return
    with findings.catching(OPENING_FILE):
        sum_.acts = parse_opening(election.group, files.opening, definition.hash)
    if sum_.acts is None:
        return
    demanded = demanded_shuffles(election, meeting.required_shuffles)
    sum_.opening = check_sum_opening(
        definition, sum_.acts, election, trustees, tally, demanded, findings, cores
    )
    if sum_.acts.result is None:
        findings.unfinished("sum-unfinished", "opening.json has no result", OPENING_FILE)


def _summed(election: Election | None, parts: list[VerifiedBox]) -> EncryptedTally | None:
    """The encrypted tallies of the boxes added up, computed from their ballots.

    None as long as a box is not closed, or cannot be read.
    """
    tallies = [
        each.ballots.tally
        for each in parts
        if each.ballots is not None and each.record is not None and each.record.sized_tally
    ]
    return merge(election, tallies) if election and len(tallies) == len(parts) else None

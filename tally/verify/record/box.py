"""One box, from the first byte of its record to its result.

The order of the checks is the order in which a box lives: archive and chain, Setup, ballots, tally,
shares, result. A fault never stops the others from being found, unless there is nothing left to
look at. What only a meeting can tell (papers, slips, minimum, checkpoint) is in `box_in_meeting`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from crypto.election.election import Election
from crypto.groups.parallel import MapParts, map_here
from crypto.place import at_event
from crypto.record.event_order import Stage
from crypto.record.record import Record
from crypto.record.stored import Source
from crypto.trustees.trustee import Trustees
from meeting.definition.paper import Paper
from meeting.published.box_setup import SetupParts
from tally.findings.finding import Findings
from tally.folder.acts import FILE as ACTS_FILE
from tally.folder.acts import Act, parse_acts
from tally.folder.scanned_record import ScannedRecord
from tally.verify.record.ballot_box import check_box_of_ballots
from tally.verify.record.ballots import BallotTexts, CheckedBallots, Progress, check_ballots
from tally.verify.record.closing import closing_head
from tally.verify.record.cores import Cores
from tally.verify.record.known_ballots import known_ballots
from tally.verify.record.opening import Opening, check_opening, check_tally
from tally.verify.record.setup import check_setup
from tally.verify.record.shuffles import check_shufflers, check_shuffles, demanded_shuffles
from tally.verify.record.superseded import superseded_ballots
from tally.verify.record.unsigned import is_ours, report_unsigned
from tally.verify.record.verified_before import BALLOTS, NothingBefore, VerifiedBefore


@dataclass(slots=True)
class VerifiedBox:
    """What the verifier learned about a box; parts that could not be read are None.

    `papers` are those of its meeting, where there is one and its questions are theirs.
    """

    findings: Findings
    record: Record | None = None
    setup: SetupParts = field(default_factory=SetupParts)
    ballots: CheckedBallots | None = None
    opening: Opening | None = None
    acts: tuple[Act, ...] | None = None
    papers: tuple[Paper, ...] = ()

    @property
    def opened(self) -> bool:
        """Whether any share of this box was released."""
        return self.record is not None and bool(self.record.partial_decryptions)

    @property
    def bound(self) -> bool:
        """Whether the box was opened with bound proofs and signed acts that all hold."""
        if self.record is None or self.opening is None or self.acts is None:
            return False
        owners = [owned.owner for owned in self.record.partial_decryptions]
        return bool(owners) and all(owner in self.opening.shares for owner in owners)

    @property
    def count(self) -> int:
        """The number of ballots in the record."""
        return len(self.record.ballots) if self.record else 0


def no_progress(done: int, total: int) -> None:
    """Report progress to nobody."""
    del done, total


def verify_record(
    data: Source,
    box: str,
    *,
    acts: bytes | None = None,
    foreign: bool = False,
    shuffles: int = 0,
    progress: Progress = no_progress,
    workers: int | None = None,
) -> VerifiedBox:
    """Verify the record in these bytes: see `verify_scanned`; `workers` as `Cores` has them."""
    scanned = ScannedRecord.of(data)
    with Cores(workers) as cores:
        return verify_scanned(
            scanned,
            box,
            acts=acts,
            foreign=foreign,
            shuffles=shuffles,
            progress=progress,
            cores=cores,
        )


def verify_scanned(
    scanned: ScannedRecord,
    box: str,
    *,
    acts: bytes | None = None,
    foreign: bool = False,
    shuffles: int = 0,
    progress: Progress = no_progress,
    cores: MapParts = map_here,
    before: VerifiedBefore | None = None,
) -> VerifiedBox:
    """Verify one record. `box` is its name in findings; `acts` are the bytes of its acts.json.

    `foreign`: a record of which nobody said that it is one of ours; what Belenios itself does not
    demand is then noted rather than refused (profile belenios). `shuffles`: how many different
    tellers the meeting wants to shuffle single answers, if more than is usual. `cores` do the
    work, and `before` is what the same party has verified of ours before; what is found does not
    depend on them.
    """
    verified = VerifiedBox(Findings(box))
    known = before if before is not None and not foreign else NothingBefore()
    _verify(verified, scanned, acts, shuffles, progress, cores, known, foreign=foreign)
    return verified


def _verify(
    verified: VerifiedBox,
    scanned: ScannedRecord,
    acts: bytes | None,
    shuffles: int,
    progress: Progress,
    map_parts: MapParts,
    before: VerifiedBefore,
    *,
    foreign: bool,
) -> None:
    findings = verified.findings
    record = scanned.record
    for problem in scanned.problems:
        findings.refused(problem)
    if record is None:
        return
    verified.record = record
    verified.setup = check_setup(record, findings, foreign=foreign)
    election, trustees = verified.setup.election, verified.setup.trustees
    if election is None:
        return
    closed = closing_head(record)
    if closed is not None and not findings.bad and before.knows(BALLOTS, closed):
        verified.ballots = known_ballots(record, election)
    else:
        superseded = superseded_ballots(record.ballots) if foreign else frozenset()
        verified.ballots = check_ballots(
            election,
            BallotTexts.of(record.ballots),
            _weights(election, verified.setup),
            progress,
            superseded,
            map_parts,
        )
    known = frozenset(_weights(election, verified.setup))
    check_box_of_ballots(verified.ballots, known, findings, foreign=foreign)
    if acts is not None:
        verified.acts = ()  # what cannot be read signs nothing
        with findings.catching(ACTS_FILE):
            verified.acts = parse_acts(election.group, acts)
    if trustees is not None:
        demanded = demanded_shuffles(election, shuffles)
        verified.opening = _opening(
            verified, record, election, trustees, demanded, map_parts, before, foreign=foreign
        )


def _weights(election: Election, setup: SetupParts) -> dict[str, int]:
    encode = election.group.encode
    return {encode(each.key): each.weight for each in setup.credentials or ()}


def _opening(
    verified: VerifiedBox,
    record: Record,
    election: Election,
    trustees: Trustees,
    demanded: int,
    map_parts: MapParts,
    before: VerifiedBefore,
    *,
    foreign: bool,
) -> Opening | None:
    """Check tally, shuffles, shares and result; unfinished records stop where they stop."""
    findings, ballots = verified.findings, verified.ballots
    if ballots is None:
        return None
    weight_of = _weights(election, verified.setup)
    weights = [
        weight_of.get(each.credential, 1)
        for each in ballots.ballots
        if each.height not in ballots.superseded
    ]
    tally = check_tally(record, election, ballots.tally, weights, findings)
    if tally is None:
        return None
    if not findings.bad:
        before.learn(BALLOTS, closing_head(record) or "")
    acts, ours = verified.acts, not foreign or is_ours(election)
    if acts is None:
        report_unsigned(record, findings, ours=ours)
    after = check_shuffles(record, election, trustees, tally, acts, findings, map_parts, before)
    if after is None:
        return None
    check_shufflers(record, after, demanded, findings, ours=ours or acts is not None)
    opening = check_opening(
        record, election, trustees, after.tally, acts, findings, map_parts, before
    )
    return replace(opening, shufflers=after.shufflers)


def unfinished(record: Record, findings: Findings) -> None:
    """Report a record that ends early: its own verdict, neither valid nor invalid."""
    if record.stage is not Stage.FINISHED:
        findings.unfinished(
            "record-unfinished",
            f"the record is {record.stage}: it ends without a result",
            at_event(record.head.height),
        )

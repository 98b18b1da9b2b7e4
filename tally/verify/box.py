"""One box, from the first byte of its record to its result.

The order of the checks is the order in which a box lives: archive and chain, Setup, ballots, tally,
shares, result. A fault never stops the others from being found, unless there is nothing left to
look at. What only a meeting can tell (papers, slips, minimum, checkpoint) is in `box_in_meeting`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crypto.chain import Stage
from crypto.election import Election
from crypto.record import Record, scan_record
from crypto.trustee import Trustees
from tally.acts_file import Act, parse_acts
from tally.verify.ballot_box import check_box_of_ballots
from tally.verify.ballots import CheckedBallots, Progress, check_ballots
from tally.verify.finding import Findings
from tally.verify.opening import Opening, check_opening, check_tally
from tally.verify.setup import Setup, check_setup


@dataclass(slots=True)
class VerifiedBox:
    """What the verifier learned about a box; parts that could not be read are None."""

    findings: Findings
    record: Record | None = None
    setup: Setup = field(default_factory=lambda: Setup(None, None, None))
    ballots: CheckedBallots | None = None
    opening: Opening | None = None
    acts: tuple[Act, ...] | None = None

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
    data: bytes,
    box: str,
    *,
    acts: bytes | None = None,
    foreign: bool = False,
    progress: Progress = no_progress,
    workers: int | None = None,
) -> VerifiedBox:
    """Verify one record. `box` is its name in findings; `acts` are the bytes of its acts.json.

    `foreign`: a record by itself, of which nobody said that it is one of ours; what Belenios
    itself does not demand is then noted rather than refused.
    """
    findings = Findings(box)
    verified = VerifiedBox(findings)
    record, problems = scan_record(data)
    for problem in problems:
        findings.refused(problem)
    if record is None:
        if not problems:
            findings.problem("record-empty", "the archive holds no record of a box")
        return verified
    verified.record = record
    verified.setup = check_setup(record, findings, foreign=foreign)
    election, trustees = verified.setup.election, verified.setup.trustees
    if election is None:
        return verified
    verified.ballots = _ballots(record, election, verified.setup, findings, progress, workers)
    if acts is not None:
        with findings.catching("acts.json"):
            verified.acts = parse_acts(election.group, acts)
    if trustees is not None:
        verified.opening = _opening(verified, record, election, trustees, foreign=foreign)
    return verified


def _ballots(
    record: Record,
    election: Election,
    setup: Setup,
    findings: Findings,
    progress: Progress,
    workers: int | None,
) -> CheckedBallots:
    encode = election.group.encode
    weights = {encode(each.key): each.weight for each in setup.credentials or ()}
    checked = check_ballots(
        election,
        [(ballot.height, ballot.data) for ballot in record.ballots],
        weights,
        progress,
        workers,
    )
    check_box_of_ballots(checked, weights, findings)
    return checked


def _opening(
    verified: VerifiedBox, record: Record, election: Election, trustees: Trustees, *, foreign: bool
) -> Opening | None:
    """Check tally, shares and result; unfinished records stop where they stop."""
    findings, ballots = verified.findings, verified.ballots
    if ballots is None:
        return None
    encode = election.group.encode
    weight_of = {encode(each.key): each.weight for each in verified.setup.credentials or ()}
    weights = [weight_of.get(each.credential, 1) for each in ballots.ballots]
    tally = check_tally(record, election, ballots.tally, weights, findings)
    if tally is None:
        return None
    acts = verified.acts
    if not foreign and acts is None:
        acts = ()
    if foreign and acts is None and record.partial_decryptions:
        findings.note(
            "not-bound",
            "no acts.json lies beside this record: its shares carry Belenios' own proofs only, "
            "which bind neither the ciphertexts nor the factors, and nobody signed them",
        )
    return check_opening(record, election, trustees, tally, acts, findings)


def unfinished(record: Record, findings: Findings) -> None:
    """Report a record that ends early: its own verdict, neither valid nor invalid."""
    if record.stage is not Stage.FINISHED:
        findings.unfinished(
            "record-unfinished",
            f"the record is {record.stage}: it ends without a result",
            f"event {record.head.height}",
        )

"""What must hold among the ballots of a box: whose they are, that none stands twice, fresh α.

One slip votes once: two ballots of one credential are refused although Belenios would count the
later one; in a foreign record they are noted, and the later one counts. No α may occur twice
anywhere: a repeated one means a broken or leaking kiosk.
"""

from __future__ import annotations

from crypto.place import at_event
from tally.findings.finding import Findings
from tally.verify.record.alphas import alpha_place, each_digest, standing_twice
from tally.verify.record.ballots import CheckedBallots


def check_box_of_ballots(
    checked: CheckedBallots,
    credentials: frozenset[str],
    findings: Findings,
    *,
    foreign: bool = False,
) -> None:
    """Report every ballot's own problems, and those among them.

    `credentials` are the texts of the box's public credentials; none are known if it is empty.
    """
    tolerated = findings.note if foreign else findings.problem
    used: dict[str, int] = {}
    twice = standing_twice(ballot.alphas for ballot in checked.ballots)
    alphas: dict[bytes, tuple[int, int]] = {}
    for ballot in checked.ballots:
        where = at_event(ballot.height)
        for problem in ballot.problems:
            findings.refused(problem, where)
        if not ballot.credential:
            continue
        if credentials and ballot.credential not in credentials:
            findings.problem(
                "credential-unknown",
                f"credential {ballot.credential} is not on the list of this box",
                where / "credential",
            )
        first = used.setdefault(ballot.credential, ballot.height)
        if first != ballot.height:
            tolerated(
                "credential-reused",
                f"credential {ballot.credential} has voted in event {first} already",
                where / "credential",
            )
        if twice:
            for number, alpha in enumerate(each_digest(ballot.alphas)):
                if alpha not in twice:
                    continue
                height, before = alphas.setdefault(alpha, (ballot.height, number))
                if (height, before) != (ballot.height, number):
                    there = at_event(height) / alpha_place(checked.lengths, before)
                    here = where / alpha_place(checked.lengths, number)
                    tolerated("alpha-reused", f"the same alpha stands at {there} already", here)

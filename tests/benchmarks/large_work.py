"""A folder at work whose one box has as many ballots of 60 choices as are asked for.

Its ballots are made by whoever knows the secret key (`known_logs`), in a third of the time.
"""

from __future__ import annotations

import os
from pathlib import Path

from crypto.ballots.ballot import prepare_ballot, sign_ballot
from crypto.election.credential import public_credential, secret_exponent
from crypto.election.election import Election
from crypto.opening.lagrange import lagrange_coefficient
from meeting.definition.meeting import VoterGroup
from meeting.definition.paper import Option, Paper, PaperItem
from tests.benchmarks.known_logs import with_known_logs
from tests.tally.fixtures.cheating_tellers import secret_of
from tests.tally.fixtures.small_hall import Hall, build_hall

_BOX = "r1-A"
_OPENERS = (1, 2)
_GRADES = tuple(Option(f"grade-{at}", f"第{at}等", f"Grade {at}") for at in range(1, 5))
_ITEMS = tuple(
    PaperItem(f"item-{at}", None, f"第 {at} 项", f"Item {at}", _GRADES, 1, 1, True)
    for at in range(1, 13)
)
PAPER = Paper("large", "evaluation", "测评", "Evaluation", "", "", "valid", _ITEMS)
"""Twelve times four grades and 弃权."""


def large_work(folder: Path, ballots: int) -> Hall:
    """Write `folder`/work, with the tellers' keys beside it."""
    group = VoterGroup("A", "A票", "Ballot A", "", "", ballots, ballots)
    hall = build_hall(folder, (PAPER,), groups=(group,), ballots={_BOX: ballots})
    election = hall.elections[_BOX]
    order = election.group.order
    secret = sum(
        lagrange_coefficient(order, _OPENERS, each) * secret_of(hall, each) for each in _OPENERS
    )
    known = with_known_logs(election, secret % order)
    for slip in range(ballots):
        hall.strange[_BOX, slip] = _ballot(hall, known, slip)
    hall.write_work(folder / "work")
    return hall


def _ballot(hall: Hall, election: Election, slip: int) -> bytes:
    private = hall.slips[_BOX].private_credentials[slip]
    public = public_credential(election.group, election.uuid, private)
    unsigned = prepare_ballot(election, public, hall.cast[_BOX][slip], os.urandom(32))
    signed = sign_ballot(unsigned, secret_exponent(election.group, election.uuid, private))
    return signed.to_json().encode()

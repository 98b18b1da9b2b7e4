"""What must hold across a meeting's boxes: one key ceremony, and nothing that serves two boxes."""

from __future__ import annotations

from crypto.place import Place, at_event
from tally.verify.record.alphas import alpha_place, each_digest, standing_twice
from tally.verify.record.ballots import CheckedBallot
from tally.verify.record.box import VerifiedBox


def check_across(boxes: tuple[VerifiedBox, ...]) -> None:
    """One key ceremony for all boxes; no credential and no election serves two of them."""
    trustees: dict[bytes, str] = {}
    uuids: dict[str, str] = {}
    credentials: dict[str, str] = {}
    twice = standing_twice(ballot.alphas for each in boxes for ballot in _ballots(each))
    alphas: dict[bytes, tuple[str, Place]] = {}
    for verified in boxes:
        name, record, setup = verified.findings.box, verified.record, verified.setup
        if record is None:
            continue
        if twice:
            _check_fresh_across(verified, twice, alphas)
        trustees.setdefault(record.trustees_bytes, name)
        if len(trustees) > 1:
            first = next(iter(trustees.values()))
            verified.findings.problem(
                "tellers-differ", f"other tellers' keys than in box {first}", "trustees"
            )
        if setup.election is not None:
            first = uuids.setdefault(setup.election.uuid, name)
            if first != name:
                verified.findings.problem(
                    "election-shared",
                    f"the same election as box {first}",
                    Place(("election", "uuid")),
                )
        for index, credential in enumerate(setup.credentials or ()):
            first = credentials.setdefault(credential.text, name)
            if first != name:
                verified.findings.problem(
                    "credential-shared",
                    f"the same credential as in box {first}",
                    Place(("credentials", index)),
                )


def _ballots(verified: VerifiedBox) -> tuple[CheckedBallot, ...]:
    return verified.ballots.ballots if verified.ballots else ()


def _check_fresh_across(
    verified: VerifiedBox, twice: frozenset[bytes], alphas: dict[bytes, tuple[str, Place]]
) -> None:
    """No α of one box stands in another: `alphas` has those that do, with their first place."""
    box, lengths = verified.findings.box, verified.ballots.lengths if verified.ballots else ()
    for ballot in _ballots(verified):
        for number, alpha in enumerate(each_digest(ballot.alphas)):
            if alpha not in twice:
                continue
            place = alpha_place(lengths, number)
            first, there = alphas.setdefault(alpha, (box, at_event(ballot.height) / place))
            if first != box:
                verified.findings.problem(
                    "alpha-reused",
                    f"the same alpha stands in box {first}, {there}",
                    at_event(ballot.height) / place,
                )

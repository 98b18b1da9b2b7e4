"""What must hold across a meeting's boxes: one key ceremony, and nothing that serves two boxes."""

from __future__ import annotations

from crypto.place import Place, at_event
from tally.verify.record.ballots import AlphaAt
from tally.verify.record.box import VerifiedBox


def check_across(boxes: tuple[VerifiedBox, ...]) -> None:
    """One key ceremony for all boxes; no credential and no election serves two of them."""
    trustees: dict[bytes, str] = {}
    uuids: dict[str, str] = {}
    credentials: dict[str, str] = {}
    alphas: dict[bytes, tuple[str, int, AlphaAt]] = {}
    for verified in boxes:
        name, record, setup = verified.findings.box, verified.record, verified.setup
        if record is None:
            continue
        _check_fresh_across(verified, alphas)
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


def _check_fresh_across(
    verified: VerifiedBox, alphas: dict[bytes, tuple[str, int, AlphaAt]]
) -> None:
    """No α of one box stands in another: `alphas` are those of the boxes before, with places."""
    box = verified.findings.box
    for ballot in verified.ballots.ballots if verified.ballots else ():
        for alpha in ballot.alphas:
            first, height, before = alphas.setdefault(alpha.digest, (box, ballot.height, alpha))
            if first != box:
                there, here = at_event(height), at_event(ballot.height)
                verified.findings.problem(
                    "alpha-reused",
                    f"the same alpha stands in box {first}, {before.within(there)}",
                    alpha.within(here),
                )

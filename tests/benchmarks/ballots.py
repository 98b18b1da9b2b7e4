"""One ballot: made as a kiosk does, verified as the server does before it accepts one."""

from collections.abc import Iterator

from crypto.ballots.ballot import parse_ballot, verify_ballot
from tests.benchmarks.boxes import PaperBox, paper_box
from tests.benchmarks.timing import Timing, timed

_PAPERS = (("Ed25519", 15), ("Ed25519", 100), ("BELENIOS-2048", 15))


def ballot_rows() -> Iterator[tuple[str, Timing]]:
    """The rows of the table about single ballots."""
    for group, choices in _PAPERS:
        box = paper_box(group, choices)
        slip = box.slip()
        yield (
            f"encrypt, prove and sign a ballot of {choices} choices, {group}",
            timed(
                lambda box=box, slip=slip: box.ballot(slip)  # type: ignore[misc]
            ),
        )
        data = box.ballot(slip).to_json().encode()
        yield (
            f"parse and verify a ballot of {choices} choices, {group} ({len(data)} bytes)",
            timed(lambda box=box, data=data: _accept(box, data)),  # type: ignore[misc]
        )


def _accept(box: PaperBox, data: bytes) -> None:
    verify_ballot(box.election, parse_ballot(box.election, data))

"""A whole record: 200 ballots of 15 choices, opened by two of three tellers."""

from collections.abc import Iterator

from crypto.record.record import scan_record
from tally.findings.finding import Level
from tally.verify.record.box import verify_record
from tests.benchmarks.boxes import paper
from tests.benchmarks.making import Shape, make_record
from tests.benchmarks.timing import Timing, timed

_BALLOTS, _CHOICES = 200, 15


def record_rows() -> Iterator[tuple[str, Timing]]:
    """The rows of the table about a record."""
    record = make_record(Shape("Ed25519", paper(_CHOICES), _BALLOTS))
    size = f"{_BALLOTS} ballots × {_CHOICES} choices, Ed25519 ({len(record) / 1e6:.1f} MB)"
    yield f"read archive and chain of {size}", timed(lambda: scan_record(record))
    yield f"verify the record of {size}, one process", timed(lambda: _verify(record, 1), seconds=0)
    yield (
        f"verify the record of {size}, every core",
        timed(lambda: _verify(record, None), seconds=0),
    )


def _verify(record: bytes, workers: int | None) -> None:
    """Verify a record by itself; a time means nothing when something was found wrong."""
    verified = verify_record(record, "benchmark", foreign=True, workers=workers)
    wrong = [found for found in verified.findings.found if found.level is not Level.NOTE]
    if wrong or not verified.opening:
        msg = f"the measured record does not verify: {wrong}"
        raise RuntimeError(msg)

"""A whole record: 200 ballots of 15 choices, opened by two of three tellers."""

from collections.abc import Iterator

from crypto.combine import combine
from crypto.credential import credentials_to_json
from crypto.decryption import partial_decryption
from crypto.encrypted_tally import aggregate
from crypto.record import scan_record
from crypto.record_builder import RecordBuilder
from crypto.result import decode
from tally.verify.box import verify_record
from tally.verify.finding import Level
from tests.benchmarks.boxes import paper_box
from tests.benchmarks.timing import Timing, timed

_BALLOTS, _CHOICES = 200, 15
_TIMESTAMP = 1_795_292_970
_OPENERS = (1, 3)


def record_rows() -> Iterator[tuple[str, Timing]]:
    """The rows of the table about a record."""
    record = finished_record()
    size = f"{_BALLOTS} ballots × {_CHOICES} choices, Ed25519 ({len(record) / 1e6:.1f} MB)"
    yield f"read archive and chain of {size}", timed(lambda: scan_record(record))
    yield f"verify the record of {size}, one process", timed(lambda: _verify(record, 1), seconds=0)
    yield (
        f"verify the record of {size}, every core",
        timed(lambda: _verify(record, None), seconds=0),
    )


def finished_record() -> bytes:
    """A finished record that our own code made from the first byte to the last."""
    box = paper_box("Ed25519", _CHOICES)
    slips = [box.slip() for _ in range(_BALLOTS)]
    ballots = [box.ballot(slip) for slip in slips]
    election, trustees = box.election, box.tellers.trustees
    tally = aggregate(election, ((ballot, 1) for ballot in ballots))
    builder = (
        RecordBuilder.start(
            _TIMESTAMP,
            election.to_json().encode(),
            trustees.to_json().encode(),
            credentials_to_json(slip.public for slip in slips).encode(),
        )
        .add_ballots(ballot.to_json().encode() for ballot in ballots)
        .end_ballots()
        .add_encrypted_tally(tally.to_json().encode(), num_tallied=_BALLOTS, total_weight=_BALLOTS)
    )
    shares = {}
    for owner in _OPENERS:
        public = trustees.owner(owner).public_key
        shares[owner] = partial_decryption(election, tally, box.tellers.key(owner), public)
        builder = builder.add_partial_decryption(owner, shares[owner].to_json().encode())
    factors = combine(election, trustees, shares)
    result = decode(election, tally, factors, _BALLOTS)
    return builder.add_result(result.to_json().encode()).appended_bytes()


def _verify(record: bytes, workers: int | None) -> None:
    """Verify a record by itself; a time means nothing when something was found wrong."""
    verified = verify_record(record, "benchmark", foreign=True, workers=workers)
    wrong = [found for found in verified.findings.found if found.level is not Level.NOTE]
    if wrong or not verified.opening:
        msg = f"the measured record does not verify: {wrong}"
        raise RuntimeError(msg)

"""A record taken apart and put together again, so that a test can make any wrong one on purpose.

The chain of a rebuilt record is always sound: what is wrong in it is what the test put there.
"""

from __future__ import annotations

from dataclasses import dataclass

from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from tests.tally.small_hall import TIMESTAMP


@dataclass(frozen=True)
class Parts:
    """What a record is made of; `tally` is (text, number, weight), `shares` are (owner, text)."""

    election: bytes
    trustees: bytes
    credentials: bytes
    ballots: tuple[bytes, ...]
    closed: bool = True
    tally: tuple[bytes, int, int] | None = None
    shuffles: tuple[tuple[int, bytes], ...] = ()
    shares: tuple[tuple[int, bytes], ...] = ()
    result: bytes | None = None

    @classmethod
    def of(cls, data: bytes) -> Parts:
        record = read_record(data)
        sized, tally = record.sized_tally, record.encrypted_tally_bytes
        return cls(
            record.election_bytes,
            record.trustees_bytes,
            record.credentials_bytes,
            tuple(ballot.data for ballot in record.ballots),
            record.opening_head is not None,
            (tally, sized.num_tallied, sized.total_weight) if sized and tally else None,
            tuple((each.owner, each.data) for each in record.shuffles),
            tuple((each.owner, each.data) for each in record.partial_decryptions),
            record.result_bytes,
        )

    def record(self) -> bytes:
        builder = RecordBuilder.start(
            TIMESTAMP, self.election, self.trustees, self.credentials
        ).add_ballots(self.ballots)
        if self.closed:
            builder = builder.end_ballots()
        if self.tally is not None:
            text, number, weight = self.tally
            builder = builder.add_encrypted_tally(text, num_tallied=number, total_weight=weight)
        for owner, shuffle in self.shuffles:
            builder = builder.add_shuffle(owner, shuffle)
        if self.shuffles:
            builder = builder.end_shuffles()
        for owner, share in self.shares:
            builder = builder.add_partial_decryption(owner, share)
        if self.result is not None:
            builder = builder.add_result(self.result)
        return builder.appended_bytes()

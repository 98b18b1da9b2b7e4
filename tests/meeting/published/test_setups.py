"""The hashes that name the boxes on paper."""

from __future__ import annotations

import hashlib

import pytest

from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from meeting.published.setups import meeting_fingerprint, setup_hash


@pytest.mark.parametrize("timestamp", [0, 1795273200])
def test_a_setup_hash_is_the_hash_of_the_records_first_event_whenever_it_is_made(
    timestamp: int,
) -> None:
    texts = (b'{"election":1}', b'{"trustees":1}', b"[]")
    builder = RecordBuilder.start(timestamp, *texts)
    assert read_record(builder.appended_bytes()).setup_hash == setup_hash(*texts)


def test_the_fingerprint_is_the_hash_of_canonical_json_in_the_meetings_order() -> None:
    text = b'{"r1-A":"aa","r1-B":"bb"}'
    assert meeting_fingerprint({"r1-A": "aa", "r1-B": "bb"}) == hashlib.sha256(text).hexdigest()
    assert meeting_fingerprint({"r1-B": "bb", "r1-A": "aa"}) != hashlib.sha256(text).hexdigest()

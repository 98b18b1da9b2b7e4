"""What names a meeting on paper: each box's Setup event, and one hash over all of them.

The definition's hash is known before the tellers make their key and before there are credentials,
so it fixes neither. Slips are made after both: they carry the *meeting fingerprint*, the SHA-256 of
the canonical JSON `{box id: setup hash, …}` in the order of the meeting's boxes. A Setup event
names election, trustees and credentials (docs/protocol.md, chapter 8), the election the
definition's hash, and the definition the server's key: so this one value fixes all that can be
known before anybody votes. A server that shows another key, list, box or paper contradicts it.
"""

from __future__ import annotations

from collections.abc import Mapping

from crypto.canonical import dumps, sha256_hex
from crypto.record.event import Event, EventType
from crypto.record.event_payload import SetupPayload


def setup_hash(election: bytes, trustees: bytes, credentials: bytes) -> str:
    """The hash of the Setup event that these three JSON texts make: the box's name.

    The event stands at height 0, without a parent and without any time.
    """
    payload = SetupPayload(sha256_hex(election), sha256_hex(trustees), sha256_hex(credentials))
    return Event(None, 0, EventType.SETUP, sha256_hex(payload.to_bytes())).hash


def meeting_fingerprint(setups: Mapping[str, str]) -> str:
    """The fingerprint of a meeting: of the Setup hashes by box id, in the meeting's order."""
    return sha256_hex(dumps(dict(setups)))

"""What names the boxes of a meeting on paper: each box's Setup event, and one hash over all.

The meeting's hash is known before the tellers make their key and before there are credentials, so
it fixes neither. Slips are made after both: they carry the hash of their own box's Setup event,
which names election, trustees and credentials (docs/protocol.md, chapter 8), and the *setups
hash*, the SHA-256 of the canonical JSON `{box id: setup hash, …}` in the order of the meeting's
boxes. A server that shows another key, another list or another box contradicts the paper in every
hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from crypto.board.server_key import short_form
from crypto.canonical import dumps, sha256_hex
from crypto.record.event import Event, EventType
from crypto.record.event_payload import SetupPayload

_HASH = re.compile(r"[0-9a-f]{64}")


def setup_hash(election: bytes, trustees: bytes, credentials: bytes) -> str:
    """The hash of the Setup event that these three JSON texts make: the box's name.

    The event stands at height 0, without a parent and without any time.
    """
    payload = SetupPayload(sha256_hex(election), sha256_hex(trustees), sha256_hex(credentials))
    return Event(None, 0, EventType.SETUP, sha256_hex(payload.to_bytes())).hash


def meeting_fingerprint(setups: Mapping[str, str]) -> str:
    """The root of a meeting's boxes: Setup hashes by box id, in the meeting's order."""
    return sha256_hex(dumps(dict(setups)))


def same_fingerprint(said: str, found: str) -> bool:
    """Whether what was read from a slip, in full or in short form, is the hash `found`.

    That is the meeting's hash or the setups hash; its short form has 96 bits of it: enough to
    compare, since nobody can choose both.
    """
    plain = "".join(said.split())
    if _HASH.fullmatch(plain.lower()):
        return plain.lower() == found
    return plain == short_form(bytes.fromhex(found)).replace(" ", "")

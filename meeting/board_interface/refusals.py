"""What a board refuses over HTTP: its codes, and the problem+json (RFC 9457) that carries one.

Members: `type` (a URN that ends with the code), `title` (Chinese), `title_en`, `status`,
`code`; `reason` and `where` when the protocol refused something (which rule was broken, at
which place); `receipt` and `signature` with `slip-used`. Whoever asked decides by the code,
never by the status.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

from crypto.canonical import JSON, dumps, loads
from crypto.errors import ParseError

MOST_BYTES: Final = 256 * 1024
_URN = "urn:piaoxiang:problem:"


class RefusalCode(StrEnum):
    """Every code that a board answers with."""

    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    REQUEST_BAD = "request-bad"
    BOX_UNKNOWN = "box-unknown"
    MEDIA_TYPE = "media-type"
    BODY_TOO_LARGE = "body-too-large"
    BALLOT_MALFORMED = "ballot-malformed"
    BALLOT_FOREIGN = "ballot-foreign"
    BALLOT_INVALID = "ballot-invalid"
    BALLOT_SPOILED = "ballot-spoiled"
    SLIP_MALFORMED = "slip-malformed"
    SLIP_UNKNOWN = "slip-unknown"
    SLIP_UNPROVED = "slip-unproved"
    SLIP_USED = "slip-used"
    SLIP_CANCELLED = "slip-cancelled"
    SLIP_VOTED = "slip-voted"
    SPOIL_MALFORMED = "spoil-malformed"
    CHECKS_EXHAUSTED = "checks-exhausted"
    BOX_NOT_OPEN = "box-not-open"
    BOX_CLOSED = "box-closed"
    BOX_NOT_CLOSED = "box-not-closed"
    BOX_OPEN_ALREADY = "box-open-already"
    LAST_VOTERS = "last-voters"
    VISIT_MALFORMED = "visit-malformed"
    VISIT_NOT_NOTED = "visit-not-noted"
    KIOSK_UNSIGNED = "kiosk-unsigned"
    KIOSK_UNKNOWN = "kiosk-unknown"
    KIOSK_REVOKED = "kiosk-revoked"
    KIOSK_FOREIGN = "kiosk-foreign"
    KIOSK_MALFORMED = "kiosk-malformed"
    KIOSK_SESSION = "kiosk-session"
    KIOSK_REPLAYED = "kiosk-replayed"
    KIOSK_DOUBLED = "kiosk-doubled"
    KIOSK_SESSIONS_LOST = "kiosk-sessions-lost"
    KIOSKS_UNREADABLE = "kiosks-unreadable"
    ENROL_MALFORMED = "enrol-malformed"
    ENROL_UNKNOWN = "enrol-unknown"
    ENROL_EXPIRED = "enrol-expired"
    ENROL_USED = "enrol-used"
    BALLOT_UNKNOWN = "ballot-unknown"
    BALLOT_WAITING = "ballot-waiting"
    PROOF_RANGE = "proof-range"
    DISK_NEARLY_FULL = "disk-nearly-full"
    STORAGE_BUSY = "storage-busy"
    STORAGE_FAILED = "storage-failed"
    STORAGE_READ_ONLY = "storage-read-only"
    BOARD_BEHIND = "board-behind"
    BOARD_FORKED = "board-forked"
    MARK_UNREADABLE = "mark-unreadable"
    CHAIN_DAMAGED = "chain-damaged"
    POOL_KEY_MISSING = "pool-key-missing"
    POOL_DAMAGED = "pool-damaged"
    MEETING_NOT_LOADED = "meeting-not-loaded"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """A refusal as it was read; `code` is None for one that is not ours."""

    code: RefusalCode | None
    members: Mapping[str, JSON] = field(repr=False)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a body; raises ParseError for what no board answers."""
        value = loads(data, limit=MOST_BYTES)
        if not isinstance(value, dict):
            raise ParseError("json-type", "a refusal is an object")
        code = value.get("code")
        known = RefusalCode(code) if isinstance(code, str) and code in _CODES else None
        return cls(known, value)


_CODES = frozenset(str(each) for each in RefusalCode)


def refusal_to_json(
    code: str, status: int, title: str, title_en: str, more: Mapping[str, JSON]
) -> str:
    """The body of a refusal; `more` are the members that it has besides."""
    body: dict[str, JSON] = {
        "type": f"{_URN}{code}",
        "title": title,
        "title_en": title_en,
        "status": status,
        "code": str(code),
    }
    return dumps(body | dict(more))

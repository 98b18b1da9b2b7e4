"""What a kiosk is told when it starts. Read once, never changed."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.messages.trouble import Trouble
from meeting.published.given_fingerprint import GivenFingerprint

STAFF_CODE = re.compile(r"[0-9A-Za-z]{6,32}")


@dataclass(frozen=True, slots=True)
class KioskConfig:
    """One kiosk: where the server is, which meeting it may show, and its clocks (in seconds).

    `meeting_fingerprint` is printed on every slip; no other meeting is shown, and no other ballot
    boxes (`meeting.published.setups`). `staff_code` unlocks a locked screen.
    `session_key` signs the cookie; it dies with the process. `state` is the folder of this kiosk's
    own key; without one the key is kept in memory alone.
    """

    server: str
    meeting_fingerprint: GivenFingerprint
    staff_code: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8100
    idle_seconds: float = 180.0
    alert_seconds: float = 30.0
    receipt_seconds: float = 60.0
    waiting_seconds: float = 600.0
    request_seconds: float = 10.0
    state: Path | None = None
    session_key: str = field(repr=False, default_factory=secrets.token_hex)

    def __post_init__(self) -> None:
        if not _is_server(self.server):
            raise Trouble("config-server", where="--server")
        if not STAFF_CODE.fullmatch(self.staff_code):
            raise Trouble("config-staff-code", where="--staff-code-file")

    @property
    def locks_after(self) -> float:
        """Seconds without any action of the voter until the screen is locked and cleared."""
        return self.idle_seconds + self.alert_seconds


def _is_server(address: str) -> bool:
    """Say whether this is http(s)://host or http(s)://host:port; an IPv6 host has brackets."""
    try:
        parts = urlsplit(address)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket too many, a port that is none
        return False
    return whole and not parts.query


def new_staff_code() -> str:
    """Six random digits for the staff of this kiosk."""
    return f"{secrets.randbelow(10**6):06d}"


def state_folder(port: int) -> Path:
    """Where the kiosk of a port keeps its key unless it is told otherwise."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "piaoxiang" / f"kiosk-{port}"

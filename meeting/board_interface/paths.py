"""Where a board answers programs, and of what kind the bodies are.

    GET  MEETING                  the published meeting, byte for byte
    GET  BOXES                    every box as it is now (`answers.boxes_to_json`)
    GET  setup(box)               the three texts of its Setup (`answers.setup_to_json`)
    POST ballots(box)             a ballot; answered by its receipt
    POST slip(box)                `SlipQuestion`; answered by `SlipAnswer`
    POST spoiled(box)             `SpoilQuestion`; answered by `crypto.board.spoiling.Spoiled`
    POST visits(box)              `VisitWord`; answered by {"state":"noted"}
    GET  KIOSKS                   from whom ballots are taken (`kiosk_words.Accepts`)
    POST KIOSKS                   `kiosk_words.Enrolment`; answered by {"number":N}
    GET  fresh(N)                 what kiosk N begins its next session over, {"fresh":hex}
    POST SESSIONS                 `kiosk_words.Beginning`; answered by {"state":"begun"}
    GET  checkpoint(box)          the newest checkpoint, a signed note
    GET  cancelled(box)           of a closed box: its `crypto.board.cancelling.CancelledSlips`
    GET  record(box)              the record so far, a Belenios archive
    GET  events(box)              the events of its chain, one a line
    GET  proof(box)               ?fingerprint=… (or a tracker): `SealedProof`
    GET  consistency(box)         ?from=N, with &to=M: `GrowthProof`

What is asked by POST of a box carries the header of an enrolled kiosk (`kiosk_words.Signed`).
Everything refused is problem+json (`refusals`), every JSON text canonical.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

JSON_TYPE: Final = "application/json"
PROBLEM_TYPE: Final = "application/problem+json"
NOTE_TYPE: Final = "text/plain; charset=utf-8"
RECORD_TYPE: Final = "application/octet-stream"

API: Final = "/api/"
MEETING: Final = "/api/meeting"
BOXES: Final = "/api/boxes"
KIOSKS: Final = "/api/kiosks"
SESSIONS: Final = "/api/kiosks/sessions"


def fresh(number: int | str) -> str:
    """Where a kiosk learns what its next session begins over."""
    return f"{KIOSKS}/{number}/fresh"


def setup(box_id: str) -> str:
    """Where the Setup of a box is shown."""
    return f"{BOXES}/{box_id}/setup"


def ballots(box_id: str) -> str:
    """Where ballots are cast."""
    return f"{BOXES}/{box_id}/ballots"


def slip(box_id: str) -> str:
    """Where the holder of a slip asks whether it was used."""
    return f"{BOXES}/{box_id}/slip"


def spoiled(box_id: str) -> str:
    """Where the holder of a slip has a ballot spoiled."""
    return f"{BOXES}/{box_id}/spoiled"


def visits(box_id: str) -> str:
    """Where a kiosk tells of an open visit."""
    return f"{BOXES}/{box_id}/visits"


def checkpoint(box_id: str) -> str:
    """Where the newest checkpoint is shown."""
    return f"{BOXES}/{box_id}/checkpoint"


def cancelled(box_id: str) -> str:
    """Where the list of cancelled slips is shown."""
    return f"{BOXES}/{box_id}/cancelled"


def record(box_id: str) -> str:
    """Where the record is shown."""
    return f"{BOXES}/{box_id}/record.bel"


def events(box_id: str) -> str:
    """Where the events of the record are listed."""
    return f"{BOXES}/{box_id}/events"


def proof(box_id: str) -> str:
    """Where a ballot is proved to be in the chain."""
    return f"{BOXES}/{box_id}/proof"


def proof_of(box_id: str, fingerprint: str) -> str:
    """The address of the proof for the ballot of this fingerprint."""
    return f"{proof(box_id)}?fingerprint={quote(fingerprint, safe='')}"


def consistency(box_id: str) -> str:
    """Where the chain is proved to have only grown."""
    return f"{BOXES}/{box_id}/consistency"


def growth(box_id: str, first: int, second: int) -> str:
    """The address of the proof between two numbers of events."""
    return f"{consistency(box_id)}?from={first}&to={second}"

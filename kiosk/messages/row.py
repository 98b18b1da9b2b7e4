"""One row of the catalogue of everything that can go wrong at a kiosk."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark ``sentence`` for the catalogue of translations and return it unchanged."""
    return sentence


@dataclass(frozen=True, slots=True)
class Message:
    """One row. The sentences are English msgids; ``logged`` is "" when nothing is logged."""

    happened: str
    voter: str = ""
    staff: str = ""
    logged: str = ""
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY

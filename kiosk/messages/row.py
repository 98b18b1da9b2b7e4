"""One row of the catalogue of everything that can go wrong at a kiosk."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Message:
    """One row. The sentences are English msgids; `logged` is "" when nothing is logged."""

    happened: str
    voter: str = ""
    staff: str = ""
    logged: str = ""
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY

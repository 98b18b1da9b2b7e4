"""One cell of a list typed by people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; ``number`` if it was typed as a number."""

    text: str
    number: bool

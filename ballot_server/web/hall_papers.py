"""What files beside the board tell the hall: who is present, and the first lines of the result.

Both were made elsewhere and are checked by those who verify. What cannot be read is not shown.
"""

from __future__ import annotations

from pathlib import Path

from ballot_server.board.board import Board
from crypto.canonical import JSON, loads
from crypto.errors import ParseError
from meeting.files import read_bounded
from meeting.problem import Problem
from meeting.published.folder_names import FIGURES, OUTCOME

LARGEST_FIGURES = 1 << 20  # bytes
LARGEST_OUTCOME = 1 << 24
MOST_LINES = 4


def present_by_box(board: Board) -> dict[str, int]:
    """实到 by box: of the published result, else of `figures.json` in the server's folder."""
    for folder in (board.config.result, board.config.folder):
        boxes = _member(_read(folder / FIGURES, LARGEST_FIGURES), "boxes")
        if isinstance(boxes, dict):
            found = {box: _member(each, "present") for box, each in boxes.items()}
            return {
                box: each
                for box, each in found.items()
                if isinstance(each, int) and not isinstance(each, bool) and each >= 0
            }
    return {}


def result_lines(board: Board, language: str) -> tuple[str, ...]:
    """What the last steps of the rules say, in their order; at most `MOST_LINES`."""
    steps = _member(_read(board.config.result / OUTCOME, LARGEST_OUTCOME), "steps")
    lines: list[str] = []
    for step in reversed(steps if isinstance(steps, list) else []):
        told = _member(_member(_member(step, "said"), language), "result")
        texts = told if isinstance(told, list) else []
        lines = [each for each in texts if isinstance(each, str)] + lines
        if len(lines) >= MOST_LINES:
            break
    return tuple(lines[-MOST_LINES:])


def _read(path: Path, limit: int) -> JSON | None:
    try:
        return loads(read_bounded(path, limit), limit=limit)
    except (Problem, ParseError):
        return None


def _member(value: JSON | None, name: str) -> JSON | None:
    return value.get(name) if isinstance(value, dict) else None

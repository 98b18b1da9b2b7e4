"""A published folder for the tests of the board, which never looks into the count."""

from __future__ import annotations

from pathlib import Path

from ballot_server.board.board import Board
from ballot_server.store import chain
from crypto.record.record_builder import record_bytes

PAGES = {
    "index.html": "<h1>结果</h1>",
    "report.en.html": "<h1>Result</h1>",
    "report.css": "h1 { color: red }",
    "README.txt": "piaoxiang verify",
    "outcome.json": "{}",
}


def published_folder(folder: Path, board: Board) -> Path:
    """Write a folder with the records as they stand on the board; return it."""
    folder.mkdir(parents=True)
    for name, text in PAGES.items():
        (folder / name).write_text(text)
    (folder / "meeting.json").write_bytes(board.definition().definition)
    with board.store.reading() as session:
        for row in chain.all_boxes(session):
            place = folder / "boxes" / row.id
            place.mkdir(parents=True)
            record = record_bytes(row.timestamp, chain.entries(session, row.id))
            (place / "record.bel").write_bytes(record)
            (place / "acts.json").write_text("[]")
    return folder

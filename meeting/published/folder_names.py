"""The names of the files in a published folder; there are no others.

They stand below all rooms: whoever publishes writes them, the board copies them and no others, and
whoever verifies names what else lies there.
"""

from __future__ import annotations

from crypto.place import Part, in_file

README = "README.txt"
STYLE = "report.css"
REPORTS = {"zh": "index.html", "en": "report.en.html"}
"""The file of each language's report."""
MEETING = "meeting.json"
FIGURES = "figures.json"
FIGURES_SIGNED = "figures-signed.json"
OUTCOME = "outcome.json"
RECORD, ACTS, CHECKPOINT = "record.bel", "acts.json", "checkpoint.txt"
CANCELLED = "cancelled.json"
SUM, OPENING = "sum.json", "opening.json"
DRAW, DRAWN = "draw.json", "drawn.csv"
BOXES, SUMS, DRAWS = "boxes", "sums", "draws"
"""The folders that hold one folder for each box, each sum of boxes, and each draw by lot."""
EXCEPTIONS = "exceptions"
"""The folder that holds one file for each round that is opened although it is too small."""
RULINGS = "rulings"
"""The folder that holds one file for each ruling of people."""

MEETING_FILES = (MEETING, FIGURES, FIGURES_SIGNED)
BOX_FILES = (RECORD, ACTS, CHECKPOINT, CANCELLED)
"""In boxes/<box>."""
SUM_FILES = (SUM, OPENING)
"""In sums/<name>."""
DRAW_FILES = (DRAW, DRAWN)
"""In draws/<name>."""
FOLDER_FILES = frozenset({*MEETING_FILES, OUTCOME, README, STYLE, *REPORTS.values()})
"""In the folder itself."""
OPTIONAL_FILES = frozenset({FIGURES, FIGURES_SIGNED, *BOX_FILES[1:]})
"""Those that a published folder may do without, in whichever folder they stand."""

SERVER_KEY = in_file(MEETING) / Part("server_key")
"""Where the key stands that the server's signatures are checked with."""


def exception_file(round_id: str) -> str:
    """The name of the file in which the tellers sign that this round is opened all the same."""
    return f"{EXCEPTIONS}/{round_id}.json"


def ruling_file(name: str) -> str:
    """The name of the file in which tellers sign what people decided about a step."""
    return f"{RULINGS}/{name}.json"

"""A few of the voters' receipts, kept to practise with: as text, and as the kiosk shows them."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from secrets import SystemRandom

import segno

from demo.problem import ROOM
from meeting.files import write_atomically
from meeting.language import N_, gettext_for

KEPT = 3
PIXELS, QUIET = 6, 4
"""Of a module of the picture's QR code, in pixels; of the white around it, in modules."""
EXPLAINED = N_(
    "Receipts of {count} voters of this demonstration, drawn by lot and numbered by lot: the text\n"
    "of the QR code (.txt), and the QR code as the kiosk shows it (.png).\n"
    "In a real meeting nobody has a receipt but its voter; the kiosk forgets it. It tells that a\n"
    "ballot was received, and nothing of what was chosen."
)


def keep_receipts(folder: Path, receipts: Iterable[str], *, english: bool) -> None:
    """Write `KEPT` of the receipts (or all, where there are fewer) to a new folder.

    They are drawn by lot, so that neither their names nor their order tell whose they are. What
    they are is said in Chinese, and if `english` in English as well.
    """
    everybodys = list(receipts)
    kept = SystemRandom().sample(everybodys, min(KEPT, len(everybodys)))
    folder.mkdir()
    for number, receipt in enumerate(kept, start=1):
        write_atomically(folder / f"{number}.txt", f"{receipt}\n".encode())
        write_atomically(folder / f"{number}.png", picture(receipt))
    languages = ("zh", "en") if english else ("zh",)
    explained = [
        gettext_for(ROOM, language)(EXPLAINED).format(count=len(kept)) for language in languages
    ]
    write_atomically(folder / "README.txt", ("\n\n".join(explained) + "\n").encode())


def picture(receipt: str) -> bytes:
    """The receipt's QR code as a PNG, made as the kiosk makes it."""
    drawn = BytesIO()
    segno.make(receipt, error="m", micro=False).save(drawn, kind="png", scale=PIXELS, border=QUIET)
    return drawn.getvalue()

"""The codes about draws by lot, as rows of the table in `codes`."""

from __future__ import annotations

from meeting.language import N_

DRAWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("draw", N_("Nothing can be drawn from this list as it stands."), ("draw-list",)),
    ("draw", N_("A list that was drawn from is another meeting's, or these boxes are others."),
        ("draw-meeting",)),
    ("draw", N_("A draw is not what the tellers' shares give."), ("draw-differs",)),
    ("draw", N_("The list that was drawn from is missing."), ("draw-missing",)),
    ("draw", N_("Too few tellers have given their share of a draw: not finished."), (
        "draw-unfinished",)),
)  # fmt: skip

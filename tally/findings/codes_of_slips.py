"""The codes about draws by lot and cancelled slips, as rows of the table in `codes`."""

from __future__ import annotations

from meeting.language import N_

SLIPS_AND_DRAWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("draw", N_("Nothing can be drawn from this list as it stands."), ("draw-list",)),
    ("draw", N_("A list that was drawn from is another meeting's, or these boxes are others."),
        ("draw-meeting",)),
    ("draw", N_("A draw is not what the tellers' shares give."), ("draw-differs",)),
    ("draw", N_("The list that was drawn from is missing."), ("draw-missing",)),
    ("draw", N_("Too few tellers have given their share of a draw: not finished."), (
        "draw-unfinished",)),
    ("13", N_("A slip that was cancelled has voted all the same."), ("cancelled-voted",)),
    ("13", N_("A slip was cancelled by somebody who did not have it in hand."),
        ("cancelled-unsigned",)),
    ("13", N_("The list of cancelled slips does not name slips of this box, each once."), (
        "cancelled-list", "cancelled-signature",
    )),
    ("13", N_("The list of cancelled slips is another box's."), ("cancelled-box",)),
    ("13", N_("Slips are missing: neither used nor cancelled."), ("slips-missing",)),
)  # fmt: skip

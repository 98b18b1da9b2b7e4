"""The codes about the meeting that another one continues, as rows of the table in `codes`."""

from __future__ import annotations

from meeting.language import N_

CONTINUING: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "continues",
        N_("The meeting follows from the outcome of the meeting before."),
        ("continues-holds",),
    ),
    (
        "continues",
        N_(
            "The meeting continues another one; whether it follows from that one's outcome was not "
            "checked. Give that one's published folder with --continues."
        ),
        ("continues-unseen",),
    ),
    ("continues", N_("This meeting continues none."), ("continues-nothing",)),
    (
        "continues",
        N_("The meeting before is not valid, so that nothing follows from it."),
        ("before-not-valid",),
    ),
    ("continues", N_("This meeting continues another one than was given."), ("continues-other",)),
    (
        "continues",
        N_("The outcome of the meeting before is another one than this meeting was made from."),
        ("continues-outcome",),
    ),
    ("continues", N_("No such stage may follow the meeting before."), ("continues-stage",)),
    (
        "continues",
        N_(
            "The people, figures or papers of this meeting are not those that follow from the "
            "meeting before."
        ),
        ("continues-differs",),
    ),
    (
        "continues",
        N_("The meeting has other tellers' keys than the meeting before."),
        ("continues-key",),
    ),
    (
        "continues",
        N_("An election, a slip or a ballot served the meeting before already."),
        ("continues-reused",),
    ),
)

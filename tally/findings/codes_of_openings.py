"""The codes about what tellers do with closed boxes, as rows of the table in `codes`."""

from __future__ import annotations

from meeting.language import N_

OPENINGS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # totals
    ("3", N_("The stated number of ballots is not that of the record."), ("tally-num-tallied",)),
    ("3", N_("The stated total weight is not that of the recorded ballots."),
        ("tally-total-weight",)),
    ("3", N_("The encrypted totals are not the sum of the recorded ballots."), ("tally-differs",)),
    ("13", N_("The box was opened although it has fewer ballots than the meeting's minimum."),
        ("minimum-group",)),
    ("13", N_("The box has fewer ballots than the meeting's minimum and stays closed."),
        ("not-opened",)),
    # sums of boxes
    ("sum", N_("A sum of boxes is of another meeting."), ("sum-meeting",)),
    ("sum", N_("A sum names boxes that cannot be opened together, or is not named after them."),
        ("sum-boxes",)),
    ("sum", N_("A sum joins boxes with different papers or of different rounds."),
        ("sum-papers",)),
    ("sum", N_("A sum has fewer ballots than the meeting's minimum."), ("sum-too-small",)),
    ("sum", N_("A sum was made of another state of a box than its record holds."),
        ("sum-box-differs",)),
    ("sum", N_(
        "A box was opened alone and in a sum: the difference shows what the other boxes hold."
    ), ("box-opened-twice",)),
    ("sum", N_(
        "A box stands in two sums: their difference shows what only a few voters chose."
    ), ("sums-overlap",)),
    ("sum", N_("What was done with a sum belongs to another sum."), ("sum-other",)),
    ("sum", N_("The file that says which boxes are opened together is missing."),
        ("sum-missing",)),
    ("14", N_("A sum of boxes has no result yet: not finished."), ("sum-unfinished",)),
    ("sum", N_("The box is opened together with others."), ("in-sum",)),
    # the plan by which a round is opened
    ("plan", N_(
        "Boxes were opened in another way than by the plan that follows from the closed boxes: the "
        "difference can show what only a few voters chose."
    ), ("plan-differs",)),
    ("plan", N_(
        "A round with fewer ballots than the meeting's minimum was opened by an exception, which "
        "not every teller has signed."
    ), ("exception-incomplete",)),
    ("plan", N_(
        "The exception that tellers signed is none from this plan, or this round needs none."
    ), ("exception-other",)),
    ("plan", N_("A teller's signature under the exception does not hold."),
        ("exception-signature",)),
    ("plan", N_(
        "This round has fewer ballots than the meeting's minimum. Every teller has signed that it "
        "is opened all the same."
    ), ("round-excepted",)),
    # shuffles
    ("8", N_("Single answers were shuffled by fewer different tellers than the meeting demands."),
        ("shuffles-few",)),
    ("11", N_("No teller signed a shuffle: it counts as nobody's."), ("shuffle-unsigned",)),
    ("8", N_("A shuffle is not proved: answers may have been dropped, added or changed."),
        ("shuffle-proof",)),
    ("shuffle", N_("There is a shuffle although nothing is to be shuffled."), ("shuffle-nothing",)),
    # the opening
    ("9", N_("A teller's share is not proved."), ("decryption-proof",)),
    ("10", N_("A teller's share is not bound to this box; the count is not verified."),
        ("not-bound",)),
    ("10", N_("A teller's share is false, or its bound proof belongs to something else."),
        ("bound-proof",)),
    ("11", N_(
        "A share or shuffle stands here in the name of a teller, and no good signature of that "
        "teller is under it: anybody may have put it here."
    ),
        ("act-signature",)),
    ("11", N_("A share comes from a trustee who cannot sign for it."),
        ("act-without-certificate",)),
    ("11", N_("acts.json holds an entry that belongs to nothing in the record."), ("act-stray",)),
    ("11", N_("acts.json holds an entry twice, or of the wrong kind."), (
        "act-duplicate", "act-kind",
    )),
    ("11", N_("A shuffle or share is said to come from a teller who does not exist."),
        ("owner-unknown",)),
    ("9", N_("There are fewer valid shares than tellers needed."), ("shares-missing",)),
    ("9", N_("The result is not what the tellers' shares give."), ("result-value",)),
    ("also", N_("A single answer could mark its ballot: this answer counts as invalid."),
        ("single-answer-marked",)),
    ("also", N_(
        "More names than the papers allow: a ballot was made by another program than the "
        "kiosk's. All ballots count."
    ), ("names-over-limit",)),
    ("also", N_(
        "A sum that ballots which keep the papers' limits cannot lead to: a ballot was made by "
        "another program than the kiosk's. All ballots count."
    ), ("limit-over-sum",)),
    ("14", N_("The record ends before the result: not finished."), ("record-unfinished",)),
    ("14", N_("The record of this box is not here."), ("record-missing",)),
    # draws by lot
    ("draw", N_("Nothing can be drawn from this list as it stands."), ("draw-list",)),
    ("draw", N_("A list that was drawn from is another meeting's, or these boxes are others."),
        ("draw-meeting",)),
    ("draw", N_("A draw is not what the tellers' shares give."), ("draw-differs",)),
    ("draw", N_("The list that was drawn from is missing."), ("draw-missing",)),
    ("draw", N_("Too few tellers have given their share of a draw: not finished."), (
        "draw-unfinished",)),
)  # fmt: skip

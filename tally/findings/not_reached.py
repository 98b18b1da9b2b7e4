"""Codes that stand in modules which the verifier uses, and that no verdict holds.

A test holds this list, and the table of `codes`, against the code.
"""

from __future__ import annotations

NOT_REACHED: dict[str, tuple[str, ...]] = {
    "asking a meeting before for its next stage": (
        "before-no-folder", "stage-untied", "stage-waits",
    ),
    "making ballots, shares and shuffles": (
        "ballot-altered", "choices-blank", "choices-length", "choices-total", "choices-value",
        "note-name", "credential-form", "credential-mismatch", "key-mismatch", "seed-form",
        "vector-value",
        "generators-collide",
    ),
    "boxes at work, and their encrypted tally": ("box-open", "tally-value", "total-weight"),
    "excluded by what was read before it": (
        "answer-kind", "archive-bytes", "election-questions", "election-version",
        "question-answers", "receipt-box", "text-not-unicode", "result-shape", "result-sums",
        "server-key-form",
        "share-shape", "shuffle-length", "trustees-group",
    ),
    "what opened single answers say of themselves; they count as invalid then": (
        "ranking-few", "ranking-gap", "ranking-person", "ranking-places", "ranking-rule",
        "ranking-twice", "score-form", "score-people", "score-range",
        "write-in-character", "write-in-form", "write-in-too-long",
    ),
    "proofs of the board, which a whole record needs not": (
        "merkle-consistency", "merkle-inclusion", "merkle-length", "merkle-size",
    ),
    "making cosignatures, and notes that nobody need have cosigned": (
        "cosignature-missing", "cosignature-moment", "cosigner-key",
    ),
    "what a kiosk knows of a box and a verifier need not": ("setup-name",),
    "what computes cannot be relied on, so that there is no verdict": (
        "arithmetic-differs", "arithmetic-unavailable", "arithmetic-unknown",
    ),
    "what an opened ballot can be refused for, told as its word or as a mismatch": (
        "opened-choices", "opened-credential",
    ),
    "refused before there is a verdict": (
        "cancelled-part", "cancelled-words-form",
        "opened-base64", "opened-form", "opened-without-word", "spoiled-signature",
        "cosigner-form", "kept-note-form", "receipt-base64", "receipt-checkpoint",
        "receipt-form", "record-unsupported", "source-unknown",
    ),
}  # fmt: skip
"""Codes in modules that the verifier uses, with why no verdict holds them."""

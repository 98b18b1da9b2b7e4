"""The codes about what stands in the record of a closed box, as rows of the table in `codes`."""

from __future__ import annotations

from meeting.language import N_

_FORM = N_("Something is not written in the one form that is allowed.")
_ARCHIVE = N_("The file is not written as records are: block by block, with nothing between.")
_CHAIN = N_("The data of an event is not where it belongs.")
_TELLERS = N_("The tellers' keys do not hold: a proof, certificate or signature is not valid.")
_QUESTION = N_("The election asks a question that cannot be asked so.")

RECORDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # 6: one form only, everywhere
    ("6", _FORM, (
        "array-length", "decimal-not-canonical", "decimal-out-of-range", "element-not-canonical",
        "element-outside-group", "hash-form", "integer-out-of-range", "json-fields",
        "json-not-canonical", "json-not-utf8", "json-syntax", "json-too-deep", "json-too-long",
        "json-type", "scalar-not-canonical", "scalar-out-of-range", "text-too-long",
        "uuid-form", "weight-not-canonical",
    )),
    ("6", N_("The neutral element stands where a key or a credential must."),
        ("element-identity",)),
    # the archive and the chain
    ("archive", _ARCHIVE, (
        "archive-block", "archive-content", "archive-header", "archive-name", "archive-padding",
        "archive-time", "archive-zero-block",
    )),
    ("archive", N_("A piece of the record was altered: its content does not fit its name."),
        ("archive-hash",)),
    ("archive", N_("The file was cut short."), ("archive-truncated",)),
    ("archive", N_("A piece of the record stands in it twice."), ("archive-duplicate",)),
    ("4", N_("Events stand in an order that is not possible."), ("event-order",)),
    ("chain", N_("The hash chain is broken: an event does not follow the one before it."),
        ("event-parent",)),
    ("chain", N_("The hash chain is broken: an event is missing or out of place."),
        ("event-height",)),
    ("chain", _CHAIN, (
        "data-after-event", "data-misplaced", "data-order", "data-reused", "event-payload",
        "event-type",
    )),
    ("chain", N_("An event refers to data that is not in the record."), ("data-missing",)),
    ("chain", N_("The record holds data that no event refers to."), ("data-unreferenced",)),
    ("chain", N_("The file holds no record of a box."), ("setup-missing",)),
    ("4", N_("A teller opened this box twice."), ("owner-repeated",)),
    # the Setup
    ("setup", N_("The key that ballots were encrypted with is not the tellers' joint key."),
        ("election-key",)),
    ("setup", _QUESTION, (
        "question-limits", "question-unsupported",
        "group-no-embedding", "vector-length",
    )),
    ("setup", N_("The election is of a kind that this program does not know."), (
        "group-unknown", "language-direction",
    )),
    ("setup", _TELLERS, (
        "certificate-context", "certificate-group", "coefexps-length", "key-signature",
        "message-signature", "proof-of-knowledge", "trustee-kind", "verification-key",
    )),
    ("also", N_("Two tellers have the same key."), (
        "certificate-duplicate", "trustee-duplicate",
    )),
    ("7", N_("The list of public credentials is not sorted."), ("credentials-unsorted",)),
    ("7", N_("A public credential stands on the list twice."), ("credential-duplicate",)),
    ("7", N_("A credential carries a weight that no credential can have."), ("credential-weight",)),
    ("13", N_("There are not as many public credentials as printed slips."),
        ("credentials-not-slips",)),
    ("12", N_("A credential carries a weight; slips of a meeting weigh the same."),
        ("credential-weighted",)),
    ("12", N_("The box is not the one that the meeting's definition describes."),
        ("election-not-meeting",)),
    ("12", N_("The tellers of the box are not those that the meeting demands."),
        ("tellers-not-meeting",)),
    ("12", N_("This box has other tellers' keys than the other boxes."), ("tellers-differ",)),
    ("12", N_("Two boxes use the same election."), ("election-shared",)),
    ("12", N_("A credential can vote in two boxes."), ("credential-shared",)),
    # ballots
    ("12", N_("A ballot was made with a slip that is not one of this box."),
        ("credential-unknown",)),
    ("5", N_("Two ballots were made with the same slip."), ("credential-reused",)),
    ("also", N_(
        "Two encrypted choices use the same randomness: a kiosk is broken or leaks."
    ), ("alpha-reused",)),
    ("also", N_(
        "A choice was encrypted without randomness, so that anybody can read it: a kiosk is "
        "broken or leaks."
    ), ("alpha-identity",)),
    ("1", N_("A ballot's signature is not valid."), ("ballot-signature",)),
    ("1", N_("A ballot's fingerprint is not that of the ballot."), ("ballot-hash",)),
    ("1", N_("A ballot was made for another box."), ("ballot-election",)),
    ("1", N_("The proof that a choice is 0 or 1 is not valid."), ("individual-proof",)),
    ("1", N_("The proof that a ballot keeps the limits of its paper is not valid."), (
        "list-proof", "nonzero-proof", "overall-proof",
    )),
    ("2", N_("The proof about abstaining is not valid."), ("blank-proof",)),
    ("1", N_("The proof that a voter knows what a single answer holds is not valid."),
        ("single-answer-proof",)),
    ("ballot", N_("A ballot with single answers weighs more than one vote."),
        ("single-answer-weight",)),
    ("sealing", N_(
        "The ballots are not sorted by their fingerprints: their order may tell who voted when."
    ), ("ballots-unsorted",)),
)  # fmt: skip

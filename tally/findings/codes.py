"""Every code of the verifier: what rule of the protocol it stands for, and the sentence told.

`rule` names a point of the protocol's list of what other verifiers let pass ("1" to "14"), or
where else the rule comes from: "also" (the list's last line), "archive", "chain", "setup",
"ballot", "shuffle", "opening", "sum" (of boxes that are opened as one), "plan" (of what is opened
alone and what as one), "draw" (by lot), "checkpoint", "receipt", "published", "sealing" (in which
order ballots stand), "profile" (notes that say what a record by itself does not show). Codes are
stable: programs may rely on them.

A test holds this table against the code: everything that the verifier can raise stands here, and
nothing else; and for each code there is a record that breaks exactly its rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from meeting.language import N_
from tally.findings.codes_of_slips import SLIPS_AND_DRAWS


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for: the rule, and the msgid of what a reader is told."""

    rule: str
    sentence: str


_FORM = N_("Something is not written in the one form that is allowed.")
_ARCHIVE = N_("The file is not written as records are: block by block, with nothing between.")
_CHAIN = N_("The data of an event is not where it belongs.")
_TELLERS = N_("The tellers' keys do not hold: a proof, certificate or signature is not valid.")
_QUESTION = N_("The election asks a question that cannot be asked so.")
_NOTE = N_("The server's signed note is not written as such notes are.")

_TABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
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
    ("14", N_("The record ends before the result: not finished."), ("record-unfinished",)),
    ("14", N_("The record of this box is not here."), ("record-missing",)),
    # around the record
    ("checkpoint", N_("The server's signature over the closed box is missing."),
        ("checkpoint-missing",)),
    ("checkpoint", N_("The server's signature does not cover the closing of the box."),
        ("checkpoint-early",)),
    ("checkpoint", N_("The checkpoint is another meeting's."), ("checkpoint-meeting",)),
    ("checkpoint", N_("The checkpoint is another box's."), ("checkpoint-box",)),
    ("checkpoint", N_("The record is shorter than the server has signed."),
        ("checkpoint-rollback",)),
    ("checkpoint", N_("The record is another one than the server has signed."),
        ("checkpoint-fork",)),
    ("checkpoint", N_("The server's signature is not valid."), ("note-signature",)),
    ("checkpoint", N_("The server has not signed this."), ("note-unsigned",)),
    ("checkpoint", _NOTE, (
        "checkpoint-form", "note-base64", "note-form", "note-text", "note-too-long",
    )),
    ("published", N_("This is not the meeting whose fingerprint was given."),
        ("meeting-fingerprint",)),
    ("published", N_("meeting.json is not the one that the records were made for."),
        ("meeting-other",)),
    ("published", N_("This is not a published meeting: meeting.json cannot be read."),
        ("meeting-not-canonical",)),
    ("published", N_("There is a box that the meeting does not have."), ("box-unknown",)),
    ("published", N_("A file of a published folder is missing."), ("file-missing",)),
    ("published", N_("A link stands where a file or folder belongs; it is not followed."),
        ("file-symlink",)),
    ("published", N_("Something that is no file stands where one belongs; it is not opened."),
        ("file-special",)),
    ("published", N_("A file is larger than it can be; it was not read."), ("file-size",)),
    ("published", N_("This is no part of a published folder; nobody checked what it says."),
        ("file-unexpected",)),
    ("published", N_(
        "This is named like what an operating system puts there by itself, and holds nothing that "
        "a page could show. It is no part of the folder."
    ), ("file-of-system",)),
    ("published", N_("figures.json does not hold the figures that outcome.json and reports show."),
        ("figures-differ",)),
    ("published", N_("outcome.json does not follow from the records."), ("outcome-differs",)),
    ("published", N_("This file is not what follows from the outcome."), ("report-differs",)),
    ("published", N_(
        "This file says that it is of another version of the program; it was not compared. Verify "
        "the folder with the version that made it."
    ), ("file-other-version",)),
    ("published", N_(
        "Reports and README.txt were not compared: outcome.json says that they are of another "
        "version of the program, and anybody can write that. Do not rely on a figure in them, nor "
        "on README.txt; hold them against outcome.json."
    ), ("report-other-version",)),
    ("published",
        N_("The outcome was not compared: the records and their openings must hold first."),
        ("outcome-not-compared",)),
    ("published", N_("Voters present and slips issued were not entered."), ("figures-missing",)),
    ("13", N_("The figures do not reconcile."), ("figures-disagree",)),
    ("published", N_(
        "A round is void as a whole: more ballots were received than slips issued, or than people "
        "could vote. No result follows from it."
    ), ("round-void",)),
    ("published", N_(
        "More people present than entitled, or more slips issued than people present: the figures "
        "stand as they were entered."
    ), ("figures-unusual",)),
    ("published", N_("Figures were corrected; the earlier ones are kept beside the new ones."),
        ("figures-corrected",)),
    ("published", N_("A correction of the figures has no reason that can be read."),
        ("figures-reason",)),
    # receipts
    ("receipt", N_("This receipt is of another meeting or box."),
        ("receipt-foreign",)),
    ("receipt", N_(
        "The server acknowledged a ballot that is missing: this receipt is proof of it."
    ), ("receipt-not-honoured",)),
    ("receipt", N_("The box is still open: the ballot may be waiting to be sealed."),
        ("receipt-waiting",)),
    ("receipt", N_("The server has not signed this."), ("server-signature",)),
    # ballots that a kiosk opened
    ("opened", N_(
        "The server signed that this ballot is void, and it is in the box: its code is proof of it."
    ), ("opened-cast",)),
    ("opened", N_("This opened ballot is of another meeting or box."), ("opened-foreign",)),
    ("opened", N_("The server did not sign that this opened ballot of a slip of the box is void."),
        ("opened-word",)),
    ("opened", N_("An opened ballot is not what its code says: the kiosk encrypted another one."),
        ("opened-mismatch",)),
    ("opened", N_("The box is still open: the opened ballot may yet be found in it."),
        ("opened-waiting",)),
    # checkpoints that somebody kept
    ("kept", N_(
        "The server signed another board than was published: this checkpoint is proof of it."
    ), ("checkpoint-not-continued",)),
    ("kept", N_("This checkpoint is of another meeting."), ("checkpoint-foreign",)),
    ("kept", N_("The record that this checkpoint covers is not here, or not whole yet."),
        ("checkpoint-not-compared",)),
    ("kept", N_("A cosigner's signature below the checkpoint does not hold."),
        ("cosignature-form", "cosignature-invalid")),
    # a record by itself
    ("profile", N_("The credentials are not sorted. Only our own records sort them."),
        ("foreign-credential-order",)),
    ("profile", N_("There are trustees without certificate keys, as other programs have them."),
        ("single-trustees",)),
    ("profile", N_(
        "The trustees' keys are as releases 2.x of Belenios write them: nothing says which set a "
        "certificate belongs to, and no trustee signed its own key. All other checks were made."
    ), ("old-trustees",)),
    ("profile", N_("acts.json beside the record was used."), ("foreign-acts",)),
    ("profile", N_(
        "Not checked: papers, voter group, tellers and minimum (no meeting.json was read)."
    ), ("no-meeting",)),
    ("profile", N_("Not checked: whether there are as many credentials as printed slips."),
        ("no-slips",)),
    ("profile", N_(
        "Not checked: whether the record was cut and continued (no checkpoint was read)."
    ), ("no-checkpoint",)),
    ("profile", N_("Not checked: outcome and reports (none were read)."), ("no-outcome",)),
)  # fmt: skip

CODES: dict[str, Code] = {
    code: Code(rule, sentence)
    for rule, sentence, codes in (*_TABLE, *SLIPS_AND_DRAWS)
    for code in codes
}
"""Every code that a verdict can hold."""

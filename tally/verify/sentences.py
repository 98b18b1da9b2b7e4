"""What a reader is told for each code: one sentence, in this room's catalogue.

Codes of `crypto` that have no sentence of their own are told by the family of their error; the
technical detail always stands beside it, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable

from tally.marked import N_
from tally.verify.finding import Finding

_SENTENCES = {
    # archive and chain
    "archive-hash": N_("A piece of the record was altered: its content does not fit its name."),
    "archive-truncated": N_("The file was cut short."),
    "archive-duplicate": N_("A piece of the record stands in it twice."),
    "event-order": N_("Events stand in an order that is not possible."),
    "event-parent": N_("The hash chain is broken: an event does not follow the one before it."),
    "event-height": N_("The hash chain is broken: an event is missing or out of place."),
    "data-missing": N_("An event refers to data that is not in the record."),
    "data-unreferenced": N_("The record holds data that no event refers to."),
    "owner-repeated": N_("A teller opened this box twice."),
    "record-empty": N_("The file holds no record of a box."),
    # setup
    "election-key": N_("The key that ballots were encrypted with is not the tellers' joint key."),
    "credentials-unsorted": N_("The list of public credentials is not sorted."),
    "credential-duplicate": N_("A public credential stands on the list twice."),
    "credentials-not-slips": N_("There are not as many public credentials as printed slips."),
    "credential-weighted": N_("A credential carries a weight; slips of a meeting weigh the same."),
    "election-not-meeting": N_("The box is not the one that the meeting's definition describes."),
    "tellers-not-meeting": N_("The tellers of the box are not those that the meeting demands."),
    "tellers-differ": N_("This box has other tellers' keys than the other boxes."),
    "election-shared": N_("Two boxes use the same election."),
    "credential-shared": N_("A credential can vote in two boxes."),
    # ballots
    "credential-unknown": N_("A ballot was made with a slip that is not one of this box."),
    "credential-reused": N_("Two ballots were made with the same slip."),
    "alpha-reused": N_(
        "Two encrypted choices use the same randomness: a voting booth is broken or leaks."
    ),
    "ballot-signature": N_("A ballot's signature is not valid."),
    "ballot-hash": N_("A ballot's fingerprint is not that of the ballot."),
    "ballot-election": N_("A ballot was made for another box."),
    "individual-proof": N_("The proof that a choice is 0 or 1 is not valid."),
    "overall-proof": N_("The proof that a ballot keeps the limits of its paper is not valid."),
    "blank-proof": N_("The proof about abstaining is not valid."),
    # totals
    "tally-num-tallied": N_("The stated number of ballots is not that of the record."),
    "tally-total-weight": N_("The stated total weight is not that of the recorded ballots."),
    "tally-differs": N_("The encrypted totals are not the sum of the recorded ballots."),
    "minimum-group": N_(
        "The box was opened although it has fewer ballots than the meeting's minimum."
    ),
    "not-opened": N_("The box has fewer ballots than the meeting's minimum and stays closed."),
    # opening
    "decryption-proof": N_("A teller's share is not proved."),
    "not-bound": N_("A teller's share is not bound to this box; the count is not verified."),
    "bound-proof": N_("A teller's share is false, or its bound proof belongs to something else."),
    "act-signature": N_("A teller's share is not signed by the teller it is said to come from."),
    "act-without-certificate": N_("A share comes from a trustee who cannot sign for it."),
    "act-stray": N_("acts.json holds an entry that belongs to nothing in the record."),
    "share-duplicated": N_("A teller opened this box twice."),
    "shares-missing": N_("There are fewer valid shares than tellers needed."),
    "result-value": N_("The result is not what the tellers' shares give."),
    "record-unfinished": N_("The record ends before the result: not finished."),
    "record-missing": N_("The record of this box is not here."),
    # around the record
    "checkpoint-missing": N_("The server's signature over the closed box is missing."),
    "checkpoint-early": N_("The server's signature does not cover the closing of the box."),
    "checkpoint-meeting": N_("The checkpoint is another meeting's."),
    "checkpoint-box": N_("The checkpoint is another box's."),
    "checkpoint-rollback": N_("The record is shorter than the server has signed."),
    "checkpoint-fork": N_("The record is another one than the server has signed."),
    "note-signature": N_("The server's signature is not valid."),
    "note-unsigned": N_("The server has not signed this."),
    "meeting-hash": N_("This is not the meeting whose hash was given."),
    "box-unknown": N_("There is a box that the meeting does not have."),
    "file-missing": N_("A file of a published folder is missing."),
    "outcome-differs": N_("outcome.json does not follow from the records."),
    "report-differs": N_("This file is not what follows from the outcome."),
    "outcome-not-compared": N_("The outcome was not compared, because the records do not hold."),
    "figures-missing": N_("Voters present and slips issued were not entered."),
    "figures-disagree": N_("The figures do not reconcile."),
    # receipts
    "receipt-foreign": N_("This receipt is of another meeting or box."),
    "receipt-not-honoured": N_(
        "The server acknowledged a ballot that is missing: this receipt is proof of it."
    ),
    "server-signature": N_("The server has not signed this."),
    # a record by itself
    "foreign-credential-order": N_(
        "The credentials are not sorted. Only our own records sort them."
    ),
    "single-trustees": N_(
        "There are trustees without certificate keys, as other programs have them."
    ),
    "foreign-acts": N_("acts.json beside the record was used."),
    "no-meeting": N_("Not checked: papers, voter group, tellers and minimum (no meeting.json)."),
    "no-slips": N_("Not checked: whether there are as many credentials as printed slips."),
    "no-checkpoint": N_("Not checked: whether the record was cut and continued (no checkpoint)."),
    "no-outcome": N_("Not checked: outcome and reports (none here)."),
}
_NOTES = {
    "not-bound": N_("Not bound: the tellers' shares carry Belenios' own proofs only."),
}
_FAMILIES = {
    "parse": N_("Something is not written in the one form that is allowed."),
    "proof": N_("A proof or a signature is not valid."),
    "record": N_("The record is out of order."),
    "ceremony": N_("A message of the key ceremony is not right."),
    "meeting": N_("A file does not fit the meeting."),
    "": N_("Something does not hold."),
}


def sentence(finding: Finding, translate: Callable[[str], str]) -> str:
    """The sentence for a finding in the reader's language."""
    if finding.level == "note" and finding.code in _NOTES:
        return translate(_NOTES[finding.code])
    found = _SENTENCES.get(finding.code)
    return translate(found or _FAMILIES[finding.family])

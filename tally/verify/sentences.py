"""What a reader is told for each code: one sentence, in this room's catalogue.

Codes of `crypto` that have no sentence of their own are told by the family of their error; the
technical detail always stands beside it, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable

from tally.marked import marked
from tally.verify.finding import Finding

_SENTENCES = {
    # archive and chain
    "archive-hash": marked("A piece of the record was altered: its content does not fit its name."),
    "archive-truncated": marked("The file was cut short."),
    "archive-duplicate": marked("A piece of the record stands in it twice."),
    "event-order": marked("Events stand in an order that is not possible."),
    "event-parent": marked("The hash chain is broken: an event does not follow the one before it."),
    "event-height": marked("The hash chain is broken: an event is missing or out of place."),
    "data-missing": marked("An event refers to data that is not in the record."),
    "data-unreferenced": marked("The record holds data that no event refers to."),
    "owner-repeated": marked("A teller opened this box twice."),
    "record-empty": marked("The file holds no record of a box."),
    # setup
    "election-key": marked(
        "The key that ballots were encrypted with is not the tellers' joint key."
    ),
    "credentials-unsorted": marked("The list of public credentials is not sorted."),
    "credential-duplicate": marked("A public credential stands on the list twice."),
    "credentials-not-slips": marked("There are not as many public credentials as printed slips."),
    "credential-weighted": marked(
        "A credential carries a weight; slips of a meeting weigh the same."
    ),
    "election-not-meeting": marked(
        "The box is not the one that the meeting's definition describes."
    ),
    "tellers-not-meeting": marked("The tellers of the box are not those that the meeting demands."),
    "tellers-differ": marked("This box has other tellers' keys than the other boxes."),
    "election-shared": marked("Two boxes use the same election."),
    "credential-shared": marked("A credential can vote in two boxes."),
    # ballots
    "credential-unknown": marked("A ballot was made with a slip that is not one of this box."),
    "credential-reused": marked("Two ballots were made with the same slip."),
    "alpha-reused": marked(
        "Two encrypted choices use the same randomness: a voting booth is broken or leaks."
    ),
    "ballot-signature": marked("A ballot's signature is not valid."),
    "ballot-hash": marked("A ballot's fingerprint is not that of the ballot."),
    "ballot-election": marked("A ballot was made for another box."),
    "individual-proof": marked("The proof that a choice is 0 or 1 is not valid."),
    "overall-proof": marked("The proof that a ballot keeps the limits of its paper is not valid."),
    "blank-proof": marked("The proof about abstaining is not valid."),
    # totals
    "tally-num-tallied": marked("The stated number of ballots is not that of the record."),
    "tally-total-weight": marked("The stated total weight is not that of the recorded ballots."),
    "tally-differs": marked("The encrypted totals are not the sum of the recorded ballots."),
    "minimum-group": marked(
        "The box was opened although it has fewer ballots than the meeting's minimum."
    ),
    "not-opened": marked("The box has fewer ballots than the meeting's minimum and stays closed."),
    # opening
    "decryption-proof": marked("A teller's share is not proved."),
    "not-bound": marked("A teller's share is not bound to this box; the count is not verified."),
    "bound-proof": marked(
        "A teller's share is false, or its bound proof belongs to something else."
    ),
    "act-signature": marked(
        "A teller's share is not signed by the teller it is said to come from."
    ),
    "act-without-certificate": marked("A share comes from a trustee who cannot sign for it."),
    "act-stray": marked("acts.json holds an entry that belongs to nothing in the record."),
    "share-duplicated": marked("A teller opened this box twice."),
    "shares-missing": marked("There are fewer valid shares than tellers needed."),
    "result-value": marked("The result is not what the tellers' shares give."),
    "record-unfinished": marked("The record ends before the result: not finished."),
    "record-missing": marked("The record of this box is not here."),
    # around the record
    "checkpoint-missing": marked("The server's signature over the closed box is missing."),
    "checkpoint-early": marked("The server's signature does not cover the closing of the box."),
    "checkpoint-meeting": marked("The checkpoint is another meeting's."),
    "checkpoint-box": marked("The checkpoint is another box's."),
    "checkpoint-rollback": marked("The record is shorter than the server has signed."),
    "checkpoint-fork": marked("The record is another one than the server has signed."),
    "note-signature": marked("The server's signature is not valid."),
    "note-unsigned": marked("The server has not signed this."),
    "meeting-hash": marked("This is not the meeting whose hash was given."),
    "box-unknown": marked("There is a box that the meeting does not have."),
    "file-missing": marked("A file of a published folder is missing."),
    "outcome-differs": marked("outcome.json does not follow from the records."),
    "report-differs": marked("This file is not what follows from the outcome."),
    "outcome-not-compared": marked(
        "The outcome was not compared, because the records do not hold."
    ),
    "figures-missing": marked("Voters present and slips issued were not entered."),
    "figures-disagree": marked("The figures do not reconcile."),
    # receipts
    "receipt-foreign": marked("This receipt is of another meeting or box."),
    "receipt-not-honoured": marked(
        "The server acknowledged a ballot that is missing: this receipt is proof of it."
    ),
    "server-signature": marked("The server has not signed this."),
    # a record by itself
    "foreign-credential-order": marked(
        "The credentials are not sorted. Only our own records sort them."
    ),
    "single-trustees": marked(
        "There are trustees without certificate keys, as other programs have them."
    ),
    "foreign-acts": marked("acts.json beside the record was used."),
    "no-meeting": marked(
        "Not checked: papers, voter group, tellers and minimum (no meeting.json)."
    ),
    "no-slips": marked("Not checked: whether there are as many credentials as printed slips."),
    "no-checkpoint": marked(
        "Not checked: whether the record was cut and continued (no checkpoint)."
    ),
    "no-outcome": marked("Not checked: outcome and reports (none here)."),
}
_NOTES = {
    "not-bound": marked("Not bound: the tellers' shares carry Belenios' own proofs only."),
}
_FAMILIES = {
    "parse": marked("Something is not written in the one form that is allowed."),
    "proof": marked("A proof or a signature is not valid."),
    "record": marked("The record is out of order."),
    "ceremony": marked("A message of the key ceremony is not right."),
    "meeting": marked("A file does not fit the meeting."),
    "": marked("Something does not hold."),
}


def sentence(finding: Finding, translate: Callable[[str], str]) -> str:
    """The sentence for a finding in the reader's language."""
    if finding.level == "note" and finding.code in _NOTES:
        return translate(_NOTES[finding.code])
    found = _SENTENCES.get(finding.code)
    return translate(found or _FAMILIES[finding.family])

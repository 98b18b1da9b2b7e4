"""The codes about what is published around records, as rows of the table in `codes`."""

from __future__ import annotations

from meeting.language import N_

_NOTE = N_("The server's signed note is not written as such notes are.")

FOLDERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
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
    ("published", N_(
        "The meeting was published under the rules of an earlier release: the order of ballots, "
        "openings by plan and the account of slips are not checked."
    ), ("earlier-rules",)),
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
        "The report does not name the tellers whose signatures under the figures of the hall, or "
        "under a ruling, hold."
    ), ("report-signers-differ",)),
    ("published", N_(
        "This file says that it is of another version of the program; it was not compared. Verify "
        "the folder with the version that made it."
    ), ("file-other-version",)),
    ("published", N_(
        "Reports and README.txt were not compared: outcome.json says that they are of another "
        "version of the program, and anybody can write that. Do not rely on a figure in them, nor "
        "on README.txt, nor on the sentences in outcome.json; hold them against its numbers."
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
    ("published", N_(
        "Fewer than two tellers have signed the figures of the hall: one person could have typed "
        "them."
    ), ("figures-unsigned",)),
    ("published", N_("What tellers signed are other figures than these."), ("figures-other",)),
    ("published", N_("A teller's signature under the figures of the hall does not hold."),
        ("figures-signature",)),
    ("published", N_("A correction of the figures has no reason that can be read."),
        ("figures-reason",)),
    # what people decided, and the lot
    ("draw", N_("This draw was not made from the list that follows from the step of its name."),
        ("draw-other-list",)),
    ("ruling", N_("What people decide about a step is not here."), ("ruling-missing",)),
    ("ruling", N_(
        "Fewer than two tellers have signed this ruling: one person could have written it."
    ), ("ruling-unsigned",)),
    ("ruling", N_("A teller's signature under a ruling does not hold."), ("ruling-signature",)),
    ("ruling", N_("This ruling is another meeting's."), ("ruling-meeting",)),
    ("ruling", N_("This ruling is about another step, or of another kind."), ("ruling-step",)),
    ("ruling", N_("This ruling was made about other people than those who came to the step."),
        ("ruling-other-people",)),
    ("ruling", N_("This ruling is about somebody who is no person of this meeting."),
        ("ruling-person",)),
    ("ruling", N_(
        "This ruling says nothing of somebody whom it is about, or too much: somebody twice, more "
        "than the rules allow, or a deferral without its reason."
    ), ("ruling-people",)),
    ("ruling", N_(
        "This ruling about written names does not fit the names that were written, or it would "
        "count what cannot be."
    ), ("ruling-names",)),
    ("ruling", N_("This ruling does not say where it comes from."), ("ruling-source",)),
    ("ruling", N_("What this ruling says cannot be read: its date, its words, or a note."),
        ("ruling-content",)),
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

"""The boxes that a teller's key knows: those of the slips, checked before anything was handed out.

A server could keep the meeting and the tellers' key and exchange a box's list of credentials: one
voter alone among invented ones, whose choices the server knows. So the key file keeps the Setup
hash of every box, taken from the prepared folder or confirmed by the hash on a slip, and no other
box is shuffled or opened with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crypto.ceremony.steps import own_place
from crypto.groups.named import group_named
from meeting.command_line.given_fingerprint import OPTION
from meeting.definition.meeting import Box
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.published.setups import meeting_fingerprint
from meeting.registrar.prepared_folder import Prepared
from tally.keys.key_file import KeyFile
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.words.figures_and_names import short_hash


def check_prepared(prepared: Prepared, file: KeyFile, said: GivenFingerprint | None = None) -> None:
    """Check, as a teller, what the slips were made for, and keep its Setup hashes in the key file.

    `said` is the meeting fingerprint that the teller read on paper, if any.
    Raises Problem "key-meeting" or "key-unfinished", Problem "setups-other" when the key has
    checked other boxes before, Refused "seed-foreign" when the trustees are not this key's
    ceremony, Problem "key-place" when they stand there at another place or with another key,
    "setups-differ" when these are not the boxes of the paper.
    """
    group = group_named(prepared.meeting.group_name)
    file.refuse_other_meeting(prepared.definition_hash)
    key = file.key
    public_key = group.base_power(key.required_secret())
    trustees = prepared.boxes[0].setup.trustees  # all boxes' are the same text
    own = own_place(group, key.seed, trustees)
    if own.index != key.index or own.public_key != public_key:
        raise Problem(
            "key-place",
            "The tellers' keys in this folder do not hold this key at its place. Do not print "
            "these slips; call the chief teller.",
        )
    if said is not None:
        _refuse_other(said, prepared.setups)
    _keep(file, prepared.setups)


def confirm_setups(work: WorkFolder, file: KeyFile, said: GivenFingerprint | None) -> None:
    """Make sure that the key knows its boxes, by what the teller read on a slip if need be.

    Raises Problem "key-meeting", "setups-unknown" when neither `check` was run nor a fingerprint
    was given, "setups-differ" when the one from the slip is not that of the boxes.
    """
    file.refuse_other_meeting(work.folder.definition_hash)
    if file.key.setups:
        if said is not None:
            _refuse_other(said, file.key.setups)
        return
    if said is None:
        raise Problem(
            "setups-unknown",
            "This key has not seen the boxes that the slips were printed for. Run `piaoxiang "
            "teller check` on the prepared folder, or give the meeting fingerprint from a slip "
            "with --meeting-fingerprint.",
            where=str(file.path),
        )
    found = work.setups()
    _refuse_other(said, found)
    _keep(file, found)


def refuse_unknown_box(file: KeyFile, box: Box, setup: str) -> None:
    """Raise Problem("setup-unknown") for a box that is not the one of the slips."""
    known = file.key.setups.get(box.id)
    if known != setup:
        raise Problem(
            "setup-unknown",
            "Box {box} is not the one that the slips were printed for (its fingerprint is "
            "{found}, expected {known}). Somebody has exchanged its list or its keys: do not open "
            "it; call the chief teller.",
            where=box.id,
            box=box.id,
            found=short_hash(setup),
            known=short_hash(known) if known else "–",
        )


def _refuse_other(said: GivenFingerprint, setups: Mapping[str, str]) -> None:
    found = meeting_fingerprint(setups)
    if not said.fits(found):
        raise Problem(
            "setups-differ",
            "The meeting fingerprint of these boxes is {found}, but {said} was given "
            "({difference}). If it stands so on the slip, do not go on; call the chief teller.",
            where=OPTION,
            found=short_hash(found),
            said=said.short,
            difference=said.difference(found),
        )


def _keep(file: KeyFile, setups: Mapping[str, str]) -> None:
    if file.key.setups and file.key.setups != setups:
        raise Problem(
            "setups-other",
            "This key has checked other boxes of this meeting before. If slips were made twice, "
            "find out why, and keep to the first; call the chief teller.",
            where=str(file.path),
        )
    file.save(replace(file.key, setups=dict(setups)))

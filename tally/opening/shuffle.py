"""A teller shuffles a box's single answers: verify it from its first event, shuffle, sign, append.

The permutation lives in this process only and is forgotten with it. The key file remembers which
shuffle was this teller's, so that the same teller, when opening, can see that it was used. The
shuffles are ended by the first teller who opens the box, once enough different ones have shuffled.
"""

from __future__ import annotations

from dataclasses import dataclass

from crypto.canonical import sha256_hex
from crypto.ceremony.steps import own_place
from crypto.election.election import Election
from crypto.record.event_order import Stage
from crypto.record.record import Record
from crypto.record.record_builder import RecordBuilder
from crypto.shuffles.shuffle import make_shuffle
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.teller_keys import derive_keys
from crypto.trustees.trustee import Owner
from meeting.definition.meeting import Box
from meeting.opening_plan.plan import Plan
from tally.folder.acts import Act, acts_of
from tally.keys.key_file import KeyFile
from tally.keys.teller_key import Shuffling
from tally.opening.own_look import verified_by
from tally.opening.planned import planned_for, refuse_unplanned
from tally.opening.share import check_key, refuse_counted
from tally.opening.shuffle_rules import refuse_needless_shuffle, shuffles_ended
from tally.opening.work_folder import WorkFolder
from tally.verify.record.ballots import Progress
from tally.verify.record.closing import closing_head, not_closed
from tally.verify.record.opening import Opening
from tally.verify.record.shuffles import demanded_shuffles


@dataclass(frozen=True, slots=True)
class ReadyShuffle:
    """A verified box whose single answers this teller may shuffle; `head` is the closing head."""

    box: Box
    record: Record
    election: Election
    opening: Opening
    owner: Owner
    head: str
    demanded: int
    acts: tuple[Act, ...]
    plan: Plan

    @property
    def done(self) -> bool:
        """Whether this teller has shuffled already."""
        return self.owner.index in self.opening.shufflers


def prepare_shuffle(work: WorkFolder, box: Box, file: KeyFile, progress: Progress) -> ReadyShuffle:
    """Verify the box and everything that decides whether this key may shuffle it.

    Raises Problem: those of opening a box, "shuffle-needless" for a box without single answers,
    "shuffles-ended" when the shuffles are over.
    """
    check_key(work, file)
    planned = planned_for(work, box.round, file)
    refuse_unplanned(planned, box)
    verified = verified_by(work, file, box, progress)
    record, setup, opening = verified.record, verified.setup, verified.opening
    election, trustees = setup.election, setup.trustees
    if election is not None:
        refuse_needless_shuffle(box.id, election)
    head = closing_head(record) if record else None
    if record is None or election is None or trustees is None or opening is None or head is None:
        raise not_closed(box)
    refuse_counted(box.id, counted=record.stage is Stage.FINISHED)
    if record.stage not in (Stage.TALLIED, Stage.SHUFFLING):
        raise shuffles_ended(box.id)
    return ReadyShuffle(
        box,
        record,
        election,
        opening,
        own_place(election.group, file.key.seed, trustees),
        head,
        demanded_shuffles(election, work.meeting.required_shuffles),
        verified.acts or (),
        planned.plan,
    )


def shuffle(work: WorkFolder, ready: ReadyShuffle, file: KeyFile) -> None:
    """Shuffle, remember, then add the Shuffle event and this teller's signed act.

    A teller who has shuffled already adds nothing. Raises Problem "file-changed" where somebody
    has changed what was verified; then nothing is remembered or added.
    """
    if ready.done:
        return
    record, election, owner = ready.record, ready.election, ready.owner
    text = make_shuffle(election, ready.opening.tally).to_json().encode()
    payload = sha256_hex(text)
    message = act_message(record.setup_hash, record.head.hash, owner.index, payload)
    signing = derive_keys(election.group, file.key.seed).signing
    act = Act(owner.index, payload, None, sign_act(election.group, signing, message))
    work.refuse_changed(ready.box)
    planning = file.key.planning(ready.plan.round, ready.plan.hash)
    file.save(planning.having_shuffled(Shuffling(ready.box.id, record.setup_hash, payload)))
    kept = acts_of(ready.acts, (each.data for each in record.shuffles))
    work.write_acts(ready.box, (*kept, act))
    builder = RecordBuilder.after(record).add_shuffle(owner.index, text)
    work.append(ready.box, builder.entries)

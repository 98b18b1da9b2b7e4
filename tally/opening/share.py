"""A teller opens a box: verify it from its first event, compare the head, remember, release.

The order protects single votes. Nothing leaves the machine before the key file durably remembers
the opening; and acts.json is written before the record, so that a record never holds a share whose
bound proof and signature were lost in a crash.
"""

from __future__ import annotations

from dataclasses import dataclass

from crypto.canonical import sha256_hex
from crypto.ceremony.steps import own_place
from crypto.election.election import Election
from crypto.election.shape import flat
from crypto.opening.decryption import partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.proofs.bound import prove_bound
from crypto.record.continued import continued
from crypto.record.event_order import Stage
from crypto.record.record import Record
from crypto.record.record_builder import Entry, RecordBuilder
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.teller_keys import derive_keys
from crypto.trustees.trustee import Owner, Trustees
from meeting.definition.meeting import Box
from meeting.opening_plan.plan import Plan
from tally.folder.acts import Act, acts_of
from tally.keys.key_file import KeyFile
from tally.keys.teller_key import RememberedOpening, TellerKey
from tally.opening.own_look import verified_by
from tally.opening.planned import planned_for, refuse_unplanned
from tally.opening.shuffle_rules import refuse_lost_shuffle, refuse_unshuffled
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.record.ballots import Progress
from tally.verify.record.closing import closing_head, not_closed
from tally.verify.record.opening import bound_context


@dataclass(frozen=True, slots=True)
class ReadyBox:
    """A verified, closed box that this key may open.

    `head` is the closing head, which the hall display must show. `tally` is what is opened;
    `pending` is what has to be appended before the share: the end of the shuffles, or nothing.
    `record` is the record with it. `plan` is the one by which the box is opened alone.
    """

    box: Box
    record: Record
    election: Election
    trustees: Trustees
    tally: EncryptedTally
    owner: Owner
    head: str
    ballots: int
    acts: tuple[Act, ...]
    plan: Plan
    pending: tuple[Entry, ...] = ()

    @property
    def done(self) -> bool:
        """Whether this teller's share is in the record already."""
        return any(each.owner == self.owner.index for each in self.record.partial_decryptions)


def refuse_counted(name: str, *, counted: bool) -> None:
    """Raise Problem("box-counted") for a box or a sum that takes no more shuffles and shares."""
    if counted:
        raise Problem("box-counted", "Box {box} has been counted already.", where=name, box=name)


def prepare(work: WorkFolder, box: Box, file: KeyFile, progress: Progress) -> ReadyBox:
    """Verify the box and everything that decides whether this key may open it.

    Raises Problem: "key-meeting", "key-unfinished", those of `planned_for`, "box-in-sum" and
    "minimum-group" (not alone by the plan), "box-not-valid", "box-counted", "box-unshuffled" (by
    too few tellers), "own-shuffle-missing"; Refused "seed-foreign" for a key of other tellers.
    """
    check_key(work, file)
    planned = planned_for(work, box.round, file)
    refuse_unplanned(planned, box)
    verified = verified_by(work, file, box, progress)
    record, setup, opened = verified.record, verified.setup, verified.opening
    head = closing_head(record) if record else None
    election, trustees = setup.election, setup.trustees
    if record is None or election is None or trustees is None or opened is None or head is None:
        raise not_closed(box)
    refuse_counted(box.id, counted=record.stage is Stage.FINISHED)
    owner = own_place(election.group, file.key.seed, trustees)
    refuse_unshuffled(work.meeting, box.id, election, opened.shufflers)
    shuffles = (sha256_hex(each.data) for each in record.shuffles)
    refuse_lost_shuffle(box.id, file.key, record.setup_hash, shuffles)
    pending: tuple[Entry, ...] = ()
    if record.stage is Stage.SHUFFLING:
        pending = RecordBuilder.after(record).end_shuffles().entries
        record = continued(record, pending)
    return ReadyBox(
        box,
        record,
        election,
        trustees,
        opened.tally,
        owner,
        head,
        verified.count,
        verified.acts or (),
        planned.plan,
        pending,
    )


def release(work: WorkFolder, ready: ReadyBox, file: KeyFile) -> None:
    """Remember the opening, then add this teller's share, bound proof and signed act.

    Raises Problem "second-opening" and "second-plan" before anything is computed, "file-changed"
    where somebody has changed what was verified; then nothing is added. A share that is in the
    record already is left as it is.
    """
    if ready.done:
        return
    work.refuse_changed(ready.box)
    opened = ready.record.opening_head or ready.head
    opening = RememberedOpening(
        ready.box.id, ready.record.setup_hash, ready.election.fingerprint, opened
    )
    plan = ready.plan
    file.save(file.key.planning(plan.round, plan.hash).remembering(opening))
    share, act = _share_and_act(ready, file.key)
    builder = RecordBuilder.after(ready.record).add_partial_decryption(ready.owner.index, share)
    done = (*ready.record.shuffles, *ready.record.partial_decryptions)
    kept = acts_of(ready.acts, (each.data for each in done))
    work.refuse_changed(ready.box)
    work.write_acts(ready.box, (*kept, act))
    work.append(ready.box, (*ready.pending, *builder.entries))


def _share_and_act(ready: ReadyBox, key: TellerKey) -> tuple[bytes, Act]:
    """The partial decryption's exact text, and its entry for acts.json."""
    election, owner = ready.election, ready.owner
    share = partial_decryption(election, ready.tally, key.required_secret(), owner.public_key)
    text = share.to_json().encode()
    payload = sha256_hex(text)
    bound = prove_bound(
        bound_context(ready.record, election, ready.trustees, owner.index),
        ready.tally.ciphertexts,
        flat(share.factors),
        key.required_secret(),
    )
    message = act_message(ready.record.setup_hash, ready.record.head.hash, owner.index, payload)
    signature = sign_act(election.group, derive_keys(election.group, key.seed).signing, message)
    return text, Act(owner.index, payload, bound, signature)


def check_key(work: WorkFolder, file: KeyFile) -> None:
    """Raise Problem unless the key is of this meeting and was finished in the ceremony."""
    file.refuse_other_meeting(work.folder.definition_hash)
    file.key.required_secret()

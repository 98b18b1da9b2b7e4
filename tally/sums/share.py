"""A teller's acts on a sum of boxes: shuffling its single answers, and releasing a share.

As with a box by itself, nothing leaves the machine before the key file durably remembers it: the
opening of *every* box of the sum, so that none of them is opened again, alone or in another sum.
"""

from __future__ import annotations

from dataclasses import replace

from crypto.canonical import loads, sha256_hex
from crypto.election.shape import flat, shaped_json, shaped_like
from crypto.proofs.bound import prove_bound
from crypto.shuffles.shuffle import make_shuffle
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.teller_keys import derive_keys
from meeting.limits import LARGEST_SUM_OPENING
from tally.folder.sum_opening import SumAct
from tally.keys.key_file import KeyFile
from tally.keys.teller_key import RememberedOpening, Shuffling, TellerKey
from tally.opening.share import refuse_counted
from tally.opening.shuffle_rules import (
    refuse_lost_shuffle,
    refuse_needless_shuffle,
    refuse_unshuffled,
    shuffles_ended,
)
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.sums.sum import ReadySum
from tally.verify.meeting.sum_opening import sum_bound_context
from tally.verify.record.shuffles import demanded_shuffles


def demanded(work: WorkFolder, ready: ReadySum) -> int:
    """How many different tellers must shuffle this sum."""
    return demanded_shuffles(ready.election, work.meeting.required_shuffles)


def refuse_shuffle(ready: ReadySum) -> None:
    """Raise Problem "shuffle-needless" or "shuffles-ended" where nobody shuffles (any more)."""
    refuse_needless_shuffle(ready.name, ready.election)
    if ready.acts.shares:
        raise shuffles_ended(ready.name)


def refuse_unopenable(work: WorkFolder, ready: ReadySum, file: KeyFile) -> None:
    """Raise Problem where nobody opens yet, or any more, or this teller does not.

    "own-shuffle-missing", "box-unshuffled", "box-counted".
    """
    shuffles = (each.payload for each in ready.acts.shuffles)
    refuse_lost_shuffle(ready.name, file.key, ready.definition.hash, shuffles)
    refuse_unshuffled(work.meeting, ready.name, ready.election, ready.opening.shufflers)
    refuse_counted(ready.name, counted=ready.acts.result is not None)


def shuffle_sum(work: WorkFolder, ready: ReadySum, file: KeyFile) -> None:
    """Shuffle, remember, then add the shuffle with this teller's signature; once per teller.

    Raises Problem: see `refuse_shuffle`; "file-changed" where somebody has changed what was
    verified.
    """
    refuse_shuffle(ready)
    if ready.shuffled:
        return
    election, definition = ready.election, ready.definition
    made = make_shuffle(election, ready.opening.tally, fingerprint=definition.fingerprint)
    text = made.to_json()
    payload = sha256_hex(text)
    message = act_message(definition.hash, ready.acts.head, ready.owner.index, payload)
    signing = derive_keys(election.group, file.key.seed).signing
    act = SumAct(
        ready.owner.index,
        loads(text, limit=LARGEST_SUM_OPENING),
        None,
        sign_act(election.group, signing, message),
    )
    work.refuse_changed(*ready.boxes)
    planning = file.key.planning(ready.plan.round, ready.plan.hash)
    file.save(planning.having_shuffled(Shuffling(ready.name, definition.hash, payload)))
    acts = replace(ready.acts, shuffles=(*ready.acts.shuffles, act))
    work.write_sum(ready.name, definition, acts)


def release_sum(work: WorkFolder, ready: ReadySum, file: KeyFile) -> None:
    """Remember the opening of every box, then add this teller's share.

    Raises Problem: see `refuse_unopenable`, and "second-opening", before anything is computed or
    kept; "file-changed" where somebody has changed what was verified. A share that is there already
    is left as it is.
    """
    if ready.done:
        return
    refuse_unopenable(work, ready, file)
    work.refuse_changed(*ready.boxes)
    file.save(_remembering(ready, file.key))
    act = _share(ready, file.key)
    work.refuse_changed(*ready.boxes)
    acts = replace(ready.acts, shares=(*ready.acts.shares, act))
    work.write_sum(ready.name, ready.definition, acts)


def _remembering(ready: ReadySum, key: TellerKey) -> TellerKey:
    key = key.planning(ready.plan.round, ready.plan.hash)
    for each in ready.definition.boxes:
        election = ready.verified[each.id].setup.election
        if election is None:
            raise ValueError(each.id)
        key = key.remembering(
            RememberedOpening(
                each.id, each.setup, election.fingerprint, ready.acts.head, ready.definition.hash
            )
        )
    return key


def _share(ready: ReadySum, key: TellerKey) -> SumAct:
    """The factors of every ciphertext with the bound proof over all of them, signed."""
    election, owner, tally = ready.election, ready.owner, ready.opening.tally
    group, secret = election.group, key.decryption_key
    if secret is None or group.base_power(secret) != owner.public_key:
        raise Problem(
            "key-mismatch",
            "The decryption key in this file does not belong to its place among the tellers' keys "
            "of these boxes.",
            where=ready.name,
        )
    factors = shaped_like(
        tally.questions, [group.power(each.alpha, secret) for each in tally.ciphertexts]
    )
    value = shaped_json(factors, group.encode, tally.lists)
    context = sum_bound_context(
        ready.definition, ready.acts.head, election, ready.trustees, owner.index
    )
    bound = prove_bound(context, tally.ciphertexts, flat(factors), secret)
    unsigned = SumAct(owner.index, value, bound, bound)
    message = ready.acts.share_message(owner.index, unsigned.payload)
    signing = derive_keys(group, key.seed).signing
    return replace(unsigned, signature=sign_act(group, signing, message))

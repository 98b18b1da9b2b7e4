"""A teller signs that a round is opened although its boxes are too few even together.

What so few chose may be seen from their totals. So it takes every teller, not a threshold, and the
signature is over the plan: what it names is opened as one, in this closing of the boxes, and once.
"""

from __future__ import annotations

from crypto.ceremony.steps import own_place
from crypto.groups.named import group_named
from crypto.place import in_file
from crypto.trustees.act import sign_act
from crypto.trustees.teller_keys import derive_keys
from meeting.published.folder_names import exception_file
from tally.folder.exception import (
    PlanException,
    exception_message,
    parse_exception,
)
from tally.folder.teller_signatures import TellerSignature
from tally.keys.key_file import KeyFile
from tally.opening.share import check_key
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.meeting.plans import RoundPlan


def refuse_exception(work: WorkFolder, planned: RoundPlan) -> None:
    """Raise Problem "exception-needless" or "exception-old-meeting" where none can be signed."""
    if not planned.plan.exception:
        raise Problem(
            "exception-needless",
            "Round {round} needs no exception: its plan leaves no ballot unopened.",
            round=planned.round.id,
        )
    if not work.meeting.rules_of_2:
        raise Problem(
            "exception-old-meeting",
            "This meeting was published by an earlier release, which knew no exceptions: whoever "
            "verifies it would refuse one. Round {round} stays closed.",
            round=planned.round.id,
        )


def sign_exception(work: WorkFolder, planned: RoundPlan, file: KeyFile) -> None:
    """Remember the plan, then add this teller's signature; once per teller.

    Raises Problem: see `refuse_exception`; "second-plan"; "file-changed" where somebody has changed
    what was verified; Refused "seed-foreign" for a key of other tellers.
    """
    check_key(work, file)
    refuse_exception(work, planned)
    plan = planned.plan
    if file.key.index in (planned.signed or ()):
        return
    group = group_named(work.meeting.group_name)
    trustees = work.verified(work.box(plan.boxes[0].id)).setup.trustees
    if trustees is None:
        raise ValueError(planned.round.id)
    owner = own_place(group, file.key.seed, trustees)
    data = work.folder.exception(planned.round.id)
    where = in_file(exception_file(planned.round.id))
    before = PlanException(plan.hash)
    if data is not None:
        before = parse_exception(group, data, where=where)
    work.refuse_changed(*(work.box(each.id) for each in plan.boxes))
    file.save(file.key.planning(plan.round, plan.hash))
    signing = derive_keys(group, file.key.seed).signing
    signature = sign_act(group, signing, exception_message(plan.hash, owner.index))
    signed = (*before.signed, TellerSignature(owner.index, signature))
    work.write_exception(PlanException(plan.hash, signed), planned.round.id)

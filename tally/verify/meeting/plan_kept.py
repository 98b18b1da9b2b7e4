"""Whether the rounds of a meeting were opened as their plans say, and in no other way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from crypto.place import in_file
from meeting.definition.meeting import Meeting
from meeting.language import N_
from meeting.problem import Several
from meeting.published.folder_names import exception_file
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.sum import FILE as SUM_FILE
from tally.folder.sum_opening import FILE as OPENING_FILE
from tally.verify.meeting.plans import RoundPlan
from tally.verify.meeting.sums import VerifiedSum
from tally.verify.record.box import VerifiedBox


def check_plans_kept(
    plans: Mapping[str, RoundPlan],
    meeting: Meeting,
    boxes: Sequence[VerifiedBox],
    sums: Collection[VerifiedSum],
    general: Findings,
) -> list[Findings]:
    """Report whatever was opened in another way than the plans say, and what was not opened.

    Gives the findings about sums that nobody has begun.
    """
    unbegun: list[Findings] = []
    here = {each.name for each in sums}
    for planned in plans.values():
        own = [box for box in boxes if meeting.box(box.findings.box).round == planned.round]
        summed = [each for each in sums if each.boxes and each.boxes[0].round == planned.round]
        for box in own:
            _check_alone(planned, meeting, box)
        for each in summed:
            _check_sum(planned, each)
        taken = {box.findings.box for box in own if box.opened}
        taken |= {box.id for each in summed for box in each.boxes}
        unbegun += [
            _unbegun(name)
            for name, needed in planned.sums(meeting).items()
            if name not in here and not any(box.id in taken for box in needed)
        ]
        opened = any(box.opened for box in own) or any(each.begun for each in summed)
        _note_exception(planned, general, opened=opened)
    return unbegun


def _check_alone(planned: RoundPlan, meeting: Meeting, box: VerifiedBox) -> None:
    name = box.findings.box
    if not box.opened or planned.opens_alone(name):
        return
    if box.count < meeting.minimum_group:
        return  # that is the graver fault, and is reported as what it is
    box.findings.problem("plan-differs", f"opened alone; {_told(planned, name)}")


def _check_sum(planned: RoundPlan, each: VerifiedSum) -> None:
    ids = tuple(box.id for box in each.boxes)
    if ids not in planned.openings and not each.findings.bad:
        detail = "; ".join(dict.fromkeys(_told(planned, box) for box in ids))
        each.findings.problem("plan-differs", f"opened as one; {detail}", SUM_FILE)


def _told(planned: RoundPlan, box: str) -> str:
    ids = planned.opening_of(box)
    said = f"opens {' and '.join(ids)}" + (" as one" if len(ids) > 1 else " alone")
    return f"the plan {planned.plan.hash} {said if ids else f'does not open {box}'}"


def _unbegun(name: str) -> Findings:
    findings = Findings(name)
    detail = "the plan opens these boxes as one, and nobody has begun"
    findings.unfinished("sum-unfinished", detail, OPENING_FILE)
    return findings


def _note_exception(planned: RoundPlan, general: Findings, *, opened: bool) -> None:
    if planned.signed is None:
        return
    where = in_file(exception_file(planned.round.id))
    if planned.excepted:
        detail = Detail.of(
            N_("all {count} tellers have signed that these are opened: {boxes}"),
            count=planned.tellers,
            boxes=Several(planned.plan.exception),
        )
        general.note("round-excepted", detail, where)
        return
    detail = Detail.of(N_("not signed by teller {numbers}"), numbers=Several(_missing(planned)))
    report = general.problem if opened else general.note
    report("exception-incomplete", detail, where)


def _missing(planned: RoundPlan) -> Iterator[int]:
    return (at for at in range(1, planned.tellers + 1) if at not in (planned.signed or ()))

"""The plan of a round on a terminal: shown, compared with the hall, agreed to for all boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meeting.definition.meeting import Box, Round
from meeting.language import current_language, said
from meeting.problem import Several
from tally.commands.said_figures import say_too_many
from tally.commands.tellers.plan_comparison import LeftOut, compare_typed, drawn, is_given, shown
from tally.commands.terminal import _, ballots_progress, box_title, report_to, say
from tally.keys.key_file import KeyFile
from tally.opening.planned import planned_for
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.meeting.plans import RoundPlan
from tally.verify.record.ballots import Progress


def planned_with_progress(work: WorkFolder, each: Round, file: KeyFile) -> RoundPlan:
    """The plan of a round, while a bar shows how far its boxes are verified."""
    with ballots_progress() as progress:

        def progress_of(box: Box) -> Progress:
            return report_to(progress, box_title(box))

        return planned_for(work, each, file, progress_of)


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan as a teller was shown it: without some groups of its fingerprint if it is new."""

    planned: RoundPlan
    left_out: LeftOut


def show_plans(
    work: WorkFolder, plans: Iterable[RoundPlan], file: KeyFile, given: Sequence[str]
) -> list[ShownPlan]:
    """Show plans, with the whole fingerprint where it needs not be compared any more.

    Such is one that the teller has agreed to before, or whose fingerprint is `given`.
    """
    told = []
    for each in plans:
        known = each.round.id in file.key.plans or _is_among(given, each)
        told.append(ShownPlan(each, () if known else drawn()))
        _show(work, each, told[-1].left_out)
    return told


def _show(work: WorkFolder, planned: RoundPlan, left_out: LeftOut) -> None:
    """What is opened alone, what as one, what stays closed, and the plan's fingerprint."""
    language = current_language()
    say(_("Plan of {round}:").format(round=said(planned.round, "name", language)))
    ballots = {each.id: each.ballots for each in planned.plan.boxes}
    for ids in planned.openings:
        told = _("  opened as one: {boxes}") if len(ids) > 1 else _("  opened alone: {boxes}")
        say(told.format(boxes=_titles(work, ids, ballots)))
    opened = {box for ids in planned.openings for box in ids}
    if closed := [each.id for each in planned.plan.boxes if each.id not in opened]:
        say(_("  stays closed: {boxes}").format(boxes=_titles(work, closed, ballots)))
    if planned.plan.exception and not planned.excepted:
        say(
            _(
                "  Together these are fewer ballots than the meeting's minimum of {minimum}. They "
                "are opened only if every teller signs an exception (piaoxiang teller exception)."
            ).format(minimum=planned.plan.minimum)
        )
    if planned.excepted:
        say(
            _(
                "  These are fewer ballots than the meeting's minimum of {minimum}: every teller "
                "has signed that they are opened all the same."
            ).format(minimum=planned.plan.minimum)
        )
    for box, count in ballots.items():
        say_too_many(work.box(box), count)
    say(_("  Fingerprint of the plan: {hash}").format(hash=shown(planned.plan.hash, left_out)))


def agree_to(plans: Iterable[ShownPlan], file: KeyFile, given: Sequence[str], *, yes: bool) -> None:
    """Have the teller agree to each new plan; their key file remembers it.

    Nothing is asked of what was shown with the whole fingerprint. Of any other plan they type what
    the hall display shows. Raises Problem "plan-not-expected" where one that was given is none of
    these, "plan-not-given" where nobody is to be asked (`yes`), and as `compare_typed`.
    """
    plans = list(plans)
    _refuse_unexpected([each.planned for each in plans], given)
    key = file.key
    for each in plans:
        if each.left_out and yes:
            raise Problem(
                "plan-not-given",
                "--yes compares nothing, and the plan of round {round} must be compared with the "
                "hall display. Give its fingerprint as it stands there: --plan VALUE",
                where="--plan",
                round=each.planned.round.id,
            )
        if each.left_out:
            compare_typed(each.planned, each.left_out)
        if each.planned.round.id not in key.plans:
            key = key.planning(each.planned.round.id, each.planned.plan.hash)
    if key != file.key:
        file.save(key)


def _is_among(given: Iterable[str], planned: RoundPlan) -> bool:
    return any(is_given(each, planned.plan.hash) for each in given)


def _refuse_unexpected(plans: Sequence[RoundPlan], given: Iterable[str]) -> None:
    """Raise Problem("plan-not-expected"); what it should be is not told, or it would be given."""
    for each in given:
        if not any(is_given(each, planned.plan.hash) for planned in plans):
            raise Problem(
                "plan-not-expected",
                "The plan that this computer worked out for round {round} has another fingerprint "
                "than the one that was given, {expected}. If that is what the hall display shows, "
                "do not open anything, and call the chief teller.",
                where="--plan",
                round=Several(planned.round.id for planned in plans),
                expected=each,
            )


def _titles(work: WorkFolder, ids: Iterable[str], ballots: dict[str, int]) -> str:
    """Boxes in a row, each with its ballots."""
    told = _("{box} (ballots: {count})")
    return _(", ").join(
        told.format(box=box_title(work.box(each)), count=ballots[each]) for each in ids
    )

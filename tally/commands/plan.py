"""The plan of a round on a terminal: shown with its fingerprint, agreed to once for all boxes."""

from __future__ import annotations

from collections.abc import Iterable

from meeting.definition.meeting import Box, Round
from meeting.language import current_language, said
from meeting.problem import Problem as AnyProblem
from meeting.published.given_fingerprint import GivenFingerprint
from tally.commands.said_figures import say_too_many
from tally.commands.terminal import _, ballots_progress, box_title, must_agree, report_to, say
from tally.keys.key_file import KeyFile
from tally.opening.planned import planned_for
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.meeting.plans import RoundPlan
from tally.verify.record.ballots import Progress
from tally.words.figures_and_names import short_hash


def planned_with_progress(work: WorkFolder, each: Round, file: KeyFile) -> RoundPlan:
    """The plan of a round, while a bar shows how far its boxes are verified."""
    with ballots_progress() as progress:

        def progress_of(box: Box) -> Progress:
            return report_to(progress, box_title(box))

        return planned_for(work, each, file, progress_of)


def show_plan(work: WorkFolder, planned: RoundPlan) -> None:
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
    say(_("  Fingerprint of the plan: {hash}").format(hash=short_hash(planned.plan.hash)))


def agree_to(plans: Iterable[RoundPlan], file: KeyFile, expected: str | None, *, yes: bool) -> None:
    """Have the teller agree to the plans once, for all boxes; their key file remembers it.

    Nothing is asked of a plan that they have agreed to before, nor where they gave its fingerprint.
    Raises Problem "plan-not-expected" where `expected`, as the hall shows it, is another one's.
    """
    new = [each for each in plans if each.round.id not in file.key.plans]
    if expected is not None:
        _refuse_unexpected(plans, expected)
    must_agree(
        _(
            "Is this exactly the fingerprint of the plan that the hall display shows? What is "
            "opened cannot be closed again, and nothing is ever opened in another way."
        ),
        yes=yes or expected is not None or not new,
    )
    key = file.key
    for each in new:
        key = key.planning(each.round.id, each.plan.hash)
    if new:
        file.save(key)


def _refuse_unexpected(plans: Iterable[RoundPlan], expected: str) -> None:
    for each in plans:
        if not _is_that(expected, each.plan.hash):
            raise Problem(
                "plan-not-expected",
                "The plan of round {round} has the fingerprint {found}, but the hall display shows "
                "{expected}. Do not open anything; call the chief teller.",
                where="--plan",
                round=each.round.id,
                found=short_hash(each.plan.hash),
                expected=expected,
            )


def _is_that(expected: str, plan: str) -> bool:
    """Whether this is the fingerprint of the plan, in full or in short form."""
    try:
        return GivenFingerprint.read(expected).fits(plan)
    except AnyProblem:
        return False


def _titles(work: WorkFolder, ids: Iterable[str], ballots: dict[str, int]) -> str:
    """Boxes in a row, each with its ballots."""
    told = _("{box} (ballots: {count})")
    return _(", ").join(
        told.format(box=box_title(work.box(each)), count=ballots[each]) for each in ids
    )

"""A whole procedure as the terminal tells it: a meeting, and every stage that continues it."""

from __future__ import annotations

from collections.abc import Iterator

from demo.meeting_day import KIOSKS, MeetingDay
from demo.problem import ROOM
from demo.ruled import decide, needs_people
from demo.stages import NextStage, stages_after
from meeting.continuing.next_meeting import Before
from meeting.continuing.rehearsal import Everybody
from meeting.definition.stage import Stage
from meeting.language import current_language, gettext_for, said


def _(message: str) -> str:
    return gettext_for(ROOM, current_language())(message)


def hold_procedure(
    first: MeetingDay, group: str | None, language: str, preset: str | None
) -> Iterator[MeetingDay]:
    """Hold the meeting and all its stages, and yield each with its services still running.

    They are stopped when the next is asked for: the same kiosks take the next stage's ballots.
    """
    step = first.narrator.step
    with step(_("Organiser"), _("writes and checks the meeting: meeting.toml, roster, people")):
        first.define(group, language, preset)
    with step(_("Organiser"), _("publishes the meeting, with the server's key in it")):
        first.publish_definition()
    with step(_("Tellers"), _("make the meeting's key together; no one ever holds it whole")):
        first.make_keys()
    _hold(first)
    yield first
    held, waiting = 1, [(first, each) for each in _following(first)]
    while waiting:
        before, following = waiting.pop(0)
        if not following.held:
            _say_not_held(before, following)
            continue
        held += 1
        day = before.next_day(held, following.stage.id)
        _continue(day, following.stage)
        _hold(day)
        yield day
        waiting += [(day, each) for each in _following(day)]


def _following(day: MeetingDay) -> list[NextStage]:
    if not Before(day.meeting, Everybody(day.meeting), "", "").stages():
        return []  # else what is published is verified once more
    return list(stages_after(day.folders.published))


def _say_not_held(before: MeetingDay, following: NextStage) -> None:
    if following.problem is not None:
        name = said(following.stage, "name", current_language())
        reason = following.problem.text(current_language())
        told = _("The stage “{stage}” is not held: {reason}")
        before.narrator.say(told.format(stage=name, reason=reason))


def _continue(day: MeetingDay, stage: Stage) -> None:
    day.narrator.say()
    day.narrator.say(said(stage, "name", current_language()))
    with day.narrator.step(
        _("Organiser"), _("makes the next meeting from what the one before came to")
    ):
        day.continue_with(stage.id)


def _hold(day: MeetingDay) -> None:
    """From the slips to the verified outcome and its forms."""
    step, say = day.narrator.step, day.narrator.say
    with step(_("Registrar"), _("makes one credential per slip and prints the slips")):
        day.print_slips()
    with step(_("Server"), _("opens the ballot boxes; {count} kiosks start").format(count=KIOSKS)):
        day.open_doors()
    with step(_("Voters"), _("scan their slips at the kiosks, fill in, review, cast")):
        number = day.vote()
    meeting = day.meeting
    with step(_("Tellers"), _close_words(meeting.required_shuffles)):
        day.close_and_shuffle()
    opened = _("{count} of {all} open the totals")
    tellers = {"count": meeting.teller_threshold, "all": len(meeting.tellers)}
    with step(_("Tellers"), opened.format(**tellers)):
        day.open_boxes()
    if needs_people(day):
        with step(
            _("Tellers"), _("sign, two of them, what was decided about the names and people")
        ):
            decide(day)
    with step(_("Observer"), _("takes the published folder home and verifies everything")):
        day.publish()
        verdict = day.verify()
    with step(
        _("Demo"), _("compares the count with what the {count} voters chose").format(count=number)
    ):
        figures = day.compare()
    with step(_("Organiser"), _("makes the customary forms, a workbook and a PDF to sign")):
        day.make_forms()
    say()
    say(verdict.strip())
    say()
    say(_("{count} published figures, each equal to what was chosen.").format(count=figures))


def _close_words(shuffles: int) -> str:
    if not shuffles:
        return _("cancel left-over slips and close the boxes")
    return _(
        "cancel left-over slips, close the boxes; {count} of them shuffle the names in writing"
    ).format(count=shuffles)

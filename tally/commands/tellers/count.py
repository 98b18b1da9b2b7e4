"""`piaoxiang count` and `publish`: from the closed boxes to the published folder."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.command_line.given_fingerprint import OPTION
from meeting.command_line.typed_command import set_in, typed
from meeting.language import N_, current_language, listed
from meeting.organiser.figures import read_figures
from meeting.published.folder_names import FIGURES, OUTCOME
from tally.commands.next_step import say_next
from tally.commands.said_figures import has_excess, say_figures
from tally.commands.tellers.counted_work import counted_work
from tally.commands.tellers.opened_work import opened_work
from tally.commands.terminal import _, box_title, must_agree, say
from tally.counting.correction import corrected
from tally.counting.publish import publish as publish_folder
from tally.counting.publish import refuse_occupied
from tally.folder.figures import HallFigures, figures_bytes
from tally.next_steps.openings import figures_steps, naming_what_is_missing, refuse_uncounted
from tally.opening.sign_figures import entered_figures, forget_signatures
from tally.opening.work_folder import WorkFolder
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.outcome import Outcome
from tally.problem import Problem
from tally.verify.meeting.unproved import unproved_figures

_work = click.argument("work", type=click.Path(path_type=Path))


@click.command()
@_work
@click.option(
    "--figures",
    "figures_path",
    type=click.Path(path_type=Path),
    help=N_("voters present and slips issued."),
)
@click.option(
    "--reason",
    help=N_("why figures counted with before are corrected."),
)
@click.option(
    "--publish",
    "out",
    type=click.Path(path_type=Path),
    help=N_("publish it too, to this new folder; nothing is verified twice."),
)
@click.option("--yes", is_flag=True, help=N_("do not ask."))
def count(
    work: Path, figures_path: Path | None, reason: str | None, out: Path | None, yes: bool
) -> None:
    """Count: combine the tellers' shares and write the outcome."""
    if out is not None:
        refuse_occupied(out)
    opened = opened_work(work)
    before = entered_figures(opened)
    hall = _given(opened, figures_path, before, reason)
    with naming_what_is_missing(opened):
        counted = counted_work(opened, hall)
    outcome = counted.outcome
    say_figures(outcome)
    first = opened.folder.optional(OUTCOME) is None
    missing = [box_title(box) for box in opened.meeting.boxes() if box.id not in hall.boxes]
    if missing and (first or hall != before):
        must_agree(
            _(
                "Voters present and slips issued were not entered for {boxes}: the report shows "
                "them as missing, and entering them later is a correction. Count all the same?"
            ).format(boxes=listed(missing, current_language())),
            yes=yes,
        )
    if hall != before and has_excess(outcome):
        must_agree(
            _("Were the figures entered as they were counted in the hall?"),
            yes=yes,
        )
    counted.write(opened)
    if hall.boxes or hall.earlier:
        data = figures_bytes(opened.meeting, hall.boxes, hall.earlier)
        opened.write(FIGURES, data)
        forget_signatures(opened, data)
    opened.write(OUTCOME, outcome_bytes(outcome))
    _say_counted(outcome)
    say(_("The outcome stands in {path}.").format(path=opened.folder.path / OUTCOME))
    if out is not None:
        publish_folder(opened, outcome, out)
        _say_unsigned(opened)
        _say_published(out)
        return
    _say_unsigned(opened)
    say_next(
        _("anybody publishes it into a new folder:\n{command}").format(
            command=set_in(typed("publish", work, "result"))
        )
    )


@click.command()
@_work
@click.argument("out", type=click.Path(path_type=Path))
def publish(work: Path, out: Path) -> None:
    """Publish: a folder that anybody can verify."""
    opened = opened_work(work)
    refuse_uncounted(opened)
    with naming_what_is_missing(opened):
        counted = counted_work(opened, entered_figures(opened))
    counted.write(opened)
    publish_folder(opened, counted.outcome, out)
    _say_unsigned(opened)
    _say_published(out)


def _say_unsigned(work: WorkFolder) -> None:
    """Say that fewer than two tellers have signed the figures, what follows, and who may sign."""
    steps = figures_steps(work)
    if not steps:
        return
    if unproved_figures(work.meeting):
        say(
            _(
                "The figures of the hall are not signed by two tellers. Rates of this meeting are "
                "taken over them: as long as they are not, whoever verifies what is published "
                "reads UNFINISHED. When they are signed, publish into a new folder."
            )
        )
    else:
        say(
            _(
                "The figures of the hall are not signed by two tellers: the report and everybody "
                "who verifies it will say so. When they are signed, publish into a new folder."
            )
        )
    say_next(*(step.text(current_language()) for step in steps))


def _say_counted(outcome: Outcome) -> None:
    """Say of every box and sum whether it is counted."""
    summed = {part.box.id for each in outcome.sums for part in each.parts}
    for each in outcome.boxes:
        if each.box.id in summed:
            continue
        state = _("counted") if each.items is not None else _("too few ballots, not opened")
        say(
            _("Box {box} (ballots: {count}): {state}.").format(
                box=box_title(each.box), count=each.ballots, state=state
            )
        )
    for one in outcome.sums:
        say(
            _("Sum {name}: {boxes} counted as one, {count} ballots.").format(
                name=one.count.box.id,
                boxes=_(", ").join(
                    _("{box} (ballots: {count})").format(
                        box=box_title(part.box), count=part.ballots
                    )
                    for part in one.parts
                ),
                count=one.count.ballots,
            )
        )


def _say_published(out: Path) -> None:
    say(_("Published in {path}.").format(path=out))
    say_next(
        _(
            "hand {path} to everybody who asks, and let the board show it:\n{show}\nAnybody checks "
            "it with the meeting fingerprint on their own slip:\n{verify}\nThe customary forms, to "
            "be printed and signed:\n{forms}"
        ).format(
            path=out,
            show=set_in(typed("server", "show", "board", out)),
            verify=set_in(
                typed(
                    *("verify", out, OPTION, _("MEETING-FINGERPRINT")),
                )
            ),
            forms=set_in(typed("forms", out, "--out", f"{out}-forms")),
        )
    )


def _given(
    work: WorkFolder, path: Path | None, before: HallFigures, reason: str | None
) -> HallFigures:
    """The figures of figures.toml in the place of those before; these if there is no such file."""
    if path is not None:
        counted = work.folder.optional(OUTCOME) is not None
        return corrected(before, read_figures(path, work.meeting), reason, counted=counted)
    if reason is not None:
        raise Problem(
            "figures-reason-needless",
            "A reason is given for figures that are corrected: name their file with --figures.",
            where="--reason",
        )
    return before

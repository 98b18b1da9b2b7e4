"""`piaoxiang teller exception`: every teller signs that a round is opened, small as it is."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.language import N_, current_language, said
from meeting.problem import Several
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.next_step import say_next
from tally.commands.tellers.box import refuse_missing
from tally.commands.tellers.key_options import unlocked, with_key
from tally.commands.tellers.opened_work import opened_work
from tally.commands.tellers.plan import agree_to, planned_with_progress, show_plans
from tally.commands.terminal import _, must_agree, say
from tally.next_steps.openings import after_opening_step, naming_what_is_missing
from tally.opening.exception import refuse_exception, sign_exception
from tally.opening.known_setups import confirm_setups
from tally.problem import Problem
from tally.words.own_commands import OwnKey


@click.command()
@click.argument("work", type=click.Path(path_type=Path))
@with_key
@fingerprint_option(N_("the meeting fingerprint of a slip; needed if you did not check the boxes."))
@click.option("--round", "round_id", required=True, help=N_("the round."))
@click.option("--plan", "expected", help=N_("fingerprint of the plan in the hall."))
@click.option("--yes", is_flag=True, help=N_("do not ask; needs --plan."))
def exception(
    work: Path,
    key_path: Path,
    passphrase_file: Path | None,
    round_id: str,
    expected: str | None,
    fingerprint: str | None,
    yes: bool,
) -> None:
    """Sign that a round is opened although its ballots are too few; every teller must."""
    given = fingerprint_given(fingerprint) if fingerprint is not None else None
    opened = opened_work(work)
    rounds = {each.id: each for each in opened.meeting.rounds}
    if round_id not in rounds:
        raise Problem(
            "round-unknown",
            "This meeting has no round {round}. Its rounds are: {names}.",
            where="--round",
            round=round_id,
            names=Several(rounds),
        )
    refuse_missing(opened, opened.meeting.boxes())
    file = unlocked(key_path, passphrase_file)
    own = OwnKey(file.key.index, key_path, passphrase_file)
    confirm_setups(opened, file, given)
    click.get_current_context().call_on_close(file.save_notes)
    with naming_what_is_missing(opened, own):
        planned = planned_with_progress(opened, rounds[round_id], file)
    refuse_exception(opened, planned)
    given_plans = (expected,) if expected is not None else ()
    shown = show_plans(opened, [planned], file, given_plans)
    if file.key.index in (planned.signed or ()):
        say(_("You have signed this exception already."))
    else:
        must_agree(
            _(
                "Only {count} ballots would be opened together: whoever sees the totals may work "
                "out how single people voted. The report and everybody who verifies it will say "
                "that every teller signed for this. Sign?"
            ).format(count=sum(each.ballots for each in planned.plan.boxes)),
            yes=yes,
        )
        agree_to(shown, file, given_plans, yes=yes)
        sign_exception(opened, planned, file)
        say(
            _("You have signed that {round} is opened although it is too small.").format(
                round=said(planned.round, "name", current_language())
            )
        )
    say_next(*after_opening_step(opened, own))

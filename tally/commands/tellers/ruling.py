"""`piaoxiang teller ruling` and `take-back`: what people decided, signed by two."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.language import N_, current_language, listed
from meeting.published.setups import meeting_fingerprint
from meeting.rules.acts import Ruled
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.next_step import say_next
from tally.commands.tellers.box import refuse_missing
from tally.commands.tellers.key_options import unlocked, with_key
from tally.commands.tellers.opened_work import opened_work
from tally.commands.tellers.outcome_now import outcome_now
from tally.commands.tellers.ruling_words import doubt_lines, merge_lines, ruling_lines
from tally.commands.terminal import _, must_agree, say
from tally.counting.counting import outcome_of_counts
from tally.folder.ruling import NEEDED, Ruling
from tally.next_steps.rulings import ruling_steps
from tally.opening.known_setups import confirm_setups
from tally.opening.sign_figures import entered_figures
from tally.opening.sign_ruling import begun_ruling, sign_ruling
from tally.opening.sign_ruling import take_back as take_back_ruling
from tally.opening.work_folder import WorkFolder
from tally.outcome.outcome import Outcome
from tally.problem import Problem
from tally.rulings.merge_file import counts_of, read_merge
from tally.rulings.overview import is_about_others
from tally.rulings.people_asked import MergeAsked, people_asked, ruled_step
from tally.rulings.ruling_file import read_ruling
from tally.words.own_commands import OwnKey, lines_of

_work = click.argument("work", type=click.Path(path_type=Path))
_step = click.option("--step", "step_id", required=True, help=N_("the step, by its id."))
_fingerprint = fingerprint_option(
    N_("the meeting fingerprint of a slip; needed if you did not check the boxes.")
)


@click.command("ruling")
@_work
@with_key
@_fingerprint
@_step
@click.option(
    "--ruling",
    "ruling_path",
    type=click.Path(path_type=Path),
    help=N_("the ruling as you have it on paper; compared with what is here."),
)
@click.option("--yes", is_flag=True, help=N_("do not ask; needs --ruling."))
def ruling(
    work: Path,
    key_path: Path,
    passphrase_file: Path | None,
    fingerprint: str | None,
    step_id: str,
    ruling_path: Path | None,
    yes: bool,
) -> None:
    """Sign what people decided about a step; two tellers must."""
    given = fingerprint_given(fingerprint) if fingerprint is not None else None
    if yes and ruling_path is None:
        raise Problem(
            "ruling-not-given",
            "With --yes nobody looks at the ruling: give the one that you have on paper, with "
            "--ruling, so that it is compared.",
            where="--yes",
        )
    opened = opened_work(work)
    step = ruled_step(opened, step_id)
    refuse_missing(opened, opened.meeting.boxes())
    outcome = outcome_now(opened)
    people = () if isinstance(step, MergeAsked) else people_asked(outcome, step)
    begun = begun_ruling(opened, step_id)
    if ruling_path is not None:
        now = _read(opened, outcome, step, people, ruling_path)
    elif begun is not None and begun.signed:
        now = begun.ruling
    else:
        raise Problem(
            "ruling-none-given",
            "Nobody has written this ruling down yet. Give it with --ruling; a form to fill in is "
            "written by `piaoxiang teller rulings`.",
            where="--ruling",
        )
    file = unlocked(key_path, passphrase_file)
    own = OwnKey(file.key.index, key_path, passphrase_file)
    confirm_setups(opened, file, given)
    _say_ruling(opened, outcome, step, now)
    if begun is not None and begun.ruling == now and file.key.index in begun.signed:
        say(_("You have signed this ruling already."))
    else:
        must_agree(
            _(
                "Was this decided, and do the words, the date and the source stand so on the paper "
                "before you? It is no count: nothing but two signatures proves it, and yours is "
                "published with it. Sign?"
            ),
            yes=yes,
        )
        signed = sign_ruling(opened, step_id, now, file)
        say(
            _("Tellers who have signed this ruling: {count}; needed: {needed}.").format(
                count=len(signed), needed=NEEDED
            )
        )
    say_next(*ruling_steps(opened, own))


@click.command("take-back")
@_work
@with_key
@_step
@click.option("--yes", is_flag=True, help=N_("do not ask."))
def take_back(
    work: Path, key_path: Path, passphrase_file: Path | None, step_id: str, yes: bool
) -> None:
    """Take back a ruling that you alone have signed so far."""
    opened = opened_work(work)
    step = ruled_step(opened, step_id)
    file = unlocked(key_path, passphrase_file)
    begun = begun_ruling(opened, step.id)
    about_others = False
    if begun is not None and begun.signed:
        if len(begun.signed) >= NEEDED and not isinstance(step, MergeAsked):
            about_others = is_about_others(outcome_now(opened), step, begun.ruling)
        for line in ruling_lines(opened.meeting, step, begun.ruling):
            say(line)
        must_agree(_("Take this ruling back?"), yes=yes)
    left = take_back_ruling(opened, step_id, file, about_others=about_others)
    if left:
        tellers = listed(
            [f"{at} {opened.meeting.tellers[at - 1]}" for at in left], current_language()
        )
        told = _("Your signature is taken back. Those of tellers {tellers} are still there.")
        say(told.format(tellers=tellers))
    else:
        say(_("Taken back: there is no ruling about this step."))
    if left and about_others:
        still = [(at, f"{at} {opened.meeting.tellers[at - 1]}") for at in left]
        commands = lines_of(still, None, "take-back", opened.folder.path, "--step", step.id)
        say_next(_("they take theirs back, too:\n{commands}").format(commands=commands))
        return
    say_next(*ruling_steps(opened, OwnKey(file.key.index, key_path, passphrase_file)))


def _read(
    work: WorkFolder,
    outcome: Outcome,
    asked: Ruled | MergeAsked,
    people: tuple[str, ...],
    path: Path,
) -> Ruling:
    fingerprint = meeting_fingerprint(work.setups())
    if isinstance(asked, MergeAsked):
        counts = counts_of(outcome, asked.round)
        return read_merge(path, work.meeting, asked.round, asked.paper, counts, fingerprint)
    return read_ruling(path, work.meeting, asked, people, fingerprint)


def _say_ruling(work: WorkFolder, outcome: Outcome, step: Ruled | MergeAsked, now: Ruling) -> None:
    """Read a ruling back, and what follows from it where it is a merge."""
    for line in ruling_lines(work.meeting, step, now):
        say(line)
    if isinstance(step, MergeAsked):
        for line in merge_lines(work.meeting, outcome, step, now):
            say(line)
        with_it = outcome_of_counts(
            work, outcome.boxes, entered_figures(work), outcome.sums, also=now
        )
        for line in doubt_lines(with_it):
            say(line)

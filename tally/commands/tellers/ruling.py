"""`piaoxiang teller ruling`, `rulings` and `take-back`: what people decided, signed by two."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.definition.meeting import Meeting
from meeting.files import write_new
from meeting.language import N_, current_language, listed, said
from meeting.published.act_files import ruling_kinds
from meeting.published.setups import meeting_fingerprint
from meeting.rules.acts import Ruled
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.next_step import say_next
from tally.commands.tellers.box import refuse_missing
from tally.commands.tellers.counted_work import counted_work
from tally.commands.tellers.key_options import unlocked, with_key
from tally.commands.tellers.opened_work import opened_work
from tally.commands.terminal import _, must_agree, say
from tally.folder.ruling import NEEDED, HeldRuling, Ruling
from tally.next_steps.openings import naming_what_is_missing, refuse_uncounted
from tally.next_steps.rulings import ruling_steps
from tally.opening.known_setups import confirm_setups
from tally.opening.sign_figures import entered_figures
from tally.opening.sign_ruling import begun_ruling, sign_ruling
from tally.opening.sign_ruling import take_back as take_back_ruling
from tally.opening.work_folder import WorkFolder
from tally.outcome.merged_names import merged_names, written_tally
from tally.outcome.outcome import Outcome
from tally.problem import Problem
from tally.rulings.merge_file import counts_of, read_merge
from tally.rulings.merge_form import merge_form
from tally.rulings.people_asked import MergeAsked, people_asked, ruled_step
from tally.rulings.ruling_file import read_ruling, ruling_form
from tally.words.figures_and_names import spoken_date
from tally.words.own_commands import OwnKey

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
    outcome = _outcome(opened)
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
    _say_ruling(opened.meeting, step, now)
    if isinstance(step, MergeAsked):
        _say_twice(opened.meeting, outcome, step, now)
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


@click.command("rulings")
@_work
@click.option(
    "--forms",
    "forms",
    type=click.Path(path_type=Path),
    help=N_("write a form to fill in, for every ruling that is not there yet, into this folder."),
)
def rulings(work: Path, forms: Path | None) -> None:
    """Show what people have to decide, and what they have decided."""
    opened = opened_work(work)
    kinds = ruling_kinds(opened.meeting) if opened.meeting.rules_of_2 else {}
    if not kinds:
        say(_("The rules of this meeting have no step that people decide."))
        return
    outcome = _outcome(opened)
    for name in kinds:
        click.echo()
        step = ruled_step(opened, name)
        begun = begun_ruling(opened, name)
        if begun is not None and begun.signed:
            _say_ruling(opened.meeting, step, begun.ruling)
            _say_signers(opened, begun)
            continue
        say(_title(step))
        if isinstance(step, MergeAsked):
            _say_names(opened, outcome, step, forms)
            continue
        try:
            people = people_asked(outcome, step)
        except Problem as early:
            say(f"    {early.text(current_language())}")
            continue
        if not people:
            say(_("    Nobody came to this step: there is nothing to decide."))
            continue
        say(_("    Not ruled yet. People whom it is about: {count}.").format(count=len(people)))
        if forms is not None:
            text = ruling_form(opened.meeting, step, people, current_language())
            _write_form(forms, step.id, text)
    click.echo()
    say_next(*ruling_steps(opened))


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
    if begun is not None:
        _say_ruling(opened.meeting, step, begun.ruling)
        must_agree(_("Take this ruling back?"), yes=yes)
    take_back_ruling(opened, step_id, file)
    say(_("Taken back: there is no ruling about this step."))


def _outcome(work: WorkFolder) -> Outcome:
    refuse_uncounted(work)
    with naming_what_is_missing(work):
        return counted_work(work, entered_figures(work)).outcome


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


def _say_names(work: WorkFolder, outcome: Outcome, asked: MergeAsked, forms: Path | None) -> None:
    """How many names were written, and the form in which they are put together."""
    counts = counts_of(outcome, asked.round)
    written = written_tally(asked.paper, counts)
    if not written:
        say(_("    Nobody wrote a name: there is nothing to decide."))
        return
    told = _("    Not ruled yet. Different spellings that were written: {count}.")
    say(told.format(count=len(written)))
    if forms is not None:
        text = merge_form(work.meeting, asked.paper, counts, current_language())
        _write_form(forms, asked.id, text)


def _write_form(forms: Path, name: str, text: str) -> None:
    path = forms / f"{name}.toml"
    forms.mkdir(parents=True, exist_ok=True)
    write_new(path, text.encode())
    say(_("    A form to fill in: {path}").format(path=path))


def _say_twice(meeting: Meeting, outcome: Outcome, asked: MergeAsked, now: Ruling) -> None:
    """Say of whom votes can be of one ballot twice, before anybody signs."""
    counts = counts_of(outcome, asked.round)
    merged = merged_names(meeting, asked.round, asked.paper, counts, now)
    for row in merged.rows:
        told = _("    {name}: {votes} votes were written.").format(name=row.name, votes=row.votes)
        if row.twice:
            told += _(
                " Up to {count} votes, ticks included, can be of ballots that named the person "
                "twice in different spellings; nobody can see it."
            ).format(count=row.twice)
        say(told)


def _title(step: Ruled | MergeAsked) -> str:
    if isinstance(step, MergeAsked):
        told = _("Names that were written on “{paper}” ({step})")
        return told.format(paper=said(step.paper, "title", current_language()), step=step.id)
    name = said(step, "name", current_language())
    return _("{name} ({step})").format(name=name, step=step.id) if name else step.id


def _say_ruling(meeting: Meeting, step: Ruled | MergeAsked, now: Ruling) -> None:
    """Read a ruling back, everybody on a line of their own."""
    names = {each.id: each.display_name for each in meeting.people}
    say(_title(step))
    say(_("    date      {date}").format(date=spoken_date(now.date, current_language())))
    say(_("    source    {source}").format(source=now.source))
    say(_("    words     {words}").format(words=now.words))
    for merged in now.names:
        name = names.get(merged.person) or _("{name} (new)").format(name=merged.name)
        spellings = listed(merged.spellings, current_language())
        say(_("    {name}: {spellings}").format(name=name, spellings=spellings))
    if not now.people and not now.names:
        say(_("    nobody"))
    for each in now.people:
        answer = _("yes") if each.answer == "yes" else _("no")
        note = _(" ({note})").format(note=each.note) if each.note else ""
        say(f"    {names.get(each.person, each.person)}: {answer}{note}")


def _say_signers(work: WorkFolder, begun: HeldRuling) -> None:
    tellers = ", ".join(f"{at} {work.meeting.tellers[at - 1]}" for at in begun.signed)
    if len(begun.signed) >= NEEDED:
        say(_("    Signed by tellers {tellers}: it holds.").format(tellers=tellers))
    else:
        say(_("    Signed by teller {tellers} alone so far.").format(tellers=tellers))

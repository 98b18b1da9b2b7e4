"""What a ruling says, read back line by line to whoever is to sign it or looks at it."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.meeting import Meeting
from meeting.language import current_language, listed, said
from meeting.rules.acts import Ruled
from tally.commands.terminal import _
from tally.folder.ruling import NEEDED, HeldRuling, Ruling
from tally.opening.work_folder import WorkFolder
from tally.outcome.merged_names import merged_names, written_tally
from tally.outcome.outcome import Outcome
from tally.outcome.steps_in_words import StepsInWords
from tally.outcome.written_names import written_names
from tally.rulings.merge_file import counts_of
from tally.rulings.people_asked import MergeAsked
from tally.words.figures_and_names import spoken_date


def title_of(step: Ruled | MergeAsked) -> str:
    """What a ruling is about, with the id that commands take."""
    if isinstance(step, MergeAsked):
        told = _("Names that were written on “{paper}” ({step})")
        return told.format(paper=said(step.paper, "title", current_language()), step=step.id)
    name = said(step, "name", current_language())
    return _("{name} ({step})").format(name=name, step=step.id) if name else step.id


def ruling_lines(meeting: Meeting, step: Ruled | MergeAsked, now: Ruling) -> Iterator[str]:
    """Everything that a ruling says, everybody on a line of their own."""
    names = {each.id: each.display_name for each in meeting.people}
    yield title_of(step)
    yield _("    date      {date}").format(date=spoken_date(now.date, current_language()))
    if now.date < meeting.date:
        yield _("              before the day of the meeting, {date}: is it right?").format(
            date=spoken_date(meeting.date, current_language())
        )
    yield _("    source    {source}").format(source=now.source)
    yield _("    words     {words}").format(words=now.words)
    for merged in now.names:
        name = names.get(merged.person) or _("{name} (new)").format(name=merged.name)
        spellings = listed(merged.spellings, current_language())
        yield _("    {name}: {spellings}").format(name=name, spellings=spellings)
    if not now.people and not now.names:
        yield _("    nobody")
    for each in now.people:
        answer = _("yes") if each.answer == "yes" else _("no")
        note = _(" ({note})").format(note=each.note) if each.note else ""
        yield f"    {names.get(each.person, each.person)}: {answer}{note}"


def signers_line(work: WorkFolder, held: HeldRuling, *, counts: bool = True) -> str:
    """Who has signed a ruling, and whether it holds; `counts` is whether it is about who came."""
    tellers = ", ".join(f"{at} {work.meeting.tellers[at - 1]}" for at in held.signed)
    if not counts:
        return _("    Signed by tellers {tellers}.").format(tellers=tellers)
    if len(held.signed) >= NEEDED:
        return _("    Signed by tellers {tellers}: it holds.").format(tellers=tellers)
    return _("    Signed by teller {tellers} alone so far.").format(tellers=tellers)


def merge_lines(
    meeting: Meeting, outcome: Outcome, asked: MergeAsked, now: Ruling
) -> Iterator[str]:
    """What follows from a merge: votes, how many may be twice, and which names it leaves out."""
    counts = counts_of(outcome, asked.round)
    merged = merged_names(meeting, asked.round, asked.paper, counts, now)
    for row in merged.rows:
        told = _("    {name}: {votes} votes were written.").format(name=row.name, votes=row.votes)
        if row.twice:
            told += _(
                " Up to {count} votes, ticks included, can be of ballots that named the person "
                "twice in different spellings; nobody can see it."
            ).format(count=row.twice)
        yield told
    taken = {text for each in now.names for text in each.spellings}
    tally = tuple(each for each in written_tally(asked.paper, counts) if each[0] not in taken)
    left = [each.name for each in written_names(tally, asked.paper, meeting.people)]
    if left:
        yield _("    Left as they were written, and nobody in the rules: {names}.").format(
            names=listed(left, current_language())
        )


def doubt_lines(outcome: Outcome) -> Iterator[str]:
    """The steps that votes of one ballot twice could change, by an outcome that has a merge."""
    words = StepsInWords(outcome.named, current_language(), outcome.steps)
    for result in outcome.steps:
        if result.doubtful:
            name = said(result.step, "name", current_language()) or result.step.id
            yield _("    {step}: {doubt}").format(step=name, doubt=words.view(result).doubt)

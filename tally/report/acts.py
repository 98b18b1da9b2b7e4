"""What people decided, in one section of the report: corrections, exceptions, rulings.

So anybody sees what was counted and what was decided, when, where it comes from, and who signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from meeting.language import N_, listed, said
from meeting.published.act_files import MERGE, merge_name
from meeting.rules.acts import Ruled
from meeting.rules_in_words.words import Words
from tally.folder.ruling import HeldRuling
from tally.outcome.outcome import Outcome
from tally.report.derivation import Translate
from tally.words.figures_and_names import spoken_date

_RULED = {
    "gate": N_("Yes or no of {body} to each person"),
    "decision": N_("Decision of {body}"),
    "defer": N_("Put off by {body}"),
    "withdraw": N_("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class ActView:
    """One act: what it is, in which words, and where it comes from; `signed` says by whom."""

    title: str
    lines: tuple[str, ...]
    signed: str = ""


def act_views(outcome: Outcome, language: str, _: Translate) -> tuple[ActView, ...]:
    """All acts: those about figures and boxes first, then the rulings in the order of the steps."""
    return (
        *_corrections(outcome, _),
        *_exceptions(outcome, language, _),
        *(_ruling(outcome, each, language, _) for each in outcome.rulings),
    )


def _corrections(outcome: Outcome, _: Translate) -> Iterator[ActView]:
    for number, each in enumerate(outcome.earlier, 1):
        title = _("Correction {number} of the figures of the hall").format(number=number)
        yield ActView(title, (_("Reason: {reason}").format(reason=each.reason),))


def _exceptions(outcome: Outcome, language: str, _: Translate) -> Iterator[ActView]:
    for each in outcome.rounds:
        if each.excepted:
            title = _("Exception: {round} was opened although it is too small")
            name = said(each.round, "name", language)
            yield ActView(title.format(round=name), (_("Every teller has signed it."),))


def _ruling(outcome: Outcome, held: HeldRuling, language: str, _: Translate) -> ActView:
    ruling, meeting = held.ruling, outcome.meeting
    tellers = [f"{number} {meeting.tellers[number - 1]}" for number in held.signed]
    where = _("{date}; source: {source}").format(
        date=spoken_date(ruling.date, language), source=ruling.source
    )
    signed = _("Signed by tellers {names}.").format(names=listed(tellers, language))
    if ruling.kind == MERGE:
        merged = _merged(outcome, ruling.about, language, _)
        lines = (ruling.words, where, *merged, *_doubtful(outcome, ruling.about, language, _))
        return ActView(_("Names that were written, put together"), lines, signed)
    step = next(each for each in meeting.rules if each.id == ruling.about)
    if not isinstance(step, Ruled):
        raise TypeError(step)
    what = _(_RULED[ruling.kind]).format(
        body=said(step, "body", language) if hasattr(step, "body") else ""
    )
    title = _("{step}: {what}").format(step=said(step, "name", language) or step.id, what=what)
    return ActView(title, (ruling.words, where), signed)


def _doubtful(outcome: Outcome, about: str, language: str, _: Translate) -> Iterator[str]:
    """The steps that could come out otherwise without votes that may be of one ballot twice."""
    words = Words(outcome.named, language)
    names = [words.name(each.step.id) for each in outcome.steps if each.doubtful]
    rows = (each.rows for each in outcome.merged if merge_name(each.round, each.paper) == about)
    if names and any(row.twice for row in chain.from_iterable(rows)):
        yield _(
            "Votes that may be of ballots counted already could change what these steps came to: "
            "{steps}. The derivation says for whom."
        ).format(steps=listed(names, language))


def _merged(outcome: Outcome, about: str, language: str, _: Translate) -> Iterator[str]:
    """Every person with all spellings, and how many votes may be of one ballot twice."""
    spelled = _("“{text}” {votes}")
    for merged in outcome.merged:
        if merge_name(merged.round, merged.paper) != about:
            continue
        for row in merged.rows:
            told = (
                _("New: {name}: {spellings} = {votes} votes.")
                if row.is_new
                else _("{name}, of the list: {spellings} = {votes} votes.")
            )
            parts = [spelled.format(text=text, votes=votes) for text, votes in row.spellings]
            line = told.format(name=row.name, spellings=listed(parts, language), votes=row.votes)
            if row.twice:
                line += _(
                    " Of the votes for this person, ticks included, at most {count} can be of "
                    "ballots that named the person twice, in different spellings: lines are opened "
                    "apart from their ballots, so that nobody can see it."
                ).format(count=row.twice)
            yield line

"""如何得出 for answers that were opened one by one, and for the limit of names on a paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crypto.election.score import score_text
from meeting.definition.meeting import Meeting, VoterGroup
from meeting.definition.paper import Paper
from meeting.language import N_, listed, said
from meeting.rules_in_words.limits import limit_in_words
from tally.outcome.limit_sums import LimitOutcome, looks_at_each
from tally.outcome.names_limit import NamesSum
from tally.outcome.outcome import RoundOutcome
from tally.outcome.single_count import Tally, by_reason, invalid_of, mean, valid_of
from tally.outcome.single_outcome import RankingTable, ScoreTable, WrittenTable
from tally.report.derivation import Translate

REASONS = {
    "single-answer-marked": N_("written in a way that could mark the ballot"),
    "write-in-form": N_("not readable as text"),
    "write-in-character": N_("with characters that cannot be seen"),
    "ranking-person": N_("a number that nobody has"),
    "ranking-twice": N_("a person in two places"),
    "ranking-gap": N_("an empty place before a filled one"),
    "ranking-few": N_("fewer places filled than the paper demands"),
    "score-range": N_("a score above 100"),
}
"""Why an answer does not count, by code."""


def _texts_sentences(table: WrittenTable, _: Translate) -> Iterator[str]:
    """The same of lines that name nobody."""
    count = table.all
    yield _(
        "Ballots: {ballots}, lines on each: {lines}; of the lines, {nothing} left empty + "
        "{written} with a text + {invalid} invalid = {answers}; checked."
    ).format(
        ballots=table.lines[0].all.ballots,
        lines=len(table.lines),
        nothing=count.nothing,
        written=count.written,
        invalid=invalid_of(count),
        answers=count.ballots,
    )
    if count.names:
        yield _("Texts that differ only in spaces, dots, capitals or widths stand in one row.")


def written_sentences(table: WrittenTable, language: str, _: Translate) -> Iterator[str]:
    """How the table of written names came about."""
    count, lines = table.all, len(table.lines)
    if not table.table.paper.lines_name_people:
        yield from _texts_sentences(table, _)
        return
    sentence = (
        _(
            "Ballots with one line each: {ballots}; {nothing} left empty + {written} with a name "
            "+ {invalid} invalid = {answers}; checked."
        )
        if lines == 1
        else _(
            "Ballots with {lines} lines each: {ballots}; of the lines, {nothing} left empty + "
            "{written} with a name + {invalid} invalid = {answers}; checked, and for every line "
            "by itself."
        )
    )
    yield sentence.format(
        ballots=table.lines[0].all.ballots,
        lines=lines,
        nothing=count.nothing,
        written=count.written,
        invalid=invalid_of(count),
        answers=count.ballots,
    )
    if count.names:
        yield _(
            "Spellings that differ only in spaces, dots, capitals or widths are one name, shown as "
            "it was written most often, with the others beside it; any other difference makes "
            "another name. Names stand by votes, those with equal votes in the order of their "
            "characters' codes."
        )
    if of_the_list := [each.name for each in table.names if each.listed]:
        names = listed([_("“{name}”").format(name=name) for name in of_the_list], language)
        yield _(
            "{names}: somebody on this paper's list has the same name. These votes are not added "
            "to those of the list; whether it is the same person is for the tellers to decide, in "
            "writing and beside this report."
        ).format(names=names)
    if any(name.lookalikes for name in table.names):
        yield _(
            "Characters that only look like others are refused by every kiosk: such a name was "
            "written with another program, and counts all the same."
        )
    yield from _reasons(count.invalid, _)


def ranking_sentences(table: RankingTable, _: Translate) -> Iterator[str]:
    """How the table of rankings came about."""
    count = table.ranking.all
    yield _(
        "Ballots: {ballots}; {ranked} with a first place + {nobody} with nobody ranked + "
        "{invalid} invalid; checked."
    ).format(
        ballots=count.ballots,
        ranked=valid_of(count) - count.nobody,
        nobody=count.nobody,
        invalid=invalid_of(count),
    )
    yield _(
        "The columns say how many put a person in which place. No points are given and nobody is "
        "placed by this table."
    )
    yield from _reasons(count.invalid, _)


def score_sentences(table: ScoreTable, _: Translate) -> Iterator[str]:
    """How the table of scores came about."""
    for each in table.items:
        yield _(
            "Ballots: {ballots}; lists of scores: {valid} valid + {invalid} invalid; checked."
        ).format(ballots=each.all.ballots, valid=valid_of(each.all), invalid=invalid_of(each.all))
    first = table.items[0].all.tenths[0]
    average = mean(first)
    if average is not None:
        yield _(
            "Mean = sum of all valid scores ÷ their number, nothing dropped and no group weighed, "
            "shown with two decimals, rounded half up; in the first row {sum} ÷ {number} = {mean}."
        ).format(sum=score_text(sum(first)), number=len(first), mean=average.rounded)
    yield _("Scores are sorted: which of them came from one judge cannot be read from their order.")
    yield from _reasons(by_reason(one for each in table.items for one in each.all.invalid), _)


@dataclass(frozen=True, slots=True)
class LimitView:
    """What is said of a limit of names on a whole paper; `kept` as far as a sum can tell."""

    text: str
    kept: bool


def limit_views(
    meeting: Meeting,
    outcome: RoundOutcome,
    opened: list[VoterGroup],
    language: str,
    _: Translate,
) -> tuple[LimitView, ...]:
    """The limits of a round's papers, each with all names in the boxes that were opened."""
    papers = {paper.id: paper for paper in meeting.papers}
    return tuple(
        _limit(papers[paper], by_group, opened, language, _)
        for paper, by_group in outcome.limits.items()
    ) + tuple(_across(meeting, each, opened, language, _) for each in outcome.limit_sums)


def _across(
    meeting: Meeting,
    outcome: LimitOutcome,
    opened: list[VoterGroup],
    language: str,
    _: Translate,
) -> LimitView:
    """A limit across questions: what it says, and the sum that comes nearest to breaking it."""
    each = looks_at_each(outcome.limit, outcome.paper)
    sentence = {
        True: _("{group}: {about}{found}, no more than {most}"),
        False: _("{group}: {about}{found}, MORE than {most}"),
    }
    if each:
        sentence = {
            True: _("{group}: no list breaks it"),
            False: _("{group}: lists that BREAK it: {found}"),
        }
    sums = [
        sentence[found.kept].format(
            group=said(group, "name", language),
            about=_about(meeting, outcome.paper, found.about, language),
            found=found.found,
            most=found.most,
        )
        for group in opened
        for found in [outcome.by_group.get(group.id)]
        if found is not None
    ]
    kept = all(found.kept for found in outcome.by_group.values())
    told = (
        _(
            "{paper}: {limit}. No ballot can prove this; the kiosk enforces it, and the count "
            "looked at every list of scores that was opened and is valid: {sums}."
        )
        if each
        else _(
            "{paper}: {limit}. No ballot can prove this; the kiosk enforces it, and the count "
            "checks the sum that comes nearest to breaking it: {sums}."
        )
    )
    text = told.format(
        paper=said(outcome.paper, "title", language),
        limit=limit_in_words(outcome.limit, outcome.paper, language),
        sums=("；" if language == "zh" else "; ").join(sums),
    )
    if kept:
        return LimitView(text, kept)
    more = _(
        "Ballots that all keep to it cannot lead to this: at least one ballot was made by "
        "another program than the kiosk's. One voter alone can do that, and nobody can tell "
        "which ballot it is; so every ballot counts, and the tellers decide what follows."
    )
    return LimitView(f"{text}{'' if language == 'zh' else ' '}{more}", kept)


def _about(meeting: Meeting, paper: Paper, name: str, language: str) -> str:
    """Whom or what a sum is about: a person, or somebody's item; nothing for all together."""
    if not name:
        return ""
    people = {person.id: person for person in meeting.people}
    person = people.get(name)
    for item in paper.items:
        if item.id == name:
            person = item.subject
    whose = said(person, "display_name", language) if person is not None else ""
    return f"{whose} " if whose else ""


def _limit(
    paper: Paper,
    by_group: Mapping[str, NamesSum],
    opened: list[VoterGroup],
    language: str,
    _: Translate,
) -> LimitView:
    sums = [
        _sum_sentence(by_group[group.id], said(group, "name", language), _)
        for group in opened
        if group.id in by_group
    ]
    kept = all(names.kept for names in by_group.values())
    text = _(
        "{paper}: a ballot names at most {most} people, ticked and written in together. No ballot "
        "can prove this; the kiosk enforces it, and the count checks the sum: {sums}."
    ).format(
        paper=said(paper, "title", language),
        most=paper.at_most,
        sums=("；" if language == "zh" else "; ").join(sums),
    )
    if kept:
        return LimitView(text, kept)
    more = _(
        "These are more names than so many ballots can hold: at least one ballot was made by "
        "another program than the kiosk's. One voter alone can do that, and nobody can tell "
        "which ballot it is; so every ballot counts, and the tellers decide what follows."
    )
    return LimitView(f"{text}{'' if language == 'zh' else ' '}{more}", kept)


def _sum_sentence(names: NamesSum, group: str, _: Translate) -> str:
    sentence = (
        _("{group}: {ticked} ticked + {written} written = {sum}, no more than {most}")
        if names.kept
        else _("{group}: {ticked} ticked + {written} written = {sum}, MORE than {most}")
    )
    return sentence.format(
        group=group,
        ticked=names.ticked,
        written=names.written,
        sum=names.ticked + names.written,
        most=names.most,
    )


def _reasons(reasons: Tally, _: Translate) -> Iterator[str]:
    """Why answers do not count; what they hold is never printed."""
    if not reasons:
        return
    told = _("; ").join(
        _("{reason}: {number}").format(reason=_(REASONS[reason]), number=number)
        for reason, number in reasons
    )
    yield _(
        "Invalid answers are counted and not shown ({reasons}). They were opened apart from the "
        "rest of their ballots, which counts: nobody can tell which ballots they are."
    ).format(reasons=told)

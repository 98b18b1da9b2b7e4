"""Tables of single answers as they are printed: 另推他人得票表, 排序推荐汇总表, 评委评分表."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from crypto.election.score import score_text
from meeting.definition.meeting import Meeting, VoterGroup
from meeting.definition.paper import Option, PaperItem
from meeting.language import listed, said
from tally.outcome.single_count import AnySingleCount, ScoreCount, invalid_of, mean, valid_of
from tally.outcome.single_outcome import AnySingleTable, RankingTable, ScoreTable, WrittenTable
from tally.outcome.written_names import WrittenName
from tally.report.bars import bar, share_bar, swatch
from tally.report.derivation import Translate
from tally.report.single_derivation import ranking_sentences, score_sentences, written_sentences
from tally.words.figures_and_names import position_beside

NOTHING = "—"
_MOST_LINES = 6
"""More lines than these are not printed one by one; outcome.json has them all."""
_SHORT = 3


@dataclass(frozen=True, slots=True)
class SingleRow:
    """A name with its cells under the table's headings; `listing` is every score, in words."""

    name: str
    note: str
    cells: tuple[str, ...]
    by_group: tuple[str, ...]
    listing: str = ""
    drawing: Markup | None = None


@dataclass(frozen=True, slots=True)
class SingleView:
    """A table ready for the template; `foot` are rows that belong to nobody.

    A row of the foot has as many cells as there are headings, or one that stands under all.
    """

    is_single: ClassVar[bool] = True

    paper: str
    caption: str
    prompt: str
    heads: tuple[str, ...]
    listing_head: str
    drawn: bool
    rows: tuple[SingleRow, ...]
    foot: tuple[SingleRow, ...]
    legend: tuple[tuple[Markup, str], ...]
    group_heads: tuple[str, ...]
    group_key: str
    derivation: tuple[str, ...]


def single_view(
    meeting: Meeting, table: AnySingleTable, groups: list[VoterGroup], language: str, _: Translate
) -> SingleView:
    """The table in one language; `groups` are those whose boxes were opened."""
    if isinstance(table, WrittenTable):
        return _written(table, groups, language, _)
    if isinstance(table, RankingTable):
        return _ranking(meeting, table, groups, language, _)
    return _scores(meeting, table, groups, language, _)


def _written(
    table: WrittenTable, groups: list[VoterGroup], language: str, _: Translate
) -> SingleView:
    lines = [line.all for line in table.lines] if 1 < len(table.lines) <= _MOST_LINES else []
    by_group = [table.by_group[group.id] for group in groups]
    people = {
        option.id: said(option, "label", language)
        for item in table.table.paper.items
        for option in item.options
    }
    ballots = table.lines[0].all.ballots
    votes_by_line = [dict(line.names) for line in lines]
    votes_by_group = [dict(count.names) for count in by_group]
    rows = tuple(
        SingleRow(
            name=name.name,
            note=_("; ").join(name_notes(name, people, language, _)),
            cells=_numbers([*(name.votes_in(votes) for votes in votes_by_line), name.votes]),
            by_group=_numbers([name.votes_in(votes) for votes in votes_by_group]),
            # More votes than ballots: somebody wrote the name on two lines.
            drawing=share_bar(min(name.votes, ballots), ballots, str(name.votes)),
        )
        for name in table.names
    )
    counted = [*lines, table.all]
    foot = [
        SingleRow(
            _("Nothing written"),
            "",
            _numbers([count.nothing for count in counted]),
            _numbers([count.nothing for count in by_group]),
        ),
        _invalid_row([*counted], [*by_group], _),
    ]
    heads = [_("Line {number}").format(number=number) for number in range(1, len(lines) + 1)]
    return SingleView(
        paper=said(table.table.paper, "title", language),
        caption=_("Names written in")
        if table.table.paper.lines_name_people
        else _("Texts written in"),
        prompt=_whose(table, language) + _prompts([line.item for line in table.lines], language),
        heads=(*heads, _("Votes")),
        listing_head="",
        drawn=True,
        rows=rows,
        foot=tuple(foot),
        legend=(),
        group_heads=_group_heads(groups, language),
        group_key=_("Votes"),
        derivation=tuple(written_sentences(table, language, _)),
    )


def _whose(table: WrittenTable, language: str) -> str:
    """Whom the lines are about, where that is one person."""
    person = table.lines[0].item.subject
    return f"{said(person, 'display_name', language)} · " if person is not None else ""


def name_notes(
    name: WrittenName, people: dict[str, str], language: str, _: Translate
) -> Iterator[str]:
    """How else it was written, who on the list is called so, and what only looks like it."""
    if others := name.spellings[1:]:
        told = [
            _("{spelling} ({votes})").format(spelling=text, votes=votes) for text, votes in others
        ]
        yield _("also written {spellings}").format(spellings=listed(told, language))
    if name.listed:
        bearers = listed([people[each] for each in name.listed], language)
        sentence = (
            _("same name as {person} on the list")
            if len(name.listed) == 1
            else _("same name as {people} on the list; which of them is meant cannot be told")
        )
        yield sentence.format(person=bearers, people=bearers)
    if name.lookalikes:
        yield _("with characters that only look like others: {characters}").format(
            characters=listed([f"{each} U+{ord(each):04X}" for each in name.lookalikes], language)
        )


def _ranking(
    meeting: Meeting, table: RankingTable, groups: list[VoterGroup], language: str, _: Translate
) -> SingleView:
    outcome, item = table.ranking, table.ranking.item
    by_group = [outcome.by_group[group.id] for group in groups]
    posts = _posts(meeting, item.options, language)
    heads = tuple(_("Place {number}").format(number=at) for at in range(1, item.maximum + 1))
    rows = []
    for at, option in enumerate(item.options):
        places = outcome.all.places[at]
        rest = valid_of(outcome.all) - sum(places)
        rows.append(
            SingleRow(
                name=said(option, "label", language),
                note=posts.get(option.id, ""),
                cells=_numbers([*places, sum(places)]),
                by_group=tuple(_slashed(count.places[at]) for count in by_group),
                drawing=bar(places, rest, _slashed((*places, rest))),
            )
        )
    foot = [
        SingleRow(
            _("Nobody ranked"),
            "",
            (str(outcome.all.nobody),),
            _numbers([count.nobody for count in by_group]),
        ),
        _invalid_row([outcome.all], [*by_group], _),
    ]
    legend = [*((swatch(at), head) for at, head in enumerate(heads)), (swatch(None), _("No place"))]
    return SingleView(
        paper=said(table.table.paper, "title", language),
        caption=_("Rankings"),
        prompt=said(item, "prompt", language),
        heads=(*heads, _("Ranked")),
        listing_head="",
        drawn=True,
        rows=tuple(rows),
        foot=tuple(foot),
        legend=tuple(legend),
        group_heads=_group_heads(groups, language),
        group_key=" / ".join(heads),
        derivation=tuple(ranking_sentences(table, _)),
    )


def _scores(
    meeting: Meeting, table: ScoreTable, groups: list[VoterGroup], language: str, _: Translate
) -> SingleView:
    options = (option for each in table.items for option in each.item.options)
    posts = _posts(meeting, options, language)
    rows = tuple(
        SingleRow(
            name=said(option, "label", language),
            note=posts.get(option.id, ""),
            cells=(
                str(len(each.all.tenths[at])),
                score_text(sum(each.all.tenths[at])),
                _mean(each.all, at),
            ),
            by_group=tuple(
                f"{_mean(each.by_group[group.id], at)} · {_listing(each.by_group[group.id], at)}"
                for group in groups
            ),
            listing=_listing(each.all, at),
        )
        for each in table.items
        for at, option in enumerate(each.item.options)
    )
    foot = tuple(
        _invalid_row([each.all], [each.by_group[group.id] for group in groups], _)
        for each in table.items
    )
    return SingleView(
        paper=said(table.table.paper, "title", language),
        caption=_("Judges' scores"),
        prompt=said(table.items[0].item, "prompt", language),
        heads=(_("Scores"), _("Sum"), _("Mean")),
        listing_head=_("Every score, the highest first"),
        drawn=False,
        rows=rows,
        foot=foot,
        legend=(),
        group_heads=_group_heads(groups, language),
        group_key=_("Mean · every score"),
        derivation=tuple(score_sentences(table, _)),
    )


def _invalid_row(
    counts: list[AnySingleCount], by_group: list[AnySingleCount], _: Translate
) -> SingleRow:
    return SingleRow(
        _("Invalid answers"),
        "",
        _numbers([invalid_of(count) for count in counts]),
        _numbers([invalid_of(count) for count in by_group]),
    )


def _mean(count: ScoreCount, at: int) -> str:
    average = mean(count.tenths[at])
    return average.rounded if average else NOTHING


def _listing(count: ScoreCount, at: int) -> str:
    return " ".join(score_text(each) for each in count.tenths[at]) or NOTHING


def _prompts(items: list[PaperItem], language: str) -> str:
    """The prompts of all lines; of many, the first and the last."""
    prompts = list(dict.fromkeys(said(item, "prompt", language) for item in items))
    if len(prompts) > _SHORT:
        return f"{prompts[0]} … {prompts[-1]}"
    return listed(prompts, language)


def _posts(meeting: Meeting, options: Iterable[Option], language: str) -> dict[str, str]:
    """By the ids of people who are options: what is to be said beside their names."""
    names = {option.id: said(option, "label", language) for option in options}
    return {
        person.id: position_beside(person, names[person.id], language)
        for person in meeting.people
        if person.id in names
    }


def _group_heads(groups: list[VoterGroup], language: str) -> tuple[str, ...]:
    return tuple(said(group, "name", language) for group in groups)


def _numbers(values: list[int]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _slashed(values: tuple[int, ...]) -> str:
    return " / ".join(str(value) for value in values)

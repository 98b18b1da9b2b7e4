"""民主推荐情况汇总表: one row a person, with votes, rate and place in each channel side by side.

A channel is a round: a vote of the meeting, talks with individuals. Where several rounds ask for
the same people, they stand in one form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from meeting.definition.paper import POSTS, Option, Paper
from tally.forms.derived import doubts
from tally.forms.form import Cell, Column, Down, Form, Part, Row, Share, Table, Told
from tally.forms.naming import form_title, short_name
from tally.forms.saying import CLERKS, Saying
from tally.forms.taking_part import counts, not_counted, took_part
from tally.forms.written import merged_parts, written_besides, written_parts
from tally.outcome.outcome import RoundOutcome, TableOutcome
from tally.outcome.single_outcome import WrittenTable
from tally.report.derivation import derivation

_MOST_GROUPS = 4
"""So many voter groups have a column each; more stand in forms of their own."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A round, and the table in which it asks for the people."""

    round: RoundOutcome
    table: TableOutcome


def recommendation_forms(say: Saying) -> Iterator[Form]:
    """A form for each question that asks for people; one for all posts of a paper."""
    asked: dict[tuple[object, ...], list[Channel]] = {}
    for each in say.outcome.rounds:
        for table in each.tables if counts(say, each) else ():
            if table.table.rows_are_options:
                item = table.items[0].item
                asked.setdefault((item.prompt, item.options), []).append(Channel(each, table))
    together: dict[tuple[object, ...], list[list[Channel]]] = {}
    for channels in asked.values():
        paper = channels[0].table.table.paper
        of: tuple[object, ...] = (
            (paper.id,) if paper.kind == POSTS else (paper.id, channels[0].table.table.id)
        )
        together.setdefault(of, []).append(channels)
    papers = Counter(of[0] for of in together)
    for of, questions in together.items():
        yield _form(say, questions, several=papers[of[0]] > 1)


def is_shown(say: Saying, each: RoundOutcome, paper: Paper) -> bool:
    """Whether a form here sums a paper up, so that its lines for names stand there."""
    return counts(say, each) and any(
        table.table.rows_are_options and table.table.paper.id == paper.id for table in each.tables
    )


def _form(say: Saying, questions: list[list[Channel]], *, several: bool) -> Form:
    channels = questions[0]
    paper = channels[0].table.table.paper
    title, name = form_title(say, paper), short_name(say, paper)
    if several:
        title = say("{form} ({what})", form=title, what=_prompt(say, channels))
    parts: list[Part] = [Told(took_part(say, each.round, _channel(say, each))) for each in channels]
    for each in channels:
        parts += not_counted(say, each.round)
    for question in questions:
        caption = _prompt(say, question) if len(questions) > 1 else ""
        rows = (*_rows(say, question), _total(say, question))
        parts.append(Table(tuple(_columns(say, question)), rows, caption))
        parts += _derived(say, question)
    parts += _written(say, channels)
    parts += [Told(each, strong=True) for each in doubts(say)]
    return say.form(name, title, parts, signers=CLERKS, head=_head(say, channels), wide=True)


def _head(say: Saying, channels: list[Channel]) -> tuple[str, ...]:
    """The round is named where there is only one; the channels of several stand in the table."""
    return say.head(channels[0].round) if len(channels) == 1 else say.head()


def _prompt(say: Saying, channels: list[Channel]) -> str:
    return say.said(channels[0].table.items[0].item, "prompt")


def ordered(say: Saying, table: TableOutcome) -> list[Option]:
    """The people of a table in the order that was asked for."""
    rank = {place.key: place.rank for place in table.places}
    options = table.items[0].item.options
    return say.arranged(options, lambda option: option.id, lambda option: rank[option.id])


def _columns(say: Saying, channels: list[Channel]) -> Iterator[Column]:
    yield Column(say("No."), 0.5)
    yield Column(say("Name"), 1.3, text=True)
    yield Column(say("Unit and post"), 2.6, text=True)
    for each in channels:
        over = _channel(say, each)
        for group in _groups(say, each):
            yield Column(group[1], 0.9, over)
        yield Column(say("Votes"), 0.8, over)
        yield Column(_rate_name(say, each), 1.0, over)
        yield Column(say("Place"), 0.7, over)
    yield Column(say("Remarks"), 1.4, text=True)


def _rows(say: Saying, channels: list[Channel]) -> tuple[Row, ...]:
    rows = []
    written = [written_besides(say, c.round, c.table.table.paper.id) for c in channels]
    for number, option in enumerate(ordered(say, channels[0].table), 1):
        name = say.said(option, "label")
        cells: list[Cell] = [number, name, say.post(say.people.get(option.id), name)]
        remarks = say.remarks(option.id)
        for each, besides in zip(channels, written, strict=True):
            item = each.table.items[0]
            at = [one.id for one in item.item.options].index(option.id)
            cells += [item.by_group[group].votes[at] for group, _name in _groups(say, each)]
            rate = item.option_rate(option.id)
            place = next(one for one in each.table.places if one.key == option.id)
            cells += [rate.votes, Share(rate.value.value) if rate.value else None, place.rank]
            if place.tied and len(channels) > 1:
                told = say("{channel}: equal at place {place}", place=place.rank,
                           channel=_channel(say, each))  # fmt: skip
                remarks.append(told)
            elif place.tied:
                remarks.append(say("equal at place {place}", place=place.rank))
            if votes := besides.get(option.id):
                remarks.append(say("{votes} more in writing", votes=votes))
        rows.append(Row(((*cells, say("; ").join(remarks)),)))
    return tuple(rows)


def _total(say: Saying, channels: list[Channel]) -> Row:
    cells: list[Cell] = [None, say("All votes"), None]
    for each in channels:
        item = each.table.items[0]
        cells += [Down(sum(item.by_group[group].votes)) for group, _name in _groups(say, each)]
        cells += [Down(sum(item.all.votes)), None, None]
    return Row(((*cells, None),), total=True)


def _groups(say: Saying, channel: Channel) -> list[tuple[str, str]]:
    """The voter groups that have a column: id and name, where there are several but not many."""
    groups = say.opened(channel.round)
    if not 1 < len(groups) <= _MOST_GROUPS:
        return []
    return [(group.id, say.said(group, "name")) for group in groups]


def _channel(say: Saying, channel: Channel) -> str:
    return say.round_name(channel.round)


def _rate_name(say: Saying, channel: Channel) -> str:
    item = channel.table.items[0]
    weighted = item.option_rate(item.item.options[0].id).weighted
    return say("Rate, weighted") if weighted else say("Rate")


def _derived(say: Saying, channels: list[Channel]) -> Iterator[Told]:
    """How each channel's figures came about."""
    for each in channels:
        if len(channels) > 1:
            yield Told(_channel(say, each), strong=True)
        groups = say.opened(each.round)
        for line in derivation(say.meeting, each.table, groups, say.language, say.gettext):
            yield Told(line, indent=len(channels) > 1)


def _written(say: Saying, channels: list[Channel]) -> Iterator[Part]:
    """Names that were written on lines of the same papers."""
    for each in channels:
        paper = each.table.table.paper
        for single in each.round.singles:
            if single.table.paper.id == paper.id and isinstance(single, WrittenTable):
                of = say.said(single.lines[0].item, "prompt") if paper.kind == POSTS else ""
                where = [_channel(say, each)] if len(channels) > 1 else []
                told = " · ".join([say("Names written in"), *filter(None, [*where, of])])
                yield from written_parts(say, each.round, single, told)
        yield from merged_parts(say, each.round, paper.id)

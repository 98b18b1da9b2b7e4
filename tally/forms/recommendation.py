"""民主推荐情况汇总表: one row a person, with votes, rate and place in each channel side by side.

A channel is a round: a vote of the meeting, talks with individuals. Where several rounds ask for
the same people, they stand in one form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meeting.definition.paper import Option
from tally.forms.derived import doubts
from tally.forms.form import Cell, Column, Down, Form, Part, Row, Share, Table, Told
from tally.forms.saying import CLERKS, Saying
from tally.forms.taking_part import counts, not_counted, took_part
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

    def place(self, person: str) -> int:
        """The place of a person by votes."""
        return next(each.rank for each in self.table.places if each.key == person)


def recommendation_forms(say: Saying) -> Iterator[Form]:
    """A form for each question that asks for people."""
    asked: dict[tuple[object, ...], list[Channel]] = {}
    for each in say.outcome.rounds:
        for table in each.tables if counts(say, each) else ():
            if table.table.rows_are_options:
                item = table.items[0].item
                asked.setdefault((item.prompt, item.options), []).append(Channel(each, table))
    several = len(asked) > 1
    for number, channels in enumerate(asked.values(), 1):
        yield _form(say, channels, number, several=several)


def _form(say: Saying, channels: list[Channel], number: int, *, several: bool) -> Form:
    item = channels[0].table.items[0].item
    title = say("Democratic recommendation: summary")
    name = say("Recommendation")
    if several:
        title = say("{form} ({what})", form=title, what=say.said(item, "prompt"))
        name += str(number)
    rows = _rows(say, channels)
    parts: list[Part] = [Told(took_part(say, each.round, _channel(say, each))) for each in channels]
    for each in channels:
        parts += not_counted(say, each.round)
    parts.append(Table(tuple(_columns(say, channels)), (*rows, _total(say, channels))))
    parts += [Told(each) for each in _written(say, channels)]
    parts += [Told(each, strong=True) for each in doubts(say)]
    parts += _derived(say, channels)
    return say.form(name, title, parts, signers=CLERKS, wide=True)


def ordered(say: Saying, channel: Channel) -> list[Option]:
    """The people of a channel in the order that was asked for."""
    options = list(channel.table.items[0].item.options)
    if say.order == "votes":
        options.sort(key=lambda option: channel.place(option.id))
    return options


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
    label, chosen = say.chosen
    rows = []
    for number, option in enumerate(ordered(say, channels[0]), 1):
        name = say.said(option, "label")
        cells: list[Cell] = [number, name, say.post(say.people.get(option.id), name)]
        remarks = [label] if option.id in chosen else []
        for each in channels:
            item = each.table.items[0]
            at = [one.id for one in item.item.options].index(option.id)
            cells += [item.by_group[group].votes[at] for group, _name in _groups(say, each)]
            rate = item.option_rate(option.id)
            place = next(one for one in each.table.places if one.key == option.id)
            cells += [rate.votes, Share(rate.value.value) if rate.value else None, place.rank]
            if place.tied:
                remarks.append(say("equal at place {place}", place=place.rank))
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


def _written(say: Saying, channels: list[Channel]) -> Iterator[str]:
    """Names that were written on lines of the same papers."""
    for each in channels:
        for single in each.round.singles:
            same = single.table.paper.id == each.table.table.paper.id
            if same and isinstance(single, WrittenTable) and single.names:
                names = [
                    say("{name} ({votes})", name=name.name, votes=name.votes)
                    for name in single.names
                ]
                yield say(
                    "{channel}: also written in: {names}.",
                    channel=_channel(say, each),
                    names=say.listed(names),
                )

"""Forms of answers that were opened one by one: 另推人选, 排序推荐汇总表, 评委评分汇总表."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tally.forms.form import Cell, Column, Form, Part, Points, Row, Table, Told
from tally.forms.saying import CLERKS, Saying
from tally.forms.taking_part import counts, took_part
from tally.outcome.outcome import RoundOutcome
from tally.outcome.single_count import ScoreCount, invalid_of, mean, valid_of
from tally.outcome.single_outcome import AnySingleTable, RankingTable, ScoreTable, WrittenTable
from tally.report.single_derivation import ranking_sentences, score_sentences, written_sentences
from tally.report.single_tables import name_notes

_TENTHS = 10


def single_forms(say: Saying) -> Iterator[Form]:
    """A form for each table of single answers."""
    number = 0
    for each in say.outcome.rounds:
        for table in each.singles if counts(say, each) else ():
            number += 1
            yield _form(say, each, table, number)


def _form(say: Saying, each: RoundOutcome, table: AnySingleTable, number: int) -> Form:
    parts: list[Part] = [Told(took_part(say, each, say.round_name(each)))]
    if isinstance(table, WrittenTable):
        title, name = say("Names written in: summary"), say("Written in")
        parts.append(_written(say, table))
        lines = [*written_sentences(table, say.language, say.gettext)]
    elif isinstance(table, RankingTable):
        title, name = say("Rankings: summary"), say("Rankings")
        parts.append(_rankings(say, table))
        lines = [*ranking_sentences(table, say.gettext)]
    else:
        title, name = say("Judges' scores: summary"), say("Judges' scores")
        parts += _scores(say, table)
        lines = [*score_sentences(table, say.gettext)]
    parts += [Told(line) for line in lines]
    paper = say.said(table.table.paper, "title")
    return say.form(
        f"{name} {number}",
        say("{form} ({what})", form=title, what=paper),
        parts,
        signers=CLERKS,
        head=say.head(each),
        wide=True,
    )


def _written(say: Saying, table: WrittenTable) -> Table:
    people = {
        option.id: say.said(option, "label")
        for item in table.table.paper.items
        for option in item.options
    }
    rows = [
        Row(
            (
                (
                    number,
                    name.name,
                    name.votes,
                    say("; ").join(name_notes(name, people, say.language, say.gettext)),
                ),
            )
        )
        for number, name in enumerate(table.names, 1)
    ]
    empty = Row(((None, say("Nothing written"), table.all.nothing, None),), total=True)
    invalid = Row(((None, say("Invalid answers"), invalid_of(table.all), None),), total=True)
    columns = (
        Column(say("No."), 0.5),
        Column(say("Name"), 2, text=True),
        Column(say("Votes"), 0.8),
        Column(say("Remarks"), 4, text=True),
    )
    return Table(columns, (*rows, empty, invalid))


def _rankings(say: Saying, table: RankingTable) -> Table:
    outcome, item = table.ranking, table.ranking.item
    places = [say("Place {number}", number=at) for at in range(1, item.maximum + 1)]
    columns = [Column(say("Name"), 2, text=True), Column(say("Unit and post"), 2.5, text=True)]
    columns += [Column(place) for place in places]
    columns += [Column(say("Ranked")), Column(say("No place"))]
    valid = valid_of(outcome.all)
    rows = []
    for option, ranked in zip(item.options, outcome.all.places, strict=True):
        name = say.said(option, "label")
        post = say.post(say.people.get(option.id), name)
        rows.append(Row(((name, post, *ranked, sum(ranked), valid - sum(ranked)),)))
    foot: list[Cell] = [say("Nobody ranked"), None, outcome.all.nobody]
    rows.append(Row(((*foot, *(None for _ in columns[3:])),), total=True))
    return Table(tuple(columns), tuple(rows), say.said(item, "prompt"))


def _scores(say: Saying, table: ScoreTable) -> Iterator[Table]:
    """Every score of everybody, the highest first: the order says nothing of the judges."""
    for each in table.items:
        judges = max(map(len, each.all.tenths), default=0)
        columns = [Column(say("Name"), 1.6, text=True)]
        columns += [Column(str(at), 0.6) for at in range(1, judges + 1)]
        columns += [Column(say("Sum"), 0.9), Column(say("Mean"), 0.9)]
        rows = [
            Row(((say.said(option, "label"), *_line(each.all, at, judges)),))
            for at, option in enumerate(each.item.options)
        ]
        yield Table(tuple(columns), tuple(rows), say.said(each.item, "prompt"))


def _line(count: ScoreCount, at: int, judges: int) -> list[Cell]:
    tenths = count.tenths[at]
    cells: list[Cell] = [Points(Fraction(one, _TENTHS)) for one in tenths]
    cells += [None for _ in range(judges - len(tenths))]
    average = mean(tenths)
    total = Points(Fraction(sum(tenths), _TENTHS))
    return [*cells, total, Points(average.value) if average else None]

"""Forms of answers that were opened one by one: 另推人选, 排序推荐汇总表, 评委评分汇总表."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Final

from tally.forms.form import Cell, Column, Form, Part, Points, Row, Table, Tenths, Told
from tally.forms.naming import short_name
from tally.forms.recommendation import is_shown
from tally.forms.saying import CLERKS, Saying
from tally.forms.taking_part import counts, took_part
from tally.forms.written import merged_parts, written_parts
from tally.outcome.outcome import RoundOutcome
from tally.outcome.single_count import mean, valid_of
from tally.outcome.single_outcome import RankingTable, ScoreTable, WrittenTable
from tally.report.single_derivation import ranking_sentences, score_sentences

_MOST_SCORES: Final = 20
"""So many scores stand in a line; those of more judges stand in several."""


def single_forms(say: Saying) -> Iterator[Form]:
    """A form for each table of single answers; one for all lines of a paper.

    Lines of a paper on which people are chosen stand in its form.
    """
    for each in say.outcome.rounds:
        papers: dict[str, list[WrittenTable]] = {}
        for table in each.singles if counts(say, each) else ():
            if not isinstance(table, WrittenTable):
                yield _form(say, each, table)
            elif not is_shown(say, each, table.table.paper):
                papers.setdefault(table.table.paper.id, []).append(table)
        for tables in papers.values():
            yield _written(say, each, tables)


def _form(say: Saying, each: RoundOutcome, table: RankingTable | ScoreTable) -> Form:
    parts: list[Part] = [Told(took_part(say, each, say.round_name(each)))]
    if isinstance(table, RankingTable):
        parts.append(_rankings(say, table))
        lines = [*ranking_sentences(table, say.gettext)]
    else:
        parts += _scores(say, table)
        lines = [*score_sentences(table, say.gettext)]
    parts += [Told(line) for line in lines]
    return say.form(
        short_name(say, table.table.paper),
        say("{paper}: summary", paper=short_name(say, table.table.paper)),
        parts,
        signers=CLERKS,
        head=say.head(each),
        wide=True,
    )


def _written(say: Saying, each: RoundOutcome, tables: list[WrittenTable]) -> Form:
    paper = tables[0].table.paper
    what = say("Names written in") if paper.lines_name_people else say("Texts written in")
    parts: list[Part] = [Told(took_part(say, each, say.round_name(each)))]
    for table in tables:
        parts += written_parts(say, each, table, say.listed(_asked(say, table)))
    parts += merged_parts(say, each, paper.id)
    name = what if paper.lines_name_people else asked_without_number(say, tables)
    return say.form(
        name,
        say("{form} ({what})", form=what, what=short_name(say, paper))
        if paper.lines_name_people
        else say("{paper}: summary", paper=name),
        parts,
        signers=CLERKS,
        head=say.head(each),
        wide=True,
    )


def asked_without_number(say: Saying, tables: list[WrittenTable]) -> str:
    """What lines ask that differ by a number alone: 意见建议 of 意见建议 1 and 2."""
    prompt = say.said(tables[0].lines[0].item, "prompt")
    return prompt.rstrip("0123456789 ") or prompt


def _asked(say: Saying, table: WrittenTable) -> list[str]:
    """What the lines ask, each once, and of whom."""
    subject = table.lines[0].item.subject
    whose = [say.said(subject, "display_name")] if subject else []
    prompts = dict.fromkeys(say.said(line.item, "prompt") for line in table.lines)
    return [*whose, *prompts]


def _rankings(say: Saying, table: RankingTable) -> Table:
    outcome, item = table.ranking, table.ranking.item
    places = [say("Place {number}", number=at) for at in range(1, item.maximum + 1)]
    columns = [Column(say("Name"), 2, text=True), Column(say("Unit and post"), 2.5, text=True)]
    columns += [Column(place) for place in places]
    columns += [Column(say("Ranked")), Column(say("No place"))]
    valid = valid_of(outcome.all)
    rows = []
    placed = zip(item.options, outcome.all.places, strict=True)
    for option, ranked in say.arranged(placed, lambda pair: pair[0].id):
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
        lines = ceil(judges / _MOST_SCORES) or 1
        in_line = ceil(judges / lines)
        columns = [Column(say("Name"), 1.6, text=True)]
        if lines == 1:
            columns += [Column(str(at), 0.6) for at in range(1, judges + 1)]
        else:
            over = say("Scores, the highest first")
            columns += [Column("", 0.9), *(Column("", 0.6, over) for _ in range(in_line))]
        columns += [Column(say("Sum"), 0.9), Column(say("Mean"), 0.9)]
        rows = [
            Row(tuple(_lines(say.said(option, "label"), each.all.tenths[at], lines, in_line)))
            for at, option in say.arranged(enumerate(each.item.options), lambda pair: pair[1].id)
        ]
        yield Table(tuple(columns), tuple(rows), say.said(each.item, "prompt"))


def _lines(
    name: str, tenths: tuple[int, ...], lines: int, in_line: int
) -> Iterator[tuple[Cell, ...]]:
    """Yield the scores in so many lines; with several, each says which ones it has."""
    average = mean(tenths)
    whole: tuple[Cell, ...] = (Tenths(sum(tenths)), Points(average.value) if average else None)
    for number in range(lines):
        start = number * in_line
        part = tenths[start : start + in_line]
        cells: list[Cell] = [None if number else name]
        cells += [f"{start + 1}–{start + len(part)}" if part else ""] if lines > 1 else []
        cells += [*map(Tenths, part), *("" for _ in range(in_line - len(part)))]
        yield (*cells, *((None, None) if number else whole))

"""The comparison as forms: a table for each question that all meetings asked, then the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from crypto.canonical import sha256_hex
from meeting.language import gettext_for, said
from tally.comparing.questions import Answered, Question, Score, called, questions_of, scores_of
from tally.comparing.unit import Unit
from tally.forms.form import Bar, Cell, Column, Form, Forms, Points, Row, Share, Table, Told
from tally.outcome.places import places
from tally.problem import ROOM, Problem

_CENT = 100
_MOST_NAME = 24
"""Characters of a question in the name of a sheet."""


def comparison(units: Sequence[Unit], language: str, *, over_time: bool) -> Forms:
    """The forms; `over_time` puts the meetings in the order of their days and shows the change.

    Raises Problem("compare-few") for fewer than two, "compare-different" where nothing was asked
    alike in all of them.
    """
    if len(units) < 2:  # noqa: PLR2004
        raise Problem("compare-few", "Name two published folders or more to be compared.")
    ordered = sorted(units, key=lambda each: each.meeting.date) if over_time else list(units)
    questions, others = questions_of(ordered)
    if not questions:
        raise Problem(
            "compare-different",
            "Nothing was asked in the same words and with the same answers in all of these "
            "meetings.",
        )
    made = _Comparison(tuple(ordered), language, over_time=over_time)
    hashes = "".join(f"{each.hash}\n" for each in ordered)
    return Forms(
        title=made.title,
        date=max(each.meeting.date for each in units),
        source=made.say("SHA-256 of the list of all outcomes: {hash}", hash=sha256_hex(hashes)),
        language=language,
        forms=(
            *(made.question(each, at) for at, each in enumerate(questions, 1)),
            *(made.score(each) for each in scores_of(ordered)),
            made.sources(others),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row before it is one: which unit, about whom, the cells, and the number that it has."""

    unit: Unit
    about: str
    cells: tuple[Cell, ...]
    number: Fraction | None
    last: tuple[Cell, ...] = ()


class _Comparison:
    def __init__(self, units: tuple[Unit, ...], language: str, *, over_time: bool) -> None:
        self._units = units
        self._language = language
        self._over_time = over_time

    def say(self, sentence: str, **values: object) -> str:
        """A sentence of this room in the language, filled."""
        return gettext_for(ROOM, self._language)(sentence).format(**values)

    @property
    def title(self) -> str:
        """What all of it is called."""
        if self._over_time:
            return self.say("Trend of {count} surveys", count=len(self._units))
        return self.say("Comparison of {count} units", count=len(self._units))

    def question(self, question: Question, number: int) -> Form:
        """One question: valid ballots, each answer's share, the rates, place or change."""
        item = question.item
        by = item.rates[0] if item.rates else None
        followed = self._named(by, "name") if by else self._named(item.options[0], "label")
        labels = [said(option, "label", self._language) for option in item.options]
        columns = [
            *self._who(),
            Column(self.say("Valid"), 0.7),
            *(Column(label, 0.9) for label in labels),
            *(Column(said(rate, "name", self._language), 1.1) for rate in item.rates),
            *self._last(followed, ranks=bool(item.rates)),
            Column(self.say("Distribution"), 2.2),
        ]
        prompt = said(item, "prompt", self._language)
        made = map(self._answered, question.answered)
        table = Table(tuple(columns), tuple(self._rows(made, ranks=bool(item.rates))))
        legend = (*labels, self.say("Abstain")) if item.abstain else tuple(labels)
        table = Table(table.columns, table.rows, prompt, legend)
        named = f"{number} {prompt[:_MOST_NAME]}"
        return Form(named, self.title, (prompt,), (table,), wide=True)

    def score(self, score: Score) -> Form:
        """A number by the rules, of everybody who has one."""
        name = said(score.step, "name", self._language) or score.step.id
        rows = (
            _Row(
                each.unit,
                called(each.unit.meeting, each.person, self._language),
                (Points(each.number),),
                each.number,
            )
            for each in score.numbers
        )
        columns = (*self._who(), Column(name), *self._last(name, ranks=True))
        table = Table(columns, tuple(self._rows(rows, ranks=True, cent=1)), name)
        return Form(name, self.title, (name,), (table,), wide=True)

    def sources(self, others: Sequence[str]) -> Form:
        """From which outcomes it is, and what was not asked everywhere."""
        columns = (
            Column(self.say("Meeting"), 3, text=True),
            Column(self.say("Date"), 1, text=True),
            Column("outcome.json: SHA-256", 5, text=True),
        )
        rows = tuple(
            Row(((self._title(each), each.meeting.date, each.hash),)) for each in self._units
        )
        parts: list[Table | Told] = [Table(columns, rows)]
        if others:
            told = self.say("Not asked alike in all of them, and left out:")
            parts += [Told(told), *(Told(each, indent=True) for each in others)]
        name = self.say("Sources")
        return Form(name, name, (), tuple(parts), wide=True)

    def _who(self) -> tuple[Column, ...]:
        first = self.say("Date") if self._over_time else self.say("Unit")
        return Column(first, 2.2, text=True), Column(self.say("About"), 1.6, text=True)

    def _last(self, followed: str, *, ranks: bool) -> tuple[Column, ...]:
        """The column of the change, or of the place where something ranks."""
        if self._over_time:
            return (Column(self.say("Change of “{what}” (points)", what=followed), 1.2),)
        return (Column(self.say("Place"), 0.9),) if ranks else ()

    def _named(self, thing: object, field: str) -> str:
        return said(thing, field, self._language)

    def _title(self, unit: Unit) -> str:
        return said(unit.meeting, "title", self._language)

    def _answered(self, each: Answered) -> _Row:
        item, count = each.outcome.item, each.outcome.all
        rates = [each.outcome.option_rate(option.id).value for option in item.options]
        rates += [each.outcome.rates[rate.id].value for rate in item.rates]
        shares = tuple(Share(rate.value) if rate else None for rate in rates)
        ranked = each.outcome.rates[item.rates[0].id].value if item.rates else rates[0]
        return _Row(
            each.unit,
            called(each.unit.meeting, each.person, self._language),
            (count.valid, *shares),
            ranked.value if ranked else None,
            (Bar(count.votes, count.abstain),),
        )

    def _rows(self, made: Iterator[_Row], *, ranks: bool, cent: int = _CENT) -> Iterator[Row]:
        """Yield the rows; in a series, those about one person stand together, by day."""
        rows = list(made)
        if self._over_time:
            about = list(dict.fromkeys(each.about for each in rows))
            rows.sort(key=lambda each: (about.index(each.about), each.unit.meeting.date))
        placed = {
            each.key: each.rank
            for each in places(
                [(str(at), row.number) for at, row in enumerate(rows) if row.number is not None]
            )
        }
        before: _Row | None = None
        for at, row in enumerate(rows):
            last: tuple[Cell, ...] = (placed.get(str(at)),) if ranks else ()
            if self._over_time:
                last = (_change(before, row, cent),)
            before = row
            label = row.unit.meeting.date if self._over_time else self._title(row.unit)
            yield Row(((label, row.about, *row.cells, *last, *row.last),))


def _change(before: _Row | None, row: _Row, cent: int) -> Cell:
    """Against the meeting before, in points of a percentage, or of the number itself."""
    if before is None or before.about != row.about or None in (before.number, row.number):
        return None
    assert before.number is not None  # noqa: S101 - for the type checker
    assert row.number is not None  # noqa: S101
    return Points((row.number - before.number) * cent)

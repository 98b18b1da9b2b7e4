"""The four reports of the tellers: attendance, slips given out, slips received, the count.

Each says its figures, the equation that they have to satisfy, and 特此报告. A round that is void,
or that too few took part in, has its reports too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from meeting.definition.paper import SURVEY
from tally.forms import asked, recommendation
from tally.forms.came_to import came_to
from tally.forms.form import Cell, Column, Down, Form, Part, Row, Share, Table, Told
from tally.forms.saying import Saying
from tally.forms.slips_account import SlipsAccount, slips_accounts, together
from tally.forms.taking_part import counts, not_counted
from tally.outcome.denominators import Figures
from tally.outcome.exact import percentage
from tally.outcome.item_outcome import ItemOutcome
from tally.outcome.outcome import RoundOutcome, TableOutcome
from tally.outcome.round_figures import RoundFigures
from tally.outcome.steps_in_words import StepsInWords
from tally.report.derivation import derivation
from tally.report.figures import NOT_ENTERED, signed_sentence, unsigned_sentence
from tally.words.figures_and_names import subject_name


def tellers_reports(say: Saying) -> Iterator[Form]:
    """Four for each round."""
    for each in say.outcome.rounds:
        yield _report(say, each, say("Attendance"), _attendance(say, each))
        yield _report(say, each, say("Slips given out"), _given_out(say, each))
        yield _report(say, each, say("Ballots received"), _received(say, each))
        yield _report(say, each, say("Result of the count"), _counted(say, each))


def _report(say: Saying, each: RoundOutcome, what: str, parts: Iterator[Part]) -> Form:
    several = len(say.outcome.rounds) > 1
    return say.form(
        f"{say.round_name(each)} {what}" if several else what,
        say("Tellers' report: {what}", what=what),
        [*parts, Told(say("This is our report."))],
        head=say.head(each),
    )


def _attendance(say: Saying, each: RoundOutcome) -> Iterator[Part]:
    figures = each.figures.all
    if figures.present is None:
        yield Told(
            say("Entitled: {entitled}. Nobody entered how many were present.", **_of(figures))
        )
    else:
        yield Told(
            say(
                "Entitled: {entitled}; present: {present}; absent: {absent}. Attendance: {rate}.",
                absent=max(figures.entitled - figures.present, 0),
                rate=_rate(figures.present, figures.entitled),
                **_of(figures),
            )
        )
    words = StepsInWords(say.outcome.named, say.language, say.outcome.steps)
    for result in say.outcome.steps:
        if result.step.kind == "quorum" and getattr(result.step, "round", "") == each.round.id:
            view = words.view(result)
            yield Told(" ".join((view.rule, *view.lines)), strong=bool(result.waits))
    rows = [(row.entitled, row.present) for _box, row in each.figures.by_box]
    heads = (say("Entitled"), say("Present"))
    yield _by_box(say, each.figures, heads, rows)
    yield from _signed(say, each)


def _given_out(say: Saying, each: RoundOutcome) -> Iterator[Part]:
    accounts = slips_accounts(say.outcome, say.beside, each)
    whole = together(accounts)
    yield Told(_given_sentence(say, whole), strong=bool(whole.missing))
    if not whole.scanned:
        yield Told(
            say(
                "Left-over slips were not scanned in every box: where they were not, those that "
                "were not issued count as left over."
            )
        )
    heads = (
        say("Printed"),
        say("Audited"),
        say("Taken out"),
        say("Given out"),
        say("Left over"),
        say("Missing"),
    )
    rows = [_account(account) for account in accounts]
    yield _by_box(say, each.figures, heads, rows)
    yield Told(
        say(
            "Taken out = printed − audited: audited slips were drawn from the piles and cancelled "
            "before voting. Taken out = issued + left over + missing."
        )
    )
    yield from _signed(say, each)


def _given_sentence(say: Saying, account: SlipsAccount) -> str:
    if account.issued is None or account.left_over is None or account.missing is None:
        return say(
            "Slips printed: {printed}; taken out: {taken}. Nobody entered how many were issued.",
            printed=account.printed,
            taken=account.taken_out,
        )
    values = {
        "taken": account.taken_out,
        "issued": account.issued,
        "left": account.left_over,
        "missing": account.missing,
    }
    if account.missing > 0:
        return say(
            "Slips taken out: {taken}; issued {issued} + left over {left} are {missing} fewer: "
            "these are missing, and how is for the tellers to say in writing.",
            **values,
        )
    if account.missing < 0:
        values["missing"] = -account.missing
        return say(
            "Slips taken out: {taken}; issued {issued} + left over {left} are {missing} more: "
            "what was entered cannot be right, and how is for the tellers to say in writing.",
            **values,
        )
    return say("Slips taken out: {taken} = issued {issued} + left over {left}.", **values)


def _received(say: Saying, each: RoundOutcome) -> Iterator[Part]:
    figures = each.figures.all
    if figures.issued is None:
        yield Told(
            say(
                "Ballots received: {returned}. Nobody entered how many were issued.",
                **_of(figures),
            )
        )
    elif figures.returned > figures.issued:
        yield Told(
            say(
                "Ballots received: {returned}, more than the {issued} that were issued.",
                **_of(figures),
            ),
            strong=True,
        )
    else:
        yield Told(
            say(
                "Ballots received: {returned}, not more than the {issued} that were issued; not "
                "handed in: {kept}.",
                kept=figures.issued - figures.returned,
                **_of(figures),
            )
        )
    yield from not_counted(say, each)
    rows = [(row.issued, row.returned) for _box, row in each.figures.by_box]
    yield _by_box(say, each.figures, (say("Issued"), say("Received")), rows)


def _counted(say: Saying, each: RoundOutcome) -> Iterator[Part]:
    if each.figures.void:
        yield from not_counted(say, each)
    else:
        yield from _votes(say, each)
    if each is say.outcome.rounds[-1]:
        yield from came_to(say)


def _votes(say: Saying, each: RoundOutcome) -> Iterator[Part]:
    figures = each.figures.all
    yield Told(
        say("Received {returned} = valid {valid} + invalid {invalid}.", **_of(figures))
        if not figures.unopened
        else say(
            "Received {returned} = valid {valid} + invalid {invalid} + not opened {unopened}.",
            **_of(figures),
        )
    )
    yield from not_counted(say, each)
    if not counts(say, each):
        return
    for table in _tables(each):
        yield _result(say, table)
        groups = say.opened(each)
        for line in derivation(say.meeting, table, groups, say.language, say.gettext):
            yield Told(line)


def _result(say: Saying, table: TableOutcome) -> Table:
    """Votes by falling number of people, or answers for each."""
    first = table.items[0]
    caption = f"{say.said(table.table.paper, 'title')} · {say.said(first.item, 'prompt')}"
    if table.table.rows_are_options:
        options = first.item.options
        rows = []
        for option in recommendation.ordered(say, table):
            votes = first.all.votes[options.index(option)]
            rows.append(Row(((say.said(option, "label"), votes, _value(first, option.id)),)))
        columns = [Column(say("Name"), 2, text=True), Column(say("Votes")), Column(say("Rate"))]
        return Table(tuple(columns), tuple(rows), caption)
    heads = [say.said(option, "label") for option in first.item.options]
    heads += [say("Abstain")] if first.item.abstain else []
    total = say("Valid") if asked.is_one_of(first.item) else say("Ticks")
    survey = table.table.paper.kind == SURVEY
    who = say("Question") if survey else say("Name") if first.item.subject else say("About")
    columns = [Column(who, 2, text=True), *map(Column, [*heads, total])]
    rows = []
    for each in asked.ordered(say, table):
        name = subject_name(say.meeting, each.item, say.language)
        name = say.said(each.item, "prompt") if survey else name
        rows.append(Row(((name, *asked.counted(each.item, each.all, 1)),)))
    caption = say.said(table.table.paper, "title") if survey else caption
    return Table(tuple(columns), tuple(rows), caption)


def _tables(each: RoundOutcome) -> Iterator[TableOutcome]:
    """Yield the tables of a round; questions of a survey with the same answers are one."""
    for _paper, tables in groupby(each.tables, key=lambda table: table.table.paper.id):
        yield from asked.asked_alike(list(tables))


def _value(outcome: ItemOutcome, option: str) -> Share | None:
    rate = outcome.option_rate(option).value
    return Share(rate.value) if rate else None


def _by_box(
    say: Saying,
    figures: RoundFigures,
    heads: tuple[str, ...],
    rows: Sequence[tuple[int | None, ...]],
) -> Table:
    """Figures by voter group, and their sums where all are known."""
    columns = (Column(say("Voter group"), 2, text=True), *map(Column, heads))
    named = [
        Row(((say.said(box.group, "name"), *(NOT_ENTERED if v is None else v for v in row)),))
        for (box, _figures), row in zip(figures.by_box, rows, strict=True)
    ]
    sums: list[Cell] = []
    for column in zip(*rows, strict=True):
        known = [value for value in column if value is not None]
        sums.append(Down(sum(known)) if len(known) == len(column) else NOT_ENTERED)
    return Table(columns, (*named, Row(((say("Together"), *sums),), total=True)))


def _account(account: SlipsAccount) -> tuple[int | None, ...]:
    return (
        account.printed,
        account.audited,
        account.taken_out,
        account.issued,
        account.left_over,
        account.missing,
    )


def _signed(say: Saying, each: RoundOutcome) -> Iterator[Part]:
    """Who signed the figures of the hall."""
    if signed := signed_sentence(say.outcome, each.figures, say.language, say.gettext):
        yield Told(signed)
    if unsigned := unsigned_sentence(say.outcome, each.figures, say.gettext):
        yield Told(unsigned, strong=True)


def _of(figures: Figures) -> dict[str, object]:
    return {
        "entitled": figures.entitled,
        "present": figures.present,
        "issued": figures.issued,
        "returned": figures.returned,
        "valid": figures.valid,
        "invalid": figures.invalid,
        "unopened": figures.unopened,
    }


def _rate(part: int, whole: int) -> str:
    return percentage(Fraction(part, whole)) if whole else NOT_ENTERED

"""The count report (计票结果报告单) of a meeting, in Chinese and in English.

It is laid out like the paper form it replaces: printable in black and white on A4, the figures
first, every table with the sentences that say how it came about, room for signatures, and at the
end what anybody needs to check it. A report is a pure function of the outcome and of what lies
beside the records (`beside`): the verifier renders it again and compares the bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from meeting.definition.meeting import Meeting, VoterGroup
from meeting.language import gettext_for, listed, said
from meeting.published.folder_names import REPORTS, STYLE
from meeting.published.setups import meeting_fingerprint
from tally.outcome.box_count import BoxCount
from tally.outcome.denominators import HALL, Figures
from tally.outcome.outcome import Outcome, RoundOutcome
from tally.outcome.round_figures import RoundFigures
from tally.outcome.step_view import StepView
from tally.outcome.steps_in_words import StepsInWords
from tally.outcome.tables import tables_of
from tally.problem import ROOM
from tally.report.acts import act_views
from tally.report.bars import patterns
from tally.report.beside import NOTHING_BESIDE, Beside, draw_views, slips_rows
from tally.report.continued import continued_view
from tally.report.derivation import Translate
from tally.report.figures import (
    NOT_ENTERED,
    CorrectionView,
    correction_views,
    remarks_sentence,
    signed_sentence,
    unsigned_sentence,
    void_sentence,
)
from tally.report.notice import notice_lines
from tally.report.rules_in_words import report_rules
from tally.report.single_derivation import LimitView, limit_views
from tally.report.single_tables import SingleView, single_view
from tally.report.sums import plan_views, sum_views, told_together
from tally.report.table import TableView, table_view
from tally.words.figures_and_names import box_name, short_hash, spoken_date

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = ROOM / "templates"


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """One row of figures under its name; a figure nobody entered is a dash."""

    name: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round: its figures together and by group, its tables, and the groups not opened.

    `signed` says which tellers signed the figures of the hall, `unsigned` that they are too few.
    `boxes` are the figures of the hall box by box, where there are several: whether the round is
    void is decided by them.
    `void` says why it is void, if it is; then there are no tables. `together` says which boxes were
    opened as one. `limits` say whether papers that limit their names as a whole hold more of them.
    """

    name: str
    all: FiguresRow
    groups: tuple[FiguresRow, ...]
    boxes: tuple[FiguresRow, ...]
    void: str
    remarks: str
    corrections: tuple[CorrectionView, ...]
    tables: tuple[TableView | SingleView, ...]
    limits: tuple[LimitView, ...]
    unopened: str
    together: tuple[str, ...]
    signed: str
    unsigned: str


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One box at the foot of the report, with the hashes that stand for its record."""

    id: str
    name: str
    ballots: int
    closing: str
    head: str


def render_report(outcome: Outcome, language: str, beside: Beside = NOTHING_BESIDE) -> bytes:
    """The report as a page of its own, with only its style sheet beside it."""
    translate = gettext_for(ROOM, language)
    meeting = outcome.meeting
    unopened = any(each.figures.all.unopened for each in outcome.rounds)
    fingerprint = meeting_fingerprint({count.box.id: count.setup for count in outcome.boxes})
    page = (
        _templates()
        .get_template("report.html")
        .render(
            _=translate,
            language=language,
            page_language="zh-Hans" if language == "zh" else "en",
            other=REPORTS["en" if language == "zh" else "zh"],
            style=STYLE,
            patterns=patterns(),
            subtitle=_subtitle(meeting, language),
            continued=continued_view(meeting, language, translate),
            figure_heads=_figure_heads(translate, unopened=unopened),
            rounds=[
                _round_view(outcome, each, language, translate, unopened=unopened)
                for each in outcome.rounds
            ],
            tellers=listed(list(meeting.tellers), language),
            threshold=meeting.teller_threshold,
            boxes=[_box_view(count, language) for count in outcome.boxes],
            sums=sum_views(outcome, language),
            slips=slips_rows(outcome, beside, language),
            draws=draw_views(outcome, beside, language, translate),
            plans=plan_views(outcome, language),
            earlier_rules=not meeting.rules_of_2,
            roots_differ=any(count.closing != count.head for count in outcome.boxes),
            fingerprint=fingerprint,
            fingerprint_short=short_hash(fingerprint),
            minimum=meeting.minimum_group,
            steps=_steps(outcome, language),
            acts=act_views(outcome, language, translate),
            notice=notice_lines(meeting, language),
            rules=report_rules(meeting, language, translate),
            group=meeting.group_name,
            nobody_signs=not meeting.rules_of_2,
        )
    )
    return page.encode()


def _steps(outcome: Outcome, language: str) -> list[StepView]:
    words = StepsInWords(outcome.named, language, outcome.steps)
    return [words.view(each) for each in outcome.steps]


@cache
def _templates() -> Environment:
    """The templates, read and compiled once: that takes longer than to fill them in."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - see pages

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def style_bytes() -> bytes:
    """The style sheet that lies beside the reports."""
    return (Path(TEMPLATES) / STYLE).read_bytes()


def _subtitle(meeting: Meeting, language: str) -> str:
    parts = [said(meeting, "title", language), said(meeting, "place", language)]
    return " · ".join([*(part for part in parts if part), spoken_date(meeting.date, language)])


def _figure_heads(_: Callable[[str], str], *, unopened: bool) -> tuple[str, ...]:
    heads = (
        _("Entitled"),
        _("Present"),
        _("Issued"),
        _("Received"),
        _("Valid"),
        _("Invalid"),
    )
    return (*heads, _("Unopened")) if unopened else heads


def _round_view(
    outcome: Outcome, each: RoundOutcome, language: str, _: Translate, *, unopened: bool
) -> RoundView:
    meeting, figures = outcome.meeting, each.figures
    by_id = {group.id: group for group in each.groups}
    closed = [
        by_id[group] for group, row in figures.by_group.items() if row.unopened or not row.valid
    ]
    opened: list[VoterGroup] = [group for group in each.groups if group not in closed]
    void = bool(figures.void)
    return RoundView(
        name=said(each.round, "name", language),
        all=_figures_row(_("All voter groups"), figures.all, unopened=unopened, void=void),
        groups=tuple(
            _figures_row(said(by_id[group], "name", language), row, unopened=unopened, void=void)
            for group, row in figures.by_group.items()
        ),
        boxes=_box_rows(figures, language),
        void=void_sentence(figures, language, _),
        remarks=remarks_sentence(figures, language, _),
        corrections=correction_views(outcome, each.round.id, language, _),
        tables=() if void else _tables(meeting, each, opened, language, _),
        limits=limit_views(meeting, each, opened, language, _),
        unopened=listed([said(group, "name", language) for group in closed], language),
        together=told_together(meeting, each, language, _),
        signed=signed_sentence(outcome, figures, language, _),
        unsigned=unsigned_sentence(outcome, figures, _),
    )


def _tables(
    meeting: Meeting,
    outcome: RoundOutcome,
    opened: list[VoterGroup],
    language: str,
    _: Translate,
) -> tuple[TableView | SingleView, ...]:
    """The tables in the order of the papers, whether answers were added up or opened singly."""
    views: dict[str, TableView | SingleView] = {
        each.table.id: table_view(meeting, each, opened, language, _) for each in outcome.tables
    }
    for single in outcome.singles:
        views[single.table.id] = single_view(meeting, single, opened, language, _)
    papers = {paper.id: paper for paper in meeting.papers}
    ids = [table.id for paper in outcome.round.papers for table in tables_of(papers[paper])]
    return tuple(views[each] for each in ids)


def _figures_row(name: str, row: Figures, *, unopened: bool, void: bool) -> FiguresRow:
    known = (row.entitled, row.present, row.issued, row.returned)
    counted = (None, None) if void else (row.valid, row.invalid)
    values = (*known, *counted, *((row.unopened,) if unopened else ()))
    shown = (NOT_ENTERED if value is None else str(value) for value in values)
    return FiguresRow(name, tuple(shown))


def _box_rows(figures: RoundFigures, language: str) -> tuple[FiguresRow, ...]:
    """Entitled, present, issued and received of every box, if there are several."""
    if len(figures.by_box) == 1:
        return ()
    return tuple(
        FiguresRow(
            said(box.group, "name", language),
            tuple(NOT_ENTERED if v is None else str(v) for v in (getattr(row, n) for n in HALL)),
        )
        for box, row in figures.by_box
    )


def _box_view(count: BoxCount, language: str) -> RecordRow:
    return RecordRow(
        id=count.box.id,
        name=box_name(count.box, language),
        ballots=count.ballots,
        closing=short_hash(count.closing),
        head=short_hash(count.head),
    )

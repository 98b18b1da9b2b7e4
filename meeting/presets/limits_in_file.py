"""Limits across questions as they stand in a preset file: `[[papers.limits]]`."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from meeting.definition.paper_limits import LIMITS, Scored, Ticks
from meeting.presets.preset import EACH_POST, SEATS, Amount, PresetLimit
from meeting.problem import Problem, Several
from meeting.published.fields import parse_number
from meeting.rules.form import read_tagged
from meeting.toml.tables import Table


def read_limits(paper: Table, settings: list[str]) -> Iterator[PresetLimit]:
    """Yield the limits of a paper; what is wrong with one is noted, and it is left out."""
    for table in paper.tables("limits", optional=True):
        limit = _limit(table, settings)
        if limit is not None:
            yield limit


def _limit(table: Table, settings: list[str]) -> PresetLimit | None:
    each_post = _is_about_posts(table)
    if table.get("kind") not in (Ticks.kind, Scored.kind):
        other = read_tagged(LIMITS, table)
        if other is None:
            _unknown(table)
        return None if other is None else PresetLimit(other, each_post)
    least, most = (_amount(table, name, settings) for name in ("least", "most"))
    numbered = read_tagged(LIMITS, table, {"least": 0, "most": 0})
    return None if numbered is None else PresetLimit(numbered, each_post, least, most)


def _is_about_posts(table: Table) -> bool:
    about = table.text("about", "")
    if about not in ("", EACH_POST):
        table.note(
            "about",
            Problem(
                "word-unknown",
                "{value!r} is not known here; expected is one of: {allowed}.",
                value=about,
                allowed=Several([EACH_POST]),
            ),
        )
    return about == EACH_POST


def _amount(table: Table, name: str, settings: list[str]) -> Amount:
    given = table.get(name)
    if not isinstance(given, str):
        return table.number(name, 0)
    if given in (SEATS, *settings):
        return given
    share = parse_number(given)
    if share is not None and 0 < share < 1:
        return Fraction(share)
    table.note(
        name,
        Problem(
            "limit-number",
            "{found!r} is not possible here; expected is a number, a share of the people such as"
            " {share}, {seats} for the seats of the posts, or one of [settings] of this file.",
            found=given[:60],
            share='"1/3"',
            seats=f'"{SEATS}"',
        ),
    )
    return 0


def _unknown(table: Table) -> None:
    table.names()
    if not table.source.touched((*table.path, "kind")):
        table.note(
            "kind",
            Problem(
                "limit-unknown",
                "There is no limit of kind {kind!r}. Known are: {known}.",
                kind=str(table.get("kind"))[:40],
                known=Several(LIMITS),
            ),
        )

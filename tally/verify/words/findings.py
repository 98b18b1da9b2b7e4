"""What was found, as a person reads it: every cause, and below it what only follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from meeting.printable import printable
from tally.findings.consequences import Cause
from tally.findings.detail import Detail
from tally.findings.finding import Finding, Level
from tally.verify.words.place import spoken_place
from tally.verify.words.sentences import sentence

Translate = Callable[[str], str]

_MARKS = {Level.PROBLEM: "✗", Level.UNBOUND: "?", Level.UNFINISHED: "…", Level.NOTE: "·"}


class Aside(str):
    """A line of detail, printed dim: what is technical in it is English whatever the language."""

    __slots__ = ()


def finding_lines(causes: Iterable[Cause], _: Translate) -> Iterator[str]:
    """Two lines or more for each cause; what is said of several in a row stands once."""
    for row in _in_a_row(causes, _):
        yield _said(row[0].finding, _)
        for each in row:
            yield _detail(each.finding, _)
        if consequences := [below for each in row for below in each.consequences]:
            yield from _consequences(consequences, _)


def _in_a_row(causes: Iterable[Cause], _: Translate) -> Iterator[list[Cause]]:
    """Causes of which the same is said, one after another."""
    row: list[Cause] = []
    for cause in causes:
        if row and _said(row[0].finding, _) != _said(cause.finding, _):
            yield row
            row = []
        row.append(cause)
    if row:
        yield row


def _consequences(findings: Iterable[Finding], _: Translate) -> Iterator[Aside]:
    """Below their cause, in short: they are no faults of their own."""
    yield Aside(_("    What only follows from it:"))
    said = ""
    for finding in findings:
        before, said = said, _said(finding, _, "└")
        if said != before:
            yield Aside(f"      {said}")
        yield Aside(f"      {_detail(finding, _)[2:]}")


def _said(finding: Finding, _: Translate, mark: str = "") -> str:
    """What is said of the finding. It stands once where the next one says the same."""
    mark = mark or _MARKS[finding.level]
    place, said = spoken_place(finding, _), sentence(finding, _)
    if place:
        said = _("{place}: {sentence}").format(place=place, sentence=said)
    return printable(f"{mark} {said} [{finding.code}]", keep="")


def _detail(finding: Finding, _: Translate) -> Aside:
    """Below it, for whoever looks into the files, the exact place."""
    said = spoken_place(finding, _)
    exact = f"{finding.where}: " if finding.where and finding.where != said else ""
    detail = finding.detail
    told = detail.in_words(_) if isinstance(detail, Detail) else detail
    return Aside(printable(f"    {exact}{told}", keep=""))

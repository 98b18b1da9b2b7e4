"""Every page of a published folder, for people: the reports, their style, README.txt."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from meeting.published.folder_names import README, REPORTS, STYLE
from tally.outcome.outcome import Outcome
from tally.report.beside import NOTHING_BESIDE, Beside
from tally.report.report import TEMPLATES, render_report, style_bytes

if TYPE_CHECKING:
    from jinja2 import Template


_SIGNERS = re.compile(rb'<p class="(why|alert) signed">')


def pages(outcome: Outcome, beside: Beside = NOTHING_BESIDE) -> dict[str, bytes]:
    """Every page of a published folder by name: reports, style sheet and README.txt.

    What is changed here, or in anything that goes into a page, raises
    `tally.outcome.file.rendering_version.RENDERING`.
    """
    reports = {name: render_report(outcome, language, beside) for language, name in REPORTS.items()}
    return {**reports, STYLE: style_bytes(), README: readme(outcome, beside)}


def without_signers(page: bytes) -> bytes:
    """A report without the lines that say who signed the figures of the hall, or that nobody did.

    They alone do not follow from outcome.json. Each stands on a line of its own.
    """
    return b"".join(line for line in page.splitlines(keepends=True) if not _SIGNERS.match(line))


def readme(outcome: Outcome, beside: Beside = NOTHING_BESIDE) -> bytes:
    """README.txt: what lies in the folder and how anybody checks it, also in English if need be."""
    meeting = outcome.meeting
    page = _template().render(
        group=meeting.group_name,
        sums=bool(outcome.sums),
        cancelled=bool(beside.cancelled),
        draws=bool(beside.draws),
        rulings=bool(outcome.rulings),
        continues=meeting.continues.outcome if meeting.continues else "",
        english=meeting.speaks_english,
    )
    return page.encode()


@cache
def _template() -> Template:
    # Most commands of this room make no page, and are not to wait for what makes them.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701 - plain text, of a hash and a name of ours
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(README)

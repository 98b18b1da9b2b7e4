"""`piaoxiang compare`: the same survey in several published meetings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from meeting.files import write_atomically
from meeting.language import LANGUAGES, N_, current_language
from meeting.staged_folder import staged_folder
from meeting.system_files import is_free
from tally.commands.terminal import _, ballots_progress, report_to, say
from tally.comparing.comparison import comparison
from tally.comparing.page import page_bytes, shown
from tally.comparing.unit import read_units
from tally.forms.form import Forms, Table
from tally.forms.pdf import pdf_bytes
from tally.forms.workbook import workbook_bytes
from tally.problem import Problem

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("published", nargs=-1, type=_PATH, metavar="PUBLISHED …")
@click.option("--out", type=_PATH, help=N_("a new folder for workbook, PDF and page."))
@click.option("--over-time", is_flag=True, help=N_("a series: by day, with the change."))
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=N_("the language of the tables; otherwise that of this command."),
)
def compare(
    published: tuple[Path, ...], out: Path | None, over_time: bool, language: str | None
) -> None:
    """Compare the same survey in several published meetings."""
    if out is not None and not is_free(out):
        raise Problem(
            "compare-exists", "This place is not empty. Choose a new folder.", where=str(out)
        )
    with ballots_progress() as progress:
        units = read_units(published, lambda box: report_to(progress, box))
    forms = comparison(units, language or current_language(), over_time=over_time)
    for line in _lines(forms):
        say(line)
    if out is None:
        return
    with staged_folder(out) as new:
        write_atomically(new / "comparison.xlsx", workbook_bytes(forms))
        write_atomically(new / "comparison.pdf", pdf_bytes(forms))
        write_atomically(new / "comparison.html", page_bytes(forms))
    say(_("Written: {path}").format(path=out))


def _lines(forms: Forms) -> Iterator[str]:
    """Yield the tables as lines: what stands in each row, with the heading of its column."""
    for form in forms.forms:
        yield form.name
        for part in form.parts:
            if not isinstance(part, Table):
                yield f"    {part.text}"
                continue
            for row in part.rows:
                cells = zip(part.columns, row.lines[0], strict=True)
                told = (f"{each.head} {shown(cell)}" for each, cell in cells if shown(cell))
                yield f"    {'  '.join(told)}"
        yield ""

"""The comparison as one page for a browser: no script, nothing fetched, its own style."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from meeting.printable import printable
from tally.forms.form import Across, Cell, Down, Form, Forms, Points, Share, Table, Told
from tally.outcome.exact import percentage, rounded

_STYLE = (
    "body{font-family:'Noto Serif SC','Source Han Serif SC',serif;margin:2rem auto;max-width:75rem;"
    "padding:0 1rem;color:#1a1a1a}h1{color:#8c1d18;font-size:1.6rem}h2{font-size:1.2rem}"
    "table{border-collapse:collapse;width:100%;margin:0 0 2rem}caption{text-align:left;"
    "font-weight:bold;padding:.4rem 0}th,td{border:1px solid #999;padding:.35rem .5rem;"
    "text-align:right}th{background:#f3efe9}td.t,th.t{text-align:left}"
    "footer{font-size:.85rem;overflow-wrap:anywhere}"
)


def page_bytes(forms: Forms) -> bytes:
    """The page; everything that people wrote is escaped."""
    return "\n".join(_lines(forms)).encode()


def _lines(forms: Forms) -> Iterator[str]:
    language = "zh-Hans" if forms.language == "zh" else "en"
    yield f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{_text(forms.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{_text(forms.title)}</h1>"
    for form in forms.forms:
        yield from _form(form)
    yield f"<footer>{_text(forms.source)}</footer>\n</body>\n</html>\n"


def _form(form: Form) -> Iterator[str]:
    yield f"<h2>{_text(form.name)}</h2>"
    for part in form.parts:
        if isinstance(part, Told):
            yield f"<p>{_text(part.text)}</p>"
        else:
            yield from _table(part)


def _table(table: Table) -> Iterator[str]:
    kept = [at for at, _ in enumerate(table.columns) if _is_shown(table, at)]
    yield "<table>"
    if table.caption:
        yield f"<caption>{_text(table.caption)}</caption>"
    heads = (f"<th scope=col{_side(table, at)}>{_text(table.columns[at].head)}</th>" for at in kept)
    yield f"<tr>{''.join(heads)}</tr>"
    for row in table.rows:
        for line in row.lines:
            cells = (f"<td{_side(table, at)}>{_text(shown(line[at]))}</td>" for at in kept)
            yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"


def _side(table: Table, at: int) -> str:
    return " class=t" if table.columns[at].text else ""


def _is_shown(table: Table, at: int) -> bool:
    """Whether a column can be said in words: a bar cannot."""
    lines = (line for row in table.rows for line in row.lines)
    return all(line[at] is None or shown(line[at]) for line in lines)


def shown(cell: Cell) -> str:
    """A cell as it is read; nothing of a bar."""
    match cell:
        case str() | int():
            return str(cell)
        case Share(value):
            return percentage(value)
        case Points(value):
            return rounded(value)
        case Across(value) | Down(value):
            return str(value)
    return ""


def _text(text: str) -> str:
    return escape(printable(text))

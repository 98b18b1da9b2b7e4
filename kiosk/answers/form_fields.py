"""Reading one screen's answers out of what a browser sent.

The form is the whole state of its screen. Fields are named after their item, and in rankings and
scores after place or person too, behind a colon, which stands in no id. Whatever no browser could
have sent from our page is refused, and then nothing of the form is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from kiosk.answers import choosing, ranking, scoring, writing_in
from kiosk.answers.answer_state import Answer, Answers
from kiosk.answers.paper_screens import Page
from kiosk.messages.trouble import Trouble
from meeting.definition.paper import RANKING, SCORES, WRITE_IN, PaperItem

FIELD = "item-"


class FormFields(Protocol):
    """A form: several values per name, as werkzeug's MultiDict has them."""

    def keys(self) -> Iterable[str]:
        """The names."""
        ...

    def getlist(self, key: str) -> list[str]:
        """All values of one name."""
        ...


def field_name(item: PaperItem, part: object = "") -> str:
    """The name of an item's field; `part` is a place (from 1) or a person's id."""
    return f"{FIELD}{item.id}:{part}" if part else f"{FIELD}{item.id}"


def field_names(item: PaperItem) -> list[str]:
    """The names of all fields of an item."""
    if item.form == RANKING:
        return [field_name(item, place) for place in range(1, item.maximum + 1)]
    if item.form == SCORES:
        return [field_name(item, option.id) for option in item.options]
    return [field_name(item)]


def read_answers(page: Page, form: FormFields, before: Answers) -> Mapping[str, Answer]:
    """The answers of `page`'s items after `form`; `before` are the ones so far.

    Raises Trouble("form-unknown") for an item of another screen, an option that is not on the
    paper, two values where a field has one, or a text that no field takes.
    """
    expected = {name for item in page.items for name in field_names(item)}
    if any(name.startswith(FIELD) and name not in expected for name in form.keys()):  # noqa: SIM118
        raise Trouble("form-unknown", where="item")
    return {item.id: _answer(item, form, before.get(item.id, ())) for item in page.items}


def _answer(item: PaperItem, form: FormFields, before: Answer) -> Answer:
    if item.form == RANKING:
        return ranking.read(item, lambda place: form.getlist(field_name(item, place)), before)
    if item.form == SCORES:
        return scoring.read(item, lambda person: form.getlist(field_name(item, person)), before)
    values = form.getlist(field_name(item))
    if item.form == WRITE_IN:
        return writing_in.read(values, before)
    return choosing.read(item, values, before)

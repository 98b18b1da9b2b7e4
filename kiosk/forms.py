"""Reading one screen's answers out of what a browser sent.

The form is the whole state of its screen: ticks that are missing were taken away. A round mark
can be changed but not taken away, so a form without it changes nothing. Whatever no browser
could have sent from our page is refused, and then nothing of the form is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from kiosk.answers import Answer, Answers, is_single
from kiosk.meeting_view import Page
from kiosk.messages import Trouble
from meeting.paper import ABSTAIN, PaperItem

FIELD = "item-"


class FormFields(Protocol):
    """A form: several values per name, as werkzeug's MultiDict has them."""

    def keys(self) -> Iterable[str]:
        """Return the names."""
        ...

    def getlist(self, key: str) -> list[str]:
        """Return all values of one name."""
        ...


def read_answers(page: Page, form: FormFields, before: Answers) -> Mapping[str, Answer]:
    """Return the answers of ``page``'s items after ``form``; ``before`` are the ones so far.

    Raises Trouble("form-unknown") for an item of another screen, an option that is not on the
    paper, or two round marks on one item.
    """
    expected = {FIELD + item.id for item in page.items}
    if any(name.startswith(FIELD) and name not in expected for name in form.keys()):  # noqa: SIM118
        raise Trouble("form-unknown", where="item")
    return {
        item.id: _answer(item, form.getlist(FIELD + item.id), before.get(item.id, ()))
        for item in page.items
    }


def _answer(item: PaperItem, values: list[str], before: Answer) -> Answer:
    possible = [option.id for option in item.options]
    if item.abstain:
        possible.append(ABSTAIN)
    if not set(values) <= set(possible) or len(set(values)) != len(values):
        raise Trouble("form-unknown", where="option")
    if is_single(item):
        if len(values) > 1:
            raise Trouble("form-unknown", where="option")
        if not values:
            return before
    return tuple(option for option in possible if option in values)

"""All forms of one outcome, in the order in which a count is reported."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from meeting.language import said
from tally.forms.derived import derivation_form
from tally.forms.evaluation import evaluation_forms
from tally.forms.form import Form, Forms
from tally.forms.recommendation import recommendation_forms
from tally.forms.saying import Order, Saying
from tally.forms.sentences_for_the_file import sentences_form
from tally.forms.singles import single_forms
from tally.forms.sums import check_sums
from tally.forms.tellers_reports import tellers_reports
from tally.outcome.outcome import Outcome
from tally.report.beside import Beside


def forms_of(
    outcome: Outcome, published: bytes, beside: Beside, language: str, order: Order
) -> Forms:
    """The forms of an outcome that was verified; `published` are the bytes of its outcome.json.

    Raises Problem("forms-sums") where their sums do not hold.
    """
    say = Saying(outcome, beside, language, order)
    made = Forms(
        title=said(outcome.meeting, "title", language),
        date=outcome.meeting.date,
        source=say("outcome.json: SHA-256 {hash}", hash=hashlib.sha256(published).hexdigest()),
        language=language,
        forms=tuple(
            _each_called_otherwise(
                (
                    *tellers_reports(say),
                    *recommendation_forms(say),
                    *evaluation_forms(say),
                    *single_forms(say),
                    *derivation_form(say),
                    *sentences_form(say),
                )
            )
        ),
    )
    return replace(made, checked=check_sums(outcome, beside, made))


def _each_called_otherwise(forms: Iterable[Form]) -> Iterator[Form]:
    """Yield the forms; of those with one name, the second has a 2 behind it, and so on."""
    taken = Counter[str]()
    for form in forms:
        taken[form.name] += 1
        number = taken[form.name]
        yield form if number == 1 else replace(form, name=f"{form.name} {number}")

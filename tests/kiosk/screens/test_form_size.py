"""What a screen sends with every field full is no more than a meeting was measured by."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from kiosk.answers.form_fields import field_name
from kiosk.answers.paper_screens import Page, view_of
from meeting.definition.meeting import Meeting
from meeting.definition.paper import ABSTAIN, RANKING, SCORES, WRITE_IN
from meeting.feasibility.form_size import form_bytes
from meeting.limits import LONGEST_LINE, LONGEST_SCORE
from tests.kiosk.fixtures.prepared_boxes import hamlet
from tests.kiosk.fixtures.single_papers import with_long_ranking, with_names, with_scores


def full(page: Page) -> str:
    """The form of a screen as a browser sends it, every line and field full of Chinese."""
    sent: list[tuple[str, str]] = [("csrf_token", "x" * 91), ("paper", "99"), ("do", "next")]
    for item in page.items:
        people = [option.id for option in item.options]
        if item.form == WRITE_IN:
            sent.append((field_name(item), "名" * LONGEST_LINE))
        elif item.form == RANKING:
            places = range(1, item.maximum + 1)
            sent += [(field_name(item, place), max(people, key=len)) for place in places]
        elif item.form == SCORES:
            sent += [(field_name(item, person), "９" * LONGEST_SCORE) for person in people]
        else:
            sent += [(field_name(item), choice) for choice in (*people, ABSTAIN)]
    return urlencode(sent)


MEETINGS = {
    "choices": hamlet(),
    "lines": with_names(),
    "ranking": with_long_ranking(15),
    "scores": with_scores(),
}


@pytest.mark.parametrize("meeting", MEETINGS.values(), ids=MEETINGS)
def test_a_full_form_is_within_its_bound(meeting: Meeting) -> None:
    for box in meeting.boxes():
        for page in view_of(meeting, box).pages:
            size = len(full(page))
            assert size <= form_bytes(page.items) <= size + 600

"""What the templates ask for: texts in the reader's language, hashes as they are compared."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import date

from flask import Flask
from flask_babel import format_date, get_locale, gettext
from markupsafe import Markup, escape

from crypto.election.score import score_text
from crypto.election.write_in import LONGEST, MOST_HAN
from kiosk.answers import scoring, writing_in
from kiosk.answers.choosing import wants_one
from kiosk.answers.form_fields import FIELD, field_name
from kiosk.messages.trouble import Trouble
from kiosk.screens import answered, limits_shown
from kiosk.screens.access import Kiosk
from kiosk.visit.to_change import can_be_cast, first_to_change
from kiosk.visit.voter import Waypoint
from meeting.definition.meeting import Meeting
from meeting.definition.paper import ABSTAIN, Option, PaperItem
from meeting.definition.paper_limits import Scored
from meeting.definition.person import Person
from meeting.language import said
from meeting.names import meant_by
from meeting.rules_in_words.limits import scores_in_words

GROUP = 4
LONGEST_NAME_BESIDE = 4
"""Characters of a name that stands beside its answers in the review; longer ones stand above."""
MANY_PEOPLE = 24
"""More people than a screen shows at one time: they can be found by the letters of their names."""
_DOTTED = re.compile(r"(\w[·•・‧･])")
LOG = logging.getLogger("kiosk")


def log(trouble: Trouble | None) -> None:
    """Write the code of what is wrong with machine, network or server into the log."""
    if trouble is not None and trouble.row.logged:
        LOG.error("%s %s", trouble.row.logged, trouble.where)


def language() -> str:
    """The language of this page, `zh` or `en`."""
    return "en" if str(get_locale()) == "en" else "zh"


def text_of(thing: object, name: str) -> str:
    """A field of the meeting in the reader's language."""
    return said(thing, name, language())


def scores_of(limit: Scored) -> str:
    """Which scores a limit counts, in the reader's language."""
    return scores_in_words(limit, language())


def grouped(text: str) -> str:
    """`text` in groups of four characters, as it is read aloud and compared."""
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def long_date(day: str) -> str:
    """A date given as YYYY-MM-DD, as the board and the slips write it."""
    return str(format_date(date.fromisoformat(day), "long"))


def joined(text: str) -> Markup:
    """A name in which no line begins with an interpunct: it stays with the character before it."""
    return Markup(_DOTTED.sub(r'<span class="joined">\1</span>', str(escape(text))))  # noqa: S704 - escaped before


def person_of(meeting: Meeting, option: Option) -> Person | None:
    """The person whom an option of a recommendation stands for, if it stands for one."""
    try:
        return meeting.person(option.id)
    except KeyError:
        return None


def of_people(meeting: Meeting, item: PaperItem) -> bool:
    """Whether the options of an item are people: these are counted 人, others 项."""
    return all(person_of(meeting, option) for option in item.options)


def columns_in(items: Iterable[PaperItem]) -> list[list[tuple[str, str]]]:
    """For each item the answers that a table offers, 弃权 last: the id, and the heading."""
    return [
        [(option.id, text_of(option, "label")) for option in item.options]
        + [(ABSTAIN, str(gettext("Abstain")))] * item.abstain
        for item in items
    ]


def install(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters["sum_open"] = lambda found: sum(len(items) for _, items in found)
    app.jinja_env.filters["joined"] = joined
    app.jinja_env.filters["long_date"] = long_date
    app.jinja_env.globals.update(
        ABSTAIN=ABSTAIN,
        FIELD=FIELD,
        LONGEST_LINE=LONGEST,
        LONGEST_NAME_BESIDE=LONGEST_NAME_BESIDE,
        MANY_PEOPLE=MANY_PEOPLE,
        MOST_HAN=MOST_HAN,
        MOST_LINE=writing_in.MOST_TYPED,
        MOST_SCORE=scoring.MOST_TYPED,
        Waypoint=Waypoint,
        answered=answered.answered,
        answered_by_item=answered.answered_by_item,
        castable=can_be_cast,
        columns_in=columns_in,
        field_name=field_name,
        first_to_change=first_to_change,
        grouped=grouped,
        is_filled=answered.is_filled,
        limit_counts=limits_shown.counts,
        limit_labels=limits_shown.labels,
        limit_scores=scores_of,
        limits_broken=limits_shown.all_broken,
        limits_stopping=limits_shown.told,
        lines_shown=limits_shown.lines_shown,
        listed_person=answered.listed_person,
        meant_by=meant_by,
        of_people=of_people,
        person_of=person_of,
        score_text=score_text,
        text_of=text_of,
        shared=answered.shared,
        twice=answered.twice,
        unclear=answered.unclear,
        unanswered=answered.unanswered,
        wants_one=wants_one,
        whole=answered.whole,
        written_instead=answered.written_instead,
        written_names=lambda voter: answered.has_lines(voter, names=True),
        written_texts=lambda voter: answered.has_lines(voter, names=False),
        wrong=answered.wrong,
    )

    @app.context_processor
    def kiosk_words() -> dict[str, object]:
        kiosk = Kiosk.here()
        return {
            "display": kiosk.booth.display,
            "meeting": kiosk.board.known_meeting,
            "last_voters": kiosk.board.last_voters,
            "meeting_fingerprint": kiosk.config.meeting_fingerprint.short,
            "language": language(),
            "clocks": kiosk.config,
            "refresh": None,
        }

"""What the templates ask for: texts in the reader's language, and how far the voter has come."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Flask
from flask_babel import get_locale

from crypto.server_key import ServerPublicKey, short_form
from kiosk.access import Kiosk
from kiosk.answers import Standing, is_single, standing
from kiosk.flow import wrong_items
from kiosk.forms import FIELD
from kiosk.meeting_view import Page
from kiosk.messages import Trouble
from kiosk.voter import Place, Voter
from meeting.definition import Meeting
from meeting.language import said
from meeting.paper import ABSTAIN, Option, PaperItem
from meeting.person import Person

GROUP = 4
LOG = logging.getLogger("kiosk")


@dataclass(frozen=True, slots=True)
class Answered:
    """One item with what was chosen on it, as the review shows it."""

    item: PaperItem
    options: tuple[Option, ...]
    abstained: bool
    standing: Standing


def log(trouble: Trouble | None) -> None:
    """Write the code of what is wrong with machine, network or server into the log."""
    if trouble is not None and trouble.row.logged:
        LOG.error("%s %s", trouble.row.logged, trouble.where)


def language() -> str:
    """Return the language of this page, ``zh`` or ``en``."""
    return "en" if str(get_locale()) == "en" else "zh"


def text_of(thing: object, name: str) -> str:
    """Return a field of the meeting in the reader's language."""
    return said(thing, name, language())


def grouped(text: str) -> str:
    """Return ``text`` in groups of four characters, as it is read aloud and compared."""
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def short_hash(digest: str) -> str:
    """Return the short form of a hash given in hex, as it is printed on the slips."""
    return short_form(bytes.fromhex(digest))


def server_fingerprint(meeting: Meeting) -> str:
    """Return the short form of the server's key, as it is printed on the slips."""
    return ServerPublicKey.parse(meeting.server_key).fingerprint


def answered(voter: Voter, page: Page) -> list[Answered]:
    """Return the items of ``page`` with what the voter has chosen so far."""
    return [_answered(voter, item) for item in page.items]


def _answered(voter: Voter, item: PaperItem) -> Answered:
    answer = voter.answers.get(item.id, ())
    return Answered(
        item,
        tuple(option for option in item.options if option.id in answer),
        ABSTAIN in answer,
        standing(item, answer),
    )


def unanswered(voter: Voter) -> list[tuple[Page, list[PaperItem]]]:
    """Return the screens with items that have no answer, each with these items."""
    found = [
        (page, [each.item for each in answered(voter, page) if _is_open(each)])
        for page in voter.view.pages
    ]
    return [(page, items) for page, items in found if items]


def _is_open(each: Answered) -> bool:
    return each.standing is Standing.UNANSWERED


def wrong(voter: Voter, page: Page) -> list[tuple[PaperItem, str]]:
    """Return the items of ``page`` that have to be changed, each with the reason's name."""
    found = wrong_items(voter, page)
    return [(item, found[item.id].value) for item in page.items if item.id in found]


def is_filled(voter: Voter, page: Page) -> bool:
    """Return whether every item of ``page`` has a good answer."""
    return all(each.standing is Standing.COMPLETE for each in answered(voter, page))


def person_of(meeting: Meeting, option: Option) -> Person | None:
    """Return the person whom an option of a recommendation stands for, if it stands for one."""
    try:
        return meeting.person(option.id)
    except KeyError:
        return None


def install(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters["sum_open"] = lambda found: sum(len(items) for _, items in found)
    app.jinja_env.globals.update(
        ABSTAIN=ABSTAIN,
        FIELD=FIELD,
        Place=Place,
        answered=answered,
        grouped=grouped,
        is_filled=is_filled,
        is_single=is_single,
        person_of=person_of,
        server_fingerprint=server_fingerprint,
        short_form=short_hash,
        text_of=text_of,
        unanswered=unanswered,
        wrong=wrong,
    )

    @app.context_processor
    def kiosk_words() -> dict[str, object]:
        kiosk = Kiosk.here()
        return {
            "display": kiosk.booth.display,
            "meeting": kiosk.board.known_meeting,
            "meeting_hash": kiosk.config.meeting_hash,
            "setups_hash": kiosk.config.setups_hash,
            "language": language(),
            "clocks": kiosk.config,
            "refresh": None,
        }

"""What a voter still has to change before their ballot can be made.

A screen stops the way forward by its own items. The review is stopped also by what is wrong with a
paper as a whole: more names than it takes, a limit across its questions that is broken, a name that
stands on it more than once, or one that does not say who is meant. The last screen that a limit is
about stops the way forward, too, while the limit is broken.
"""

from __future__ import annotations

from kiosk.answers.by_form import Fault, faults
from kiosk.answers.limits import Broken, broken, involved
from kiosk.answers.naming import clashes, names_on, shared_names
from kiosk.answers.paper_screens import Page
from kiosk.visit.voter import Voter
from meeting.definition.paper import Paper


def wrong_items(voter: Voter, page: Page) -> dict[str, tuple[Fault, ...]]:
    """The items of `page` whose answers cannot be cast, by id, with the reasons."""
    found = {item.id: faults(item, voter.answers.get(item.id, ())) for item in page.items}
    return {item: reasons for item, reasons in found.items() if reasons}


def broken_limits(voter: Voter, paper: Paper) -> tuple[Broken, ...]:
    """The limits across the questions of `paper` that the answers break."""
    return broken(paper, voter.answers)


def stopping(voter: Voter, page: Page) -> tuple[Broken, ...]:
    """The broken limits that are told when `page` is left: everything they are about was seen."""
    return tuple(
        each for each in broken_limits(voter, page.paper) if _last_page(voter, page, each) == page
    )


def _last_page(voter: Voter, page: Page, found: Broken) -> Page:
    """The last screen with something that the broken limit is about."""
    asked = {item.id for item in involved(page.paper, found.limit)}
    about = [
        each
        for each in voter.view.of(page.paper)
        if not asked.isdisjoint(item.id for item in each.items)
        and (found.item is None or found.item in each.items)
    ]
    return about[-1]


def first_to_change(voter: Voter) -> Page | None:
    """The first screen where something has to be changed before the ballot can be made.

    For what is wrong with a paper as a whole, that is the paper's first screen.
    """
    for paper in voter.view.papers:
        pages = voter.view.of(paper)
        for page in pages:
            if wrong_items(voter, page) or stopping(voter, page):
                return page
        if names_over(voter, paper) or _unclear(voter, paper):
            return pages[0]
    return None


def can_be_cast(voter: Voter) -> bool:
    """Whether nothing has to be changed before the ballot can be made."""
    return first_to_change(voter) is None


def _unclear(voter: Voter, paper: Paper) -> bool:
    """Whether a name stands on `paper` more than once, or does not say who is meant."""
    named = voter.view.meeting, paper, voter.answers
    return bool(clashes(*named) or shared_names(*named))


def names_over(voter: Voter, paper: Paper) -> int:
    """How many names more there are on `paper` than it takes, ticked and written."""
    return max(0, names_on(paper, voter.answers) - paper.at_most) if paper.at_most else 0

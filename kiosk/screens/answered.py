"""What the pages show of a voter's answers: each in the ballot's words, and what is to be said.

An answer that can be cast is shown as it will stand on the ballot: written as a vector and read
back, by the same code that later reads an opened ballot. One that cannot is shown as entered.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.answers.by_form import Answer, AnswerState, Fault, choices_of, faults, state_of
from kiosk.answers.naming import (
    Clash,
    Shared,
    bearers,
    clashes,
    is_written_instead,
    names_on,
    shared_names,
)
from kiosk.answers.paper_screens import Page
from kiosk.visit.to_change import names_over, wrong_items
from kiosk.visit.voter import Voter
from meeting.definition.choices_in_words import Chosen, chosen
from meeting.definition.paper import ABSTAIN, WRITE_IN, Option, Paper, PaperItem


@dataclass(frozen=True, slots=True)
class Answered:
    """One item with what was entered; `chosen` is what the ballot will say, None if nothing."""

    item: PaperItem
    answer: Answer = field(repr=False)
    state: AnswerState = field(repr=False)
    chosen: Chosen | None = field(repr=False)

    @property
    def options(self) -> tuple[Option, ...]:
        """The options that are ticked, in the paper's order."""
        return tuple(option for option in self.item.options if option.id in self.answer)

    @property
    def abstained(self) -> bool:
        """Whether 弃权 is chosen."""
        return ABSTAIN in self.answer

    @property
    def typed(self) -> str:
        """A written line as it was typed."""
        return "".join(self.answer)

    @property
    def looks_alike(self) -> tuple[Fault, ...]:
        """What is said of characters on a written line that only look like others."""
        return tuple(
            fault
            for fault in faults(self.item, self.answer)
            if fault.state is AnswerState.LOOKALIKE
        )

    def part(self, number: int) -> str:
        """What was entered for a place or a person, counted from 0."""
        return self.answer[number] if self.answer else ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A paper's rule for all its names together: how many it takes, and how many there are.

    `lines`: names can be written, not only ticked. `bites`: the limits of the paper's items
    allow more names than the paper takes, so that this limit has to be kept in mind beside them.
    """

    most: int
    lines: bool
    bites: bool
    names: int = field(repr=False)
    over: int = field(repr=False)

    @property
    def left(self) -> int:
        """How many names more the paper takes."""
        return max(0, self.most - self.names)

    def replaces(self, item: PaperItem) -> bool:
        """Whether it is the narrower limit, so that the one of `item` need not be said."""
        return self.bites and item.maximum >= self.most


def answered(voter: Voter, page: Page) -> list[Answered]:
    """The items of `page` with what the voter has entered so far."""
    return [_answered(voter, page, item) for item in page.items]


def answered_by_item(voter: Voter, page: Page) -> dict[str, Answered]:
    """The same, by the ids of the items."""
    return {each.item.id: each for each in answered(voter, page)}


def _answered(voter: Voter, page: Page, item: PaperItem) -> Answered:
    answer = voter.answers.get(item.id, ())
    how = state_of(item, answer)
    if not how.can_be_cast:
        return Answered(item, answer, how, None)
    (found,) = chosen([item], choices_of([item], {item.id: answer}))
    instead = not found.options and written_instead(voter, page, item)
    return Answered(item, answer, how, replace(found, written_instead=instead))


def unanswered(voter: Voter, *, abstain: bool = True) -> list[tuple[Page, list[PaperItem]]]:
    """The screens with items that have no answer, each with these items, person by person.

    With `abstain` those that count as 弃权, without it those that have no 弃权: they stay empty.
    Lines for names are never among them, nor a list beside lines on which somebody is written.
    """
    found = [
        (
            page,
            [item for item in items if item.abstain == abstain and _is_open(voter, page, item)],
        )
        for page in voter.view.pages
        for items in page.rows
    ]
    return [(page, items) for page, items in found if items]


def written_instead(voter: Voter, page: Page, item: PaperItem) -> bool:
    """Whether `item` is a list beside lines on which somebody is written."""
    return is_written_instead(item, page.paper, voter.answers)


def _is_open(voter: Voter, page: Page, item: PaperItem) -> bool:
    answer = voter.answers.get(item.id, ())
    unanswered = state_of(item, answer) is AnswerState.UNANSWERED
    return unanswered and not written_instead(voter, page, item)


def has_lines(voter: Voter, *, names: bool) -> bool:
    """Whether a paper has lines for names of people, or, without `names`, for texts."""
    return any(
        item.form == WRITE_IN and paper.lines_name_people == names
        for paper in voter.view.papers
        for item in paper.items
    )


def wrong(voter: Voter, page: Page) -> list[tuple[PaperItem, Fault]]:
    """The items of `page` that have to be changed, each with the reasons."""
    found = wrong_items(voter, page)
    return [(item, fault) for item in page.items for fault in found.get(item.id, ())]


def whole(voter: Voter, paper: Paper) -> Whole | None:
    """How the paper's rule for all names together stands; None where it has none."""
    if not paper.at_most:
        return None
    return Whole(
        most=paper.at_most,
        lines=any(item.form == WRITE_IN for item in paper.items),
        bites=sum(item.maximum for item in paper.named_items) > paper.at_most,
        names=names_on(paper, voter.answers),
        over=names_over(voter, paper),
    )


def is_filled(voter: Voter, page: Page) -> bool:
    """Whether `page` has good answers, and leaves none open that is asked for."""
    found = {each.state for each in answered(voter, page)}
    return AnswerState.COMPLETE in found and found <= {AnswerState.COMPLETE, AnswerState.EMPTY}


def listed_person(voter: Voter, page: Page, each: Answered) -> Option | None:
    """The one person of the paper's list whose name is written on the line `each`.

    None if that person is ticked, too: then the voter has to change it, and has no choice.
    """
    found = bearers(voter.view.meeting, page.paper, each.typed)
    ticked = (one for clash in twice(voter, page.paper) for one in clash.ticked)
    return found[0] if len(found) == 1 and found[0] not in ticked else None


def twice(voter: Voter, paper: Paper) -> tuple[Clash, ...]:
    """The names on the lines of `paper` that the voter has there more than once."""
    return clashes(voter.view.meeting, paper, voter.answers)


def shared(voter: Voter, paper: Paper) -> tuple[Shared, ...]:
    """The lines of `paper` that could mean several people of its list, or nearly name one."""
    return shared_names(voter.view.meeting, paper, voter.answers)


def unclear(voter: Voter, paper: Paper, item: PaperItem) -> tuple[Clash | Shared, ...]:
    """What keeps the name on the line `item` from being clear."""
    again = (each for each in twice(voter, paper) if item in [line.item for line in each.lines])
    which = (each for each in shared(voter, paper) if each.line.item == item)
    return (*again, *which)

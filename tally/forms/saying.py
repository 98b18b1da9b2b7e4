"""What every form needs to be made: the outcome, the language, and how people are ordered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, TypeVar

from meeting.definition.meeting import Meeting, VoterGroup
from meeting.definition.person import Person
from meeting.language import N_, gettext_for, listed, said
from meeting.strokes import strokes_key
from tally.forms.ends import ends
from tally.forms.form import Form, Part
from tally.outcome.outcome import Outcome, RoundOutcome
from tally.outcome.steps.result import StepResult
from tally.problem import ROOM
from tally.report.beside import Beside
from tally.report.derivation import Translate
from tally.words.figures_and_names import position_beside, spoken_date

Order: TypeAlias = Literal["votes", "strokes", "list"]
"""People by falling votes, by the strokes of their names, or as the meeting lists them."""
ORDERS: Final = ("votes", "strokes", "list")
Each = TypeVar("Each")
TELLERS: Final = (N_("Chief teller"), N_("Tellers"), N_("Counting clerks"))
CLERKS: Final = (N_("Counted by"), N_("Checked by"))
_DAY: Final = N_("Date")


@dataclass(frozen=True, slots=True)
class Saying:
    """Names the parts of one outcome in one language."""

    outcome: Outcome
    beside: Beside
    language: str
    order: Order

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.outcome.meeting

    def __call__(self, sentence: str, **values: object) -> str:
        """A sentence of this room in the language, filled."""
        return self.gettext(sentence).format(**values)

    @property
    def gettext(self) -> Translate:
        """The words of this room in the language."""
        return gettext_for(ROOM, self.language)

    def said(self, thing: object, field: str) -> str:
        """A field of a thing in the language."""
        return said(thing, field, self.language)

    def listed(self, parts: list[str]) -> str:
        """Several things in a row."""
        return listed(parts, self.language)

    @property
    def people(self) -> Mapping[str, Person]:
        """The people by id, those who were written in and merged among them."""
        return {person.id: person for person in self.outcome.named.people}

    def arranged(
        self,
        rows: Iterable[Each],
        person: Callable[[Each], str],
        rank: Callable[[Each], int] | None = None,
    ) -> list[Each]:
        """Rows of people in the order that was asked for.

        `person` is the id of a row's person, `rank` their place by votes, where there are places.
        """
        found, people = list(rows), self.people
        if self.order == "strokes":
            return sorted(found, key=lambda row: strokes_key(people[person(row)].name))
        if self.order == "votes" and rank is not None:
            return sorted(found, key=rank)
        return found

    def post(self, person: Person | None, name: str) -> str:
        """Where somebody works, and as what, as far as `name` does not say it."""
        return position_beside(person, name, self.language) if person else ""

    def head(self, each: RoundOutcome | None = None) -> tuple[str, ...]:
        """The meeting, its place and its day; the round, where there are several."""
        team = self.said(self.meeting, "team")
        named = (self.said(self.meeting, "title"), team, self.said(self.meeting, "place"))
        parts = [part for part in named if part]
        if each is not None and len(self.meeting.rounds) > 1:
            parts.append(self.said(each.round, "name"))
        return ("　".join([*parts, spoken_date(self.meeting.date, self.language)]),)

    def form(
        self,
        name: str,
        title: str,
        parts: list[Part],
        *,
        signers: tuple[str, ...] = TELLERS,
        head: tuple[str, ...] = (),
        wide: bool = False,
    ) -> Form:
        """A form with the customary head and foot."""
        return Form(
            name=name,
            title=title,
            head=head or self.head(),
            parts=tuple(parts),
            signers=tuple(self(each) for each in signers),
            day=self(_DAY) if signers else "",
            wide=wide,
        )

    def round_name(self, each: RoundOutcome) -> str:
        """What a round is called."""
        return self.said(each.round, "name")

    def opened(self, each: RoundOutcome) -> list[VoterGroup]:
        """The groups of a round whose boxes were opened."""
        figures = each.figures.by_group
        return [group for group in each.groups if figures[group.id].valid]

    @property
    def ended(self) -> list[StepResult]:
        """What the rules come to in the end: elections, and all other selections that are last."""
        return ends(self.meeting, self.outcome.steps)

    @property
    def flagged(self) -> list[tuple[str, list[str]]]:
        """What each flag of the rules is called, and whom it marks; none that marks nobody."""
        found = []
        for result in self.outcome.steps:
            marked = [each.person for each in result.judged if each.why == "flagged"]
            if marked:
                found.append((self.called(result), self.arranged(marked, lambda each: each)))
        return found

    def called(self, result: StepResult) -> str:
        """What a step is called."""
        return self.said(result.step, "name") or result.step.id

    def remarks(self, person: str) -> list[str]:
        """What the rules came to for a person: chosen, flagged."""
        found = [self.called(each) for each in self.ended if person in each.people]
        return found + [called for called, marked in self.flagged if person in marked]

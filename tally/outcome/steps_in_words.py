"""What the steps of the rules came to, as a person would say it, to be redone with a calculator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from meeting.definition.meeting import Meeting
from meeting.language import N_, gettext_for, listed, said
from meeting.rules.kinds import SELECTIONS, AnyStep
from meeting.rules.numbers import Band, Rate, Scaled, Weighted
from meeting.rules.selections import Cut, Flag, Quorum, Threshold
from meeting.rules_in_words.rule import rule_in_words
from meeting.rules_in_words.words import Words, shown
from tally.folder.ruling import Ruling
from tally.outcome.exact import percentage, rounded
from tally.outcome.judged_words import ELECTED, LIMITS, WHY
from tally.outcome.step_view import StepView
from tally.outcome.steps.cut import chosen_before
from tally.outcome.steps.result import Judged, StepResult, Term, Waits, Worked
from tally.outcome.steps.selections import people_of
from tally.problem import ROOM
from tally.words.figures_and_names import spoken_date

_WAITS: Final = {
    "round-uncounted": N_("{about} is void or was not held: there is nothing to count."),
    "round-unopened": N_("{about}: a box of it was not opened."),
    "quorum-missed": N_("{about} does not count: too few took part."),
    "groups-together": N_("{about} were opened together: nobody knows what one of them chose."),
    "number-missing": N_("There is no number for {about}."),
    "nothing-to-divide": N_("{about}: there is nothing to divide by."),
    "number-long": N_("A number of it has more than 600 digits: nobody can work with that."),
    "tie": N_("Equal at the last place, so that people have to act: {about}."),
    "step": N_("It waits for {about}."),
    "draw-awaited": N_("It waits for the lot, among {about}."),
    "names-awaited": N_(
        "{about}: it waits for two tellers to say who is meant by the names that were written."
    ),
    "names-unfit": N_("{about}: what was ruled about written names does not fit those written."),
    "draw-unfit": N_("It waits: the draw that lies here was made from another list."),
    "ruling-awaited": N_("It waits for a ruling about {about}."),
    "ruling-unfit": N_("It waits: the ruling is about others, or says nothing of {about}."),
}


_OF_STEPS: Final = {"step": 1, "nothing-to-divide": 1, "number-missing": 1}
"""So many of the names that it is about are those of steps; the others are of people, or"""
_OF_PLACES: Final = {"round-uncounted", "round-unopened", "quorum-missed", "groups-together",
    "names-awaited", "names-unfit",
}  # fmt: skip
"""where it is one of these, of rounds and groups. (An id may be a step's and a person's.)"""


_OF: Final = {
    "entitled": N_("entitled voters"),
    "present": N_("voters present"),
    "issued": N_("ballots issued"),
    "returned": N_("ballots received"),
    "valid": N_("valid ballots"),
}
"""What a rate is taken over."""


class StepsInWords:
    """Says the results of one meeting's steps in one language."""

    def __init__(self, meeting: Meeting, language: str, results: Iterable[StepResult] = ()) -> None:
        """`results` are those of all steps: with them, a rate is told with its votes."""
        self._words = Words(meeting, language)
        self._language = language
        self._ = gettext_for(ROOM, language)
        self._results = {each.step.id: each for each in results}
        self._names = {each.id: said(each, "name", language) for each in meeting.rounds} | {
            each.id: said(each, "name", language) for each in meeting.groups
        }

    def view(self, result: StepResult) -> StepView:
        """The rule of a step, and what it came to, person by person."""
        return StepView(
            rule_in_words(result.step, self._words),
            tuple(self._before(result)),
            {} if result.waits else dict(self._people(result)),
            () if result.waits else tuple(self._after(result)),
            self._doubt(result),
        )

    def _before(self, result: StepResult) -> Iterator[str]:
        if isinstance(result.step, Quorum) and result.together:
            yield self._quorum(result)
        if result.waits:
            yield self.waits(result.waits)

    def _people(self, result: StepResult) -> Iterator[tuple[str, str]]:
        for person, worked in result.numbers.items():
            told = self._("{person}: {number}")
            number = self._worked(result, worked)
            yield person, told.format(person=self._words.person(person), number=number)
        for judged in result.judged:
            yield judged.person, self._judged(result, judged)

    def _after(self, result: StepResult) -> Iterator[str]:
        if result.ruling is not None and result.ruling.words:
            yield self._ruling(result.ruling)
        if isinstance(result.step, SELECTIONS):
            if isinstance(result.step, Cut) and result.step.counts_seats:
                yield self._counted_seats(result.step, result.wanted or 0)
            yield self._chosen(result)
            yield from self._short(result)

    def _chosen(self, result: StepResult) -> str:
        if isinstance(result.step, Flag):
            return self._marked(result)
        elected = _elects(result.step)
        if not result.people:
            return self._("Nobody is elected.") if elected else self._("Nobody goes on.")
        people = listed(map(self._words.person, result.people), self._language)
        told = (
            self._("{count} elected: {people}.") if elected else self._("{count} go on: {people}.")
        )
        return told.format(count=len(result.people), people=people)

    def _counted_seats(self, step: Cut, wanted: int) -> str:
        """How many seats there are, where that follows from earlier steps."""
        taken = len(chosen_before(step, self._words.meeting, self._results))
        sharing = len(people_of(step.share_of, self._words.meeting, self._results))
        seats = int(sharing * step.share) if step.share else step.seats
        told = (
            self._("Seats: {seats}; chosen already: {taken}; to go on: {wanted}.")
            if wanted
            else self._("Seats: {seats}; chosen already: {taken}; no seat is left.")
        )
        return told.format(seats=seats, taken=taken, wanted=wanted)

    def _marked(self, result: StepResult) -> str:
        """Whom a flag marks: it chooses nobody."""
        marked = [each.person for each in result.judged if each.why == "flagged"]
        if not marked:
            return self._("Nobody is marked.")
        people = listed(map(self._words.person, marked), self._language)
        return self._("{count} are marked: {people}.").format(count=len(marked), people=people)

    def _short(self, result: StepResult) -> Iterator[str]:
        """Where a cut leaves places open: how many."""
        missing = (result.wanted or 0) - len(result.people)
        if isinstance(result.step, Cut) and missing > 0:
            told = (
                self._("{wanted} were to be elected: {missing} are missing.")
                if _elects(result.step)
                else self._("{wanted} were to go on: {missing} are missing.")
            )
            yield told.format(wanted=result.wanted, missing=missing)

    def _doubt(self, result: StepResult) -> str:
        """Where votes that may be of one ballot twice could change it: for whom."""
        if not result.doubtful:
            return ""
        people = listed(map(self._words.person, result.doubtful), self._language)
        return self._(
            "Not certain: some ballots may have named one person twice, in different spellings;"
            " without such votes it could come out otherwise for {people}."
        ).format(people=people)

    def _ruling(self, ruling: Ruling) -> str:
        """Where a step was decided: by people, and not by a count."""
        return self._("Ruled, not counted: {words} ({date}, {source}).").format(
            words=ruling.words, date=spoken_date(ruling.date, self._language), source=ruling.source
        )

    def waits(self, waits: Waits) -> str:
        """Why a step cannot be worked out."""
        return self._(_WAITS[waits.code]).format(about=listed(self._about(waits), self._language))

    def number(self, step_id: str, number: Fraction | None) -> str:
        """A step's number as it is read: a rate in percent, all else in decimals."""
        if number is None:
            return self._("no number")
        return percentage(number) if self._words.is_rate(step_id) else rounded(number)

    def _about(self, waits: Waits) -> Iterator[str]:
        steps = _OF_STEPS.get(waits.code, 0)
        for at, name in enumerate(waits.about):
            if at < steps:
                yield self._words.name(name)
            else:
                named = waits.code in _OF_PLACES
                yield self._names[name] if named else self._words.person(name)

    def _quorum(self, result: StepResult) -> str:
        there, entitled = result.together["there"], result.together["entitled"]
        return self._("{there} of {entitled}: {share}.").format(
            there=there, entitled=entitled, share=percentage(result.together["share"])
        )

    def _worked(self, result: StepResult, worked: Worked) -> str:
        number = self.number(result.step.id, worked.number)
        working = self._working(result.step, worked.terms)
        return f"{working} = {number}" if working and working != number else number

    def _working(self, step: AnyStep, terms: Sequence[Term]) -> str:
        """How a number comes about; its parts are added up, or divided all by all.

        Nothing is said of a number without parts, such as a mark, or a band of no number.
        """
        if not terms:
            return ""
        if isinstance(step, Band):
            return self._("by {number}").format(number=self.number(step.figure, terms[0].amount))
        if any(each.weight is not None for each in terms) or all(not each.base for each in terms):
            return self._sum([self._term(step, each) for each in terms])
        amounts = self._sum([self._value(step, each.amount) for each in terms], bracket=True)
        bases = self._sum([self._value(step, each.base) for each in terms], bracket=True)
        return f"{amounts} ÷ {bases}"

    def _term(self, step: AnyStep, term: Term) -> str:
        figure = term.name if isinstance(step, Weighted) else ""
        text = self.number(figure, term.amount) if figure else self._value(step, term.amount)
        if term.base is not None and term.base != 1:
            text += f" ÷ {shown(term.base)}"
        if term.weight is not None and term.weight != 1:
            text += f" × {shown(term.weight)}"
        return text

    def _value(self, step: AnyStep, number: Fraction | None) -> str:
        if number is None:
            return self._("no number")
        if isinstance(step, Scaled):
            return self.number(step.figure, number)
        return shown(number)

    @staticmethod
    def _sum(parts: Sequence[str], *, bracket: bool = False) -> str:
        text = " + ".join(parts)
        return f"({text})" if bracket and len(parts) > 1 else text

    def _judged(self, result: StepResult, judged: Judged) -> str:
        step = result.step
        names = {"person": self._words.person(judged.person), "place": judged.place}
        names["other"] = self._words.person(judged.other)
        if isinstance(step, Threshold | Flag):
            sentence = LIMITS[judged.why, step.strictly]
            names["limit"] = self._words.number(step.limit, of=step.figure)
            names["number"] = self._votes_of(step.figure, judged)
        else:
            why = "kept" if judged.why == "first" and not judged.place else judged.why
            sentence = ELECTED.get(why, WHY[why]) if _elects(step) else WHY[why]
            names["number"] = self.number(getattr(step, "by", ""), judged.number)
        told = self._(sentence).format(**names)
        return told + self._(" ({note})").format(note=judged.note) if judged.note else told

    def _votes_of(self, figure: str, judged: Judged) -> str:
        """A rate with its votes, where it is one of votes over one figure; else the number."""
        number = self.number(figure, judged.number)
        found = self._results.get(figure)
        if found is None or not isinstance(found.step, Rate) or found.step.without:
            return number
        terms = found.numbers[judged.person].terms
        if any(each.base is None or each.amount is None or each.weight for each in terms):
            return number
        return self._("{votes} of {base} {over} ({share})").format(
            votes=sum(each.amount or 0 for each in terms),
            base=sum(each.base or 0 for each in terms),
            over=self._(_OF[found.step.over]),
            share=number,
        )


def _elects(step: AnyStep) -> bool:
    return isinstance(step, Cut) and step.election

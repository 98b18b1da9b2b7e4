"""What a sentence about a step is made of: names, numbers, people and groups, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from meeting.definition.asked_items import asked_items
from meeting.definition.meeting import Meeting
from meeting.language import N_, gettext_for, listed, ngettext_for, said
from meeting.problem import ROOM
from meeting.rules.kinds import AnyStep
from meeting.rules.numbers import Asked, Rate, Weighted
from meeting.rules.selections import Written
from meeting.rules.step import EVERYBODY

DENOMINATORS: Final = {
    "entitled": N_("all entitled voters"),
    "present": N_("the voters present"),
    "issued": N_("the ballots issued"),
    "returned": N_("the ballots received"),
    "valid": N_("the valid ballots"),
    "chosen": N_("those who gave one of these answers"),
}
_MISSING: Final = {
    "stop": "",
    "zero": N_(" A part that is missing counts as 0."),
    "renormalise": N_(" Where a part is missing, the weights of the others grow."),
}
_CENT: Final = 100
_SHORT: Final = 10_000


class Words:
    """Names the parts of one meeting's rules in one language."""

    def __init__(self, meeting: Meeting, language: str) -> None:
        self.meeting = meeting
        self.language = language
        self.gettext = gettext_for(ROOM, language)
        self.ngettext = ngettext_for(ROOM, language)
        self._steps: Mapping[str, AnyStep] = {step.id: step for step in meeting.rules}
        self._people = {each.id: said(each, "display_name", language) for each in meeting.people}
        self._rates: set[str] = set()
        for step in meeting.rules:  # each names earlier ones only
            if isinstance(step, Rate) or self._is_sum_of_rates(step):
                self._rates.add(step.id)

    def name(self, step_id: str) -> str:
        """What a step is called."""
        if step_id == EVERYBODY:
            return self.gettext("all people")
        step = self._steps.get(step_id) or self.meeting.list(step_id)
        return said(step, "name", self.language) or step.id

    def is_rate(self, step_id: str) -> bool:
        """Whether a step's numbers are read as percentages: a rate, or a sum of rates."""
        return step_id in self._rates

    def _is_sum_of_rates(self, step: AnyStep) -> bool:
        if not isinstance(step, Weighted) or step.total != 1:
            return False
        return all(part.figure in self._rates for part in step.parts)

    def number(self, number: Fraction, *, of: str = "") -> str:
        """A number as it is read; one that is compared with the step `of` as that is shown."""
        return share(number) if self.is_rate(of) else shown(number)

    def person(self, person_id: str) -> str:
        """A person's name; the team's for who is none."""
        return self._people.get(person_id) or self.meeting.team_name(self.language)

    def by(self, over: str) -> str:
        """The sentence of points over a denominator, or added up."""
        if over == "sum":
            return self.gettext("{points}, added up{groups}.")
        return self.gettext("{points}, added up ÷ {base}{groups}.")

    def weighing(self, weighted: bool, missing: str) -> str:
        """Say that a number is weighed by voter groups."""
        if not weighted:
            return ""
        told = self.gettext(" In each voter group by itself, then by the groups' weights.")
        return told + self.missing(missing)

    def missing(self, missing: str) -> str:
        """Say what becomes of a part that is not there."""
        return self.gettext(_MISSING[missing]) if _MISSING[missing] else ""

    def what(self, step: Asked, options: Iterable[str]) -> str:
        """What is counted: answers, or people."""
        named = self.options(step, options)
        return named or self.gettext("the person on “{item}”").format(item=self.item(step))

    def options(self, step: Asked, options: Iterable[str]) -> str:
        """The labels of some answers of an item."""
        found = asked_items(self.meeting, step.round, step.item)
        labels = {
            option.id: said(option, "label", self.language)
            for option in (found.options if found else ())
        }
        return listed((labels[option] for option in options), self.language)

    def where(self, round_id: str) -> str:
        """The round, where there are several."""
        several = len(self.meeting.rounds) > 1
        return self.gettext(" ({where})").format(where=self.round(round_id)) if several else ""

    def item(self, step: Asked | Written) -> str:
        """What an item asks; of items about several posts, about each."""
        found = asked_items(self.meeting, step.round, step.item)
        prompts = [said(item, "prompt", self.language) for item in (found.items if found else ())]
        return listed(dict.fromkeys(prompts), self.language) or step.item

    def round(self, round_id: str) -> str:
        """The name of a round."""
        return next(
            said(each, "name", self.language) for each in self.meeting.rounds if each.id == round_id
        )

    def groups(self, step: Asked) -> str:
        """Where a step counts: its round if there are several, its groups if it names any."""
        parts = []
        if len(self.meeting.rounds) > 1:
            parts.append(self.round(step.round))
        parts += [
            said(group, "name", self.language)
            for group in self.meeting.groups
            if group.id in step.groups
        ]
        if not parts:
            return ""
        return self.gettext(" ({where})").format(where=listed(parts, self.language))


def share(number: Fraction) -> str:
    """A part of a whole: in whole percent, or as a fraction."""
    return f"{number * _CENT}%" if (number * _CENT).denominator == 1 else shown(number)


def shown(number: Fraction) -> str:
    """A number with decimals if it has at most four of them, else as a fraction."""
    if number.denominator == 1:
        return str(number)
    whole, rest = divmod(number.numerator * _SHORT, number.denominator)
    if rest:
        return str(number)
    return f"{whole // _SHORT}.{whole % _SHORT:04d}".rstrip("0")

"""What the hall thinks of people: some are liked more than others, as in every real meeting.

Voters who tick at random leave everybody equal: nobody has a majority, and no procedure ends. Here
people have a standing that all voters know, and each voter has a view of their own around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import SystemRandom

from meeting.definition.meeting import Meeting
from meeting.definition.paper import CHOICE, Paper, PaperItem

_chance = SystemRandom()
NEUTRAL = 0.5
"""The standing of what is nobody: a team, a problem to tick."""
SPREAD = 0.12
"""How far one voter's view is from the hall's."""
LEAST_APPROVED, MOST_APPROVED = 0.35, 0.9
"""How often the first grade goes to whoever is liked least, and most."""


@dataclass(frozen=True, slots=True)
class Climate:
    """The people's standing by id: near 0 the least liked, 1 the most."""

    standing: Mapping[str, float]

    @classmethod
    def of(cls, meeting: Meeting) -> Climate:
        """A climate drawn by lot."""
        people = [each.id for each in meeting.people]
        _chance.shuffle(people)
        return cls({person: at / len(people) for at, person in enumerate(people, start=1)})

    def liked(self, person: str) -> float:
        """Somebody's standing as one voter sees it."""
        return self.standing.get(person, NEUTRAL) + _chance.gauss(0, SPREAD)

    def approval(self, item: PaperItem) -> float:
        """How often the first answer of an item is given."""
        about = item.subject.id if item.subject else ""
        standing = self.standing.get(about, NEUTRAL)
        return LEAST_APPROVED + (MOST_APPROVED - LEAST_APPROVED) * standing

    def ordered(self, item: PaperItem, paper: Paper) -> list[str]:
        """The options of an item, those first that one voter would tick first.

        Where a paper asks for people again, as for one post after the other, nobody is best for
        all of them: the next question goes on where the one before has taken its people.
        """
        options = sorted((each.id for each in item.options), key=self.liked, reverse=True)
        if not self.names_people(item):
            return options
        earlier = paper.items[: paper.items.index(item)]
        at = sum(each.maximum for each in earlier if self.names_people(each)) % len(options)
        return [*options[at:], *options[:at]]

    def names_people(self, item: PaperItem) -> bool:
        """Whether people are ticked in an item."""
        return item.form == CHOICE and all(each.id in self.standing for each in item.options)

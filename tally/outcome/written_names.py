"""Names that were written, put together: spellings of one name are one row.

Spellings are one name when `meeting.names.name_key` is the same for them: 王 芳 is 王芳. The row
bears the spelling that was written most often, of equal ones one without a space, then the first
by code points, and keeps the others beside it, each with its votes: nothing is hidden by putting
them together.

Votes for a name of the paper's list are not added to that list, and where two people of the list
bear the name nobody can tell which of them was meant; that is for the tellers to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from meeting.definition.paper import Paper
from meeting.definition.person import Person
from meeting.names import lookalikes, name_key
from tally.outcome.single_count import Tally, by_votes


@dataclass(frozen=True, slots=True)
class WrittenName:
    """One name: every spelling with its votes, and the ids of those on the list who bear it."""

    spellings: Tally
    listed: tuple[str, ...]

    @property
    def name(self) -> str:
        """The spelling it is shown as."""
        return self.spellings[0][0]

    @property
    def votes(self) -> int:
        """The votes for all spellings together."""
        return sum(votes for _text, votes in self.spellings)

    @property
    def lookalikes(self) -> tuple[str, ...]:
        """Characters in it that only look like others: no kiosk lets them be written."""
        found = (each for text, _votes in self.spellings for each in lookalikes(text))
        return tuple(dict.fromkeys(found))

    def votes_in(self, votes: Mapping[str, int]) -> int:
        """The votes for this name among some of the answers: their votes by text."""
        return sum(votes.get(text, 0) for text, _votes in self.spellings)


def written_names(names: Tally, paper: Paper, people: Iterable[Person]) -> tuple[WrittenName, ...]:
    """The names of a tally of texts: by falling votes, equal ones by the code points shown.

    Nobody bears what is written on a paper whose lines name nobody, such as 没有.
    """
    by_key: dict[str, list[tuple[str, int]]] = {}
    for text, votes in names:
        by_key.setdefault(_key(text), []).append((text, votes))
    borne = _bearers(paper, people) if paper.lines_name_people else {}
    found = (
        WrittenName(_in_order(spellings), borne.get(key, ())) for key, spellings in by_key.items()
    )
    return tuple(sorted(found, key=lambda each: (-each.votes, each.name)))


def _in_order(spellings: list[tuple[str, int]]) -> Tally:
    return tuple(sorted(by_votes(spellings), key=lambda each: (-each[1], " " in each[0], each[0])))


def _key(text: str) -> str:
    """The key of a name; of a text of which the key leaves nothing, the text itself."""
    return name_key(text) or text


def _bearers(paper: Paper, people: Iterable[Person]) -> dict[str, tuple[str, ...]]:
    """The ids of those on a paper by the key of every name that they have there, in its order."""
    persons = {person.id: person for person in people}
    borne: dict[str, list[str]] = {}
    for item in paper.items:
        for option in item.options:
            names = [option.label, option.label_en, *_names(persons.get(option.id))]
            for key in dict.fromkeys(name_key(name) for name in names if name_key(name)):
                ids = borne.setdefault(key, [])
                if option.id not in ids:
                    ids.append(option.id)
    return {key: tuple(ids) for key, ids in borne.items()}


def _names(person: Person | None) -> Iterator[str]:
    if person is not None:
        yield from (person.name, person.name_en)

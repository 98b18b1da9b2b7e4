"""A preset: the papers and rounds of a known procedure, to be filled in with people.

A preset says what is asked about the team, about each person, with people as the options, or on
empty lines for names; `Preset.papers_for` turns that into the papers of one meeting. Some
limits are the organiser's to set: `maximum = "choose_up_to"` takes the number from
`[settings]` of the meeting file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from crypto.election.ranking import MOST_PLACES
from crypto.election.score import most_people
from crypto.groups.named import group_named
from meeting.definition.meeting import NO_TEAM, NO_TEAM_EN, Round
from meeting.definition.paper import (
    CHOICE,
    RANKING,
    SCORES,
    WRITE_IN,
    Option,
    Paper,
    PaperItem,
    Rate,
)
from meeting.definition.paper_consistency import MOST_ITEMS
from meeting.definition.person import Person
from meeting.rules.kinds import AnyStep

TEAM = "team"
EACH_PERSON = "each_person"
PEOPLE_AS_OPTIONS = "people_as_options"
LINES = "lines"
ABOUT = (TEAM, EACH_PERSON, PEOPLE_AS_OPTIONS, LINES)


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that the organiser sets, e.g. how many people may be recommended.

    One without a `default` must be set.
    """

    id: str
    description: str
    description_en: str
    default: int | None = None


Limit: TypeAlias = int | str
"""A number, or the id of the setting that holds it."""


@dataclass(frozen=True, slots=True)
class PresetItem:
    """An item to be: once for the team, once per person, with the people as options, or per line.

    Of `lines` there are `maximum` items; `{n}` in their prompts is the number of the line.
    Scores of more people than one question can hold become several items.
    """

    id: str
    about: str
    prompt: str
    prompt_en: str
    options: tuple[Option, ...]
    minimum: int
    maximum: Limit
    abstain: bool
    rates: tuple[Rate, ...]
    form: str = CHOICE

    def limits(self, people: int) -> tuple[int, int]:
        """The least and the most that `maximum` may be where a meeting has so many people."""
        if self.about == LINES:
            return 0, MOST_ITEMS // 2  # a paper has other items beside
        options = people if self.about == PEOPLE_AS_OPTIONS else len(self.options)
        most = min(options, MOST_PLACES) if self.form == RANKING else options
        return max(1, self.minimum), most


@dataclass(frozen=True, slots=True)
class PresetPaper:
    """A paper to be; `instructions_for_lines` are said where it has lines, and only there."""

    id: str
    kind: str
    title: str
    title_en: str
    instructions: str
    instructions_en: str
    denominator: str
    items: tuple[PresetItem, ...]
    at_most: Limit = 0
    instructions_for_lines: str = ""
    instructions_for_lines_en: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """The team that is evaluated, as it is called inside a sentence."""

    name: str
    name_en: str

    def put_into(self, chinese: str) -> str:
        """Fill `{team}` in a Chinese text."""
        return chinese.replace("{team}", self.name or NO_TEAM)

    def put_into_english(self, english: str) -> str:
        """Fill `{team}` in an English text."""
        return english.replace("{team}", self.name_en or NO_TEAM_EN)


@dataclass(frozen=True, slots=True)
class Preset:
    """A procedure: its papers, its rounds, and what the organiser must set."""

    id: str
    name: str
    name_en: str
    description: str
    description_en: str
    settings: tuple[Setting, ...]
    papers: tuple[PresetPaper, ...]
    rounds: tuple[Round, ...]
    rules: tuple[AnyStep, ...] = ()

    def limits_of(self, setting: str, people: int) -> tuple[int, int]:
        """The least and the most that a setting may be where a meeting has so many people.

        The least is above the most where there are too few people for what the preset asks.
        """
        items = [item for paper in self.papers for item in paper.items if item.maximum == setting]
        limits = [item.limits(people) for item in items] or [(1, MOST_ITEMS)]
        return max(least for least, _ in limits), min(most for _, most in limits)

    def papers_for(
        self,
        people: tuple[Person, ...],
        team: Team,
        settings: Mapping[str, int],
        group_name: str = "Ed25519",
    ) -> tuple[Paper, ...]:
        """The papers with people, team and settings filled in.

        The cryptographic group decides how many people's scores one question holds.
        """
        filling = _Filling(people, team, settings, group_name)
        return tuple(filling.paper(each) for each in self.papers)


@dataclass(frozen=True, slots=True)
class _Filling:
    """What an organiser fills into a preset."""

    people: tuple[Person, ...]
    team: Team
    settings: Mapping[str, int]
    group_name: str

    def number(self, limit: Limit) -> int:
        """A limit's number."""
        return self.settings[limit] if isinstance(limit, str) else limit

    def paper(self, paper: PresetPaper) -> Paper:
        """One paper; a limit on all its names is left out where the items' own suffice."""
        items = tuple(self.items(paper.items))
        instructions, english = [paper.instructions], [paper.instructions_en]
        if any(item.form == WRITE_IN for item in items):
            instructions.append(paper.instructions_for_lines)
            english.append(paper.instructions_for_lines_en)
        filled = Paper(
            id=paper.id,
            kind=paper.kind,
            title=paper.title,
            title_en=paper.title_en,
            instructions=self.team.put_into("\n".join(filter(None, instructions))),
            instructions_en=self.team.put_into_english("\n".join(filter(None, english))),
            denominator=paper.denominator,
            items=items,
            at_most=self.number(paper.at_most),
        )
        needed = sum(item.maximum for item in filled.named_items) > filled.at_most
        return filled if needed else replace(filled, at_most=0)

    def items(self, items: tuple[PresetItem, ...]) -> Iterator[PaperItem]:
        """Yield the items: neighbours about each person stay together, person by person."""
        index = 0
        while index < len(items):
            item = items[index]
            if item.about != EACH_PERSON:
                yield from self._alone(item)
                index += 1
                continue
            end = index
            while end < len(items) and items[end].about == EACH_PERSON:
                end += 1
            for person in self.people:
                for each in items[index:end]:
                    yield self._item(each, f"{person.id}-{each.id}", person)
            index = end

    def _alone(self, item: PresetItem) -> Iterator[PaperItem]:
        """Yield what becomes of an item that is not asked of each person."""
        if item.about == LINES:
            for number in range(1, self.number(item.maximum) + 1):
                line = self._item(item, f"{item.id}-{number}", None)
                yield replace(
                    line,
                    prompt=line.prompt.replace("{n}", str(number)),
                    prompt_en=line.prompt_en.replace("{n}", str(number)),
                    minimum=0,
                    maximum=1,
                )
            return
        one = self._item(item, item.id, None)
        if item.form == SCORES:
            yield from self._scores(one)
        else:
            yield one

    def _scores(self, item: PaperItem) -> Iterator[PaperItem]:
        """Yield an item for as many people as one question holds, then one for the next."""
        most = max(most_people(group_named(self.group_name)), 1)
        parts = [item.options[at : at + most] for at in range(0, len(item.options), most)]
        for number, part in enumerate(parts, start=1):
            name = item.id if len(parts) == 1 else f"{item.id}-{number}"
            yield replace(item, id=name, options=part, minimum=len(part), maximum=len(part))

    def _item(self, item: PresetItem, item_id: str, subject: Person | None) -> PaperItem:
        options = item.options
        if item.about == PEOPLE_AS_OPTIONS:
            options = tuple(
                Option(person.id, person.display_name, person.display_name_en)
                for person in self.people
            )
        return PaperItem(
            id=item_id,
            subject=subject,
            prompt=self.team.put_into(item.prompt),
            prompt_en=self.team.put_into_english(item.prompt_en),
            options=options,
            minimum=item.minimum,
            maximum=self.number(item.maximum),
            abstain=item.abstain,
            rates=item.rates,
            form=item.form,
        )

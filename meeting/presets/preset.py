"""A preset: the papers and rounds of a known procedure, to be filled in with people.

A preset says what is asked about the team, about each person, with people as the options, for each
post, or on empty lines for names; `filling.papers_for` turns that into the papers of one meeting.
Some limits are the organiser's to set: `maximum = "choose_up_to"` takes the number from
`[settings]` of the meeting file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from crypto.election.ranking import MOST_PLACES
from meeting.definition.meeting import NO_TEAM, NO_TEAM_EN, Round
from meeting.definition.paper import CHOICE, RANKING, Option, Rate
from meeting.definition.paper_consistency import MOST_ITEMS
from meeting.definition.paper_limits import AnyLimit
from meeting.definition.post import Post
from meeting.presets.example import Example
from meeting.rules.kinds import AnyStep

TEAM = "team"
EACH_PERSON = "each_person"
PEOPLE_AS_OPTIONS = "people_as_options"
LINES = "lines"
EACH_POST = "posts"
POST_LINES = "post_lines"
ABOUT = (TEAM, EACH_PERSON, PEOPLE_AS_OPTIONS, LINES, EACH_POST, POST_LINES)
SEATS = "seats"
"""As a number: the seats of the post, or of all posts together."""


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
"""A number, the id of the setting that holds it, or `SEATS`."""
Amount: TypeAlias = Limit | Fraction
"""A limit, or a share of the people who are asked about."""


@dataclass(frozen=True, slots=True)
class PresetList:
    """A named part of the people that the procedure needs; the organiser says who is in it."""

    id: str
    name: str
    name_en: str
    description: str
    description_en: str


@dataclass(frozen=True, slots=True)
class PresetLimit:
    """A limit across questions to be: once, or once for each post where it is about posts.

    `least` and `most` are those of a limit of ticks or of scores.
    """

    limit: AnyLimit
    each_post: bool = False
    least: Amount = 0
    most: Amount = 0


@dataclass(frozen=True, slots=True)
class PresetItem:
    """An item to be: for the team, each person or post, with people as options, or for each line.

    Of `lines` there are `maximum` items; `{n}` in their prompts is the number of the line. Of a
    post, `{post}` is the name and `{seats}` the number of its seats. `people` is the id of a list:
    they alone are asked about, or are options. Scores of more people than one question can hold
    become several items.
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
    people: str = ""

    def limits(self, people: int) -> tuple[int, int]:
        """The least and the most that `maximum` may be where a meeting has so many people."""
        if self.about in (LINES, POST_LINES):
            return 0, MOST_ITEMS // 2  # a paper has other items beside
        are_options = self.about in (PEOPLE_AS_OPTIONS, EACH_POST)
        options = people if are_options else len(self.options)
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
    limits: tuple[PresetLimit, ...] = ()


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
    lists: tuple[PresetList, ...] = ()
    posts: tuple[Post, ...] = ()
    row: str = ""
    example: Example = field(default_factory=Example)

    def limits_of(self, setting: str, people: int) -> tuple[int, int]:
        """The least and the most that a setting may be where a meeting has so many people.

        The least is above the most where there are too few people for what the preset asks.
        """
        items = [item for paper in self.papers for item in paper.items if item.maximum == setting]
        limits = [item.limits(people) for item in items] or [(1, MOST_ITEMS)]
        return max(least for least, _ in limits), min(most for _, most in limits)

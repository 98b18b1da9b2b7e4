"""A preset: the papers and rounds of a known procedure, to be filled in with people.

A preset file says what is asked about the team, about each person, or with people as the
options; ``Preset.papers_for`` turns that into the papers of one meeting. Some limits are the
organiser's to set: ``maximum = "choose_up_to"`` takes the number from ``[settings]`` of the
meeting file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from meeting.definition import SCHEMA, Round
from meeting.paper import Option, Paper, PaperItem, Rate
from meeting.person import Person
from meeting.problem import Problem, Problems
from meeting.toml_tables import Table, read_toml

TEAM = "team"
EACH_PERSON = "each_person"
PEOPLE_AS_OPTIONS = "people_as_options"
ABOUT = (TEAM, EACH_PERSON, PEOPLE_AS_OPTIONS)


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that the organiser sets, e.g. how many people may be recommended."""

    id: str
    description: str
    description_en: str


@dataclass(frozen=True, slots=True)
class PresetItem:
    """An item to be: once for the team, once per person, or once with the people as options."""

    id: str
    about: str
    prompt: str
    prompt_en: str
    options: tuple[Option, ...]
    minimum: int
    maximum: int | str
    abstain: bool
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class PresetPaper:
    """A paper to be."""

    id: str
    kind: str
    title: str
    title_en: str
    instructions: str
    instructions_en: str
    denominator: str
    items: tuple[PresetItem, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """The team that is evaluated, as it is called inside a sentence."""

    name: str
    name_en: str

    def put_into(self, chinese: str) -> str:
        """Fill ``{team}`` in a Chinese text."""
        return chinese.replace("{team}", self.name or "领导班子")

    def put_into_english(self, english: str) -> str:
        """Fill ``{team}`` in an English text."""
        return english.replace("{team}", self.name_en or "the team")


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

    def papers_for(
        self, people: tuple[Person, ...], team: Team, settings: Mapping[str, int]
    ) -> tuple[Paper, ...]:
        """Return the papers with people, team and settings filled in."""
        return tuple(
            Paper(
                id=paper.id,
                kind=paper.kind,
                title=paper.title,
                title_en=paper.title_en,
                instructions=team.put_into(paper.instructions),
                instructions_en=team.put_into_english(paper.instructions_en),
                denominator=paper.denominator,
                items=tuple(_items(paper.items, people, team, settings)),
            )
            for paper in self.papers
        )


def _items(
    items: tuple[PresetItem, ...],
    people: tuple[Person, ...],
    team: Team,
    settings: Mapping[str, int],
) -> Iterator[PaperItem]:
    """Yield the items: neighbours about each person stay together, person by person."""
    index = 0
    while index < len(items):
        item = items[index]
        if item.about != EACH_PERSON:
            yield _item(item, item.id, None, people, team, settings)
            index += 1
            continue
        end = index
        while end < len(items) and items[end].about == EACH_PERSON:
            end += 1
        for person in people:
            for each in items[index:end]:
                yield _item(each, f"{person.id}-{each.id}", person, people, team, settings)
        index = end


def _item(
    item: PresetItem,
    item_id: str,
    subject: Person | None,
    people: tuple[Person, ...],
    team: Team,
    settings: Mapping[str, int],
) -> PaperItem:
    options = item.options
    if item.about == PEOPLE_AS_OPTIONS:
        options = tuple(Option(person.id, person.name, person.name_en) for person in people)
    maximum = settings[item.maximum] if isinstance(item.maximum, str) else item.maximum
    return PaperItem(
        id=item_id,
        subject=subject,
        prompt=team.put_into(item.prompt),
        prompt_en=team.put_into_english(item.prompt_en),
        options=options,
        minimum=item.minimum,
        maximum=maximum,
        abstain=item.abstain,
        rates=item.rates,
    )


def read_preset(path: Path) -> Preset:
    """Read a preset file. Raises Problems with everything that is wrong with its form."""
    root = read_toml(path)
    preset = _preset(root)
    if root.source.problems:
        raise Problems(root.source.in_order())
    return preset


def _preset(root: Table) -> Preset:
    if root.number("schema", stand_in=SCHEMA) != SCHEMA:
        root.note("schema", Problem("schema-unknown", "Only schema = 1 is known."))
    settings = tuple(_settings(root.table("settings", optional=True)))
    names = [setting.id for setting in settings]
    preset = Preset(
        id=root.text("id"),
        name=root.text("name"),
        name_en=root.text("name_en", ""),
        description=root.text("description", ""),
        description_en=root.text("description_en", ""),
        settings=settings,
        papers=tuple(_paper(each, names) for each in root.tables("papers")),
        rounds=tuple(_round(each) for each in root.tables("rounds")),
    )
    root.unknown()
    return preset


def _settings(table: Table) -> Iterator[Setting]:
    for name in table.names():
        each = table.table(name)
        yield Setting(name, each.text("description"), each.text("description_en", ""))
        each.unknown()


def _paper(table: Table, settings: list[str]) -> PresetPaper:
    paper = PresetPaper(
        id=table.text("id"),
        kind=table.text("kind"),
        title=table.text("title"),
        title_en=table.text("title_en", ""),
        instructions=table.text("instructions", "").strip(),
        instructions_en=table.text("instructions_en", "").strip(),
        denominator=table.text("denominator", "valid"),
        items=tuple(_preset_item(each, settings) for each in table.tables("items")),
    )
    table.unknown()
    return paper


def _preset_item(table: Table, settings: list[str]) -> PresetItem:
    about = table.text("about")
    if about not in ABOUT and not table.source.touched((*table.path, "about")):
        table.note(
            "about",
            Problem(
                "word-unknown",
                "{value!r} is not known here; expected is one of: {allowed}.",
                value=about,
                allowed=", ".join(ABOUT),
            ),
        )
    item = PresetItem(
        id=table.text("id"),
        about=about,
        prompt=table.text("prompt"),
        prompt_en=table.text("prompt_en", ""),
        options=tuple(
            _option(each) for each in table.tables("options", optional=about == PEOPLE_AS_OPTIONS)
        ),
        minimum=table.number("minimum", 1),
        maximum=_maximum(table, settings),
        abstain=table.boolean("abstain", default=True),
        rates=tuple(_rate(each) for each in table.tables("rates", optional=True)),
    )
    table.unknown()
    return item


def _maximum(table: Table, settings: list[str]) -> int | str:
    given = table.get("maximum")
    if not isinstance(given, str):
        return table.number("maximum", 1)
    if given not in settings:
        table.note(
            "maximum",
            Problem(
                "setting-unknown",
                "{name!r} is neither a number nor one of [settings] in this file.",
                name=given[:60],
            ),
        )
    return given


def _option(table: Table) -> Option:
    option = Option(table.text("id"), table.text("label"), table.text("label_en", ""))
    table.unknown()
    return option


def _rate(table: Table) -> Rate:
    rate = Rate(
        id=table.text("id"),
        name=table.text("name"),
        name_en=table.text("name_en", ""),
        options=table.texts("options"),
        denominator=table.text("denominator", "valid"),
    )
    table.unknown()
    return rate


def _round(table: Table) -> Round:
    each = Round(
        table.text("id"), table.text("name"), table.text("name_en", ""), table.texts("papers")
    )
    table.unknown()
    return each

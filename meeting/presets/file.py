"""A preset file, read into a `Preset`; everything wrong with its form is reported at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from meeting.definition.meeting import Round
from meeting.definition.paper import CHOICE, WRITE_IN, Option, Rate
from meeting.presets.example import read_example
from meeting.presets.limits_in_file import read_limits
from meeting.presets.preset import (
    ABOUT,
    EACH_POST,
    LINES,
    PEOPLE_AS_OPTIONS,
    POST_LINES,
    SEATS,
    Limit,
    Preset,
    PresetItem,
    PresetList,
    PresetPaper,
    Setting,
)
from meeting.problem import Problem, Problems, Several
from meeting.toml.posts import read_posts
from meeting.toml.schema import check_schema
from meeting.toml.steps import read_steps
from meeting.toml.tables import Table, parse_toml, read_toml

_WITHOUT_OPTIONS = (PEOPLE_AS_OPTIONS, LINES, EACH_POST, POST_LINES)


def read_preset(path: Path) -> Preset:
    """Read a preset file. Raises Problems with everything that is wrong with its form."""
    return _whole(read_toml(path))


def parse_preset(text: str, name: str) -> Preset:
    """Read the text of a preset file of that name. Raises Problem or Problems as `read_preset`."""
    return _whole(parse_toml(text.encode(), name))


def _whole(root: Table) -> Preset:
    preset = _preset(root)
    if root.source.problems:
        raise Problems(root.source.in_order())
    return preset


def _preset(root: Table) -> Preset:
    check_schema(root)
    settings = tuple(_settings(root.table("settings", optional=True)))
    names = [setting.id for setting in settings]
    preset = Preset(
        id=root.text("id"),
        name=root.text("name"),
        name_en=root.text("name_en", ""),
        description=root.text("description", ""),
        description_en=root.text("description_en", ""),
        settings=settings,
        papers=read_papers(root, names),
        rounds=read_rounds(root),
        rules=read_steps(root, {setting.id: setting.default or 1 for setting in settings}),
        lists=tuple(_list(each) for each in root.tables("lists", optional=True)),
        posts=read_posts(root),
        row=root.text("row", ""),
        example=read_example(root),
    )
    root.unknown()
    return preset


def read_papers(root: Table, settings: list[str]) -> tuple[PresetPaper, ...]:
    """The papers of a file, whose limits may be some of these settings."""
    return tuple(_paper(each, settings) for each in root.tables("papers"))


def read_rounds(root: Table) -> tuple[Round, ...]:
    """The rounds of a file."""
    return tuple(_round(each) for each in root.tables("rounds"))


def _list(table: Table) -> PresetList:
    found = PresetList(
        table.text("id"),
        table.text("name"),
        table.text("name_en", ""),
        table.text("description", ""),
        table.text("description_en", ""),
    )
    table.unknown()
    return found


def _settings(table: Table) -> Iterator[Setting]:
    for name in table.names():
        each = table.table(name)
        default = each.number("default") if each.has("default") else None
        yield Setting(name, each.text("description"), each.text("description_en", ""), default)
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
        at_most=_limit(table, "at_most", 0, settings),
        limits=tuple(read_limits(table, settings)),
        instructions_for_lines=table.text("instructions_for_lines", "").strip(),
        instructions_for_lines_en=table.text("instructions_for_lines_en", "").strip(),
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
                allowed=Several(ABOUT),
            ),
        )
    form = table.text("form", WRITE_IN if about in (LINES, POST_LINES) else CHOICE)
    is_line = form == WRITE_IN
    default = SEATS if about in (EACH_POST, POST_LINES) else 1
    item = PresetItem(
        id=table.text("id"),
        about=about,
        prompt=table.text("prompt"),
        prompt_en=table.text("prompt_en", ""),
        options=tuple(
            _option(each)
            for each in table.tables("options", optional=about in _WITHOUT_OPTIONS or is_line)
        ),
        minimum=table.number("minimum", 1 if form == CHOICE else 0),
        maximum=_limit(table, "maximum", default, settings),
        abstain=table.boolean("abstain", default=form == CHOICE),
        rates=tuple(_rate(each) for each in table.tables("rates", optional=True)),
        form=form,
        people=table.text("people", ""),
    )
    table.unknown()
    return item


def _limit(table: Table, name: str, default: Limit, settings: list[str]) -> Limit:
    given = table.get(name)
    if given is None:
        return default
    if not isinstance(given, str):
        return table.number(name)
    if given not in (SEATS, *settings):
        table.note(
            name,
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
        table.text("id"),
        table.text("name"),
        table.text("name_en", ""),
        table.texts("papers"),
        table.optional_texts("groups"),
    )
    table.unknown()
    return each

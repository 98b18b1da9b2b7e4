"""`[[stages]]` of meeting.toml: the later meetings of a procedure, each with its preset's text.

[[stages]]
id = "runoff"
name = "另行选举"
preset = "runoff.toml"        # a preset, or a file beside meeting.toml
people = "elected"            # a step of the rules of the meeting it continues
part = "tied"
after = ["start", "runoff"]   # "start" is this meeting itself
most = 2
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from meeting.definition.meeting import Meeting
from meeting.definition.person import Person
from meeting.definition.stage import START, Stage
from meeting.files import read_bounded
from meeting.language import N_
from meeting.names import name_key
from meeting.organiser.values import voter_group
from meeting.presets import preset_file
from meeting.problem import Phrase, Problem, Several
from meeting.rules.step import EVERYBODY, PARTS, Part
from meeting.toml.tables import MOST_BYTES, Table


def read_stages(
    root: Table, meeting: Meeting, settings: Mapping[str, int], beside: Callable[[str], Path]
) -> tuple[Stage, ...]:
    """The stages of the file.

    `settings` are the meeting's own; `beside` gives the path of a file in the same folder.
    """
    tables = root.tables("stages", optional=True)
    return tuple(_stage(table, meeting, settings, beside) for table in tables)


def _stage(
    table: Table, meeting: Meeting, settings: Mapping[str, int], beside: Callable[[str], Path]
) -> Stage:
    name, name_en = table.text("name"), table.text("name_en", "")
    english = f"{meeting.title_en} · {name_en}" if meeting.title_en and name_en else ""
    preset = table.text("preset")
    stage = Stage(
        id=table.text("id"),
        name=name,
        name_en=name_en,
        title=table.text("title", f"{meeting.title} · {name}"),
        title_en=table.text("title_en", english),
        preset=preset,
        procedure=_procedure(table, preset, beside),
        settings=tuple(_settings(table.table("settings", optional=True), settings)),
        people=table.text("people", EVERYBODY),
        part=_part(table),
        also=tuple(_also(table, meeting)) if table.has("also") else (),
        also_step=table.text("also_step", ""),
        lists=tuple(_lists(table.table("lists", optional=True))),
        seats=table.text("seats", ""),
        ratio=table.exact("ratio") if table.has("ratio") else Fraction(1),
        by=table.text("by", ""),
        after=_after(table),
        most=table.number("most", 1),
        groups=tuple(voter_group(each) for each in table.tables("groups", optional=True)),
    )
    table.unknown()
    return stage


def _procedure(table: Table, preset: str, beside: Callable[[str], Path]) -> str:
    """The text of the preset; what is wrong with the file is noted."""
    if not preset:
        return ""
    try:
        path = beside(preset) if preset.endswith(".toml") else preset_file(preset)
        data = read_bounded(path, MOST_BYTES)
        return data.decode("utf-8-sig").replace("\r\n", "\n").strip("\n")
    except UnicodeDecodeError:
        problem = Problem(
            "toml-not-utf8",
            "This line is not UTF-8 text. Save the file as UTF-8 in your editor.",
            where=preset,
        )
    except Problem as found:
        problem = found
    table.note("preset", problem)
    return ""


def _settings(table: Table, own: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield the settings of a stage: numbers, or names of settings of the meeting itself."""
    for name in table.names():
        given = table.get(name)
        if not isinstance(given, str):
            yield name, table.number(name)
        elif given in own:
            yield name, own[given]
        else:
            table.note(name, _no_setting(given, own))


def _no_setting(given: str, own: Mapping[str, int]) -> Problem:
    known = Several(own) if own else Phrase(N_("none"))
    return Problem(
        "stage-setting-of",
        "{given!r} is no setting of this meeting, from which the stage could take its number."
        " There are: {known}. Name one of them, or write a number.",
        given=given[:40],
        known=known,
    )


def _lists(table: Table) -> Iterator[tuple[str, str]]:
    for name in table.names():
        yield name, table.text(name)


def _part(table: Table) -> Part:
    given = table.text("part", "chosen")
    for part in PARTS:
        if part == given:
            return part
    table.note(
        "part",
        Problem(
            "word-unknown",
            "{value!r} is not known here; expected is one of: {allowed}.",
            value=given[:40],
            allowed=Several(PARTS),
        ),
    )
    return "chosen"


def _after(table: Table) -> tuple[str, ...]:
    if isinstance(table.get("after"), str):
        return (table.text("after"),)
    return table.texts("after") if table.has("after") else (START,)


def _also(table: Table, meeting: Meeting) -> Iterator[Person]:
    """Yield the people of the meeting who are named, by name or id."""
    known = {each.id: each for each in meeting.people}
    known |= {name_key(each.display_name): each for each in meeting.people}
    for name in table.texts("also"):
        found = known.get(name) or known.get(name_key(name))
        if found is not None:
            yield found
        elif not table.source.touched((*table.path, "also")):
            table.note(
                "also",
                Problem(
                    "stage-person",
                    "{name!r} is not a person of this meeting: write the name as the list has it.",
                    name=name[:40],
                ),
            )

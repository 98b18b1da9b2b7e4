"""Whether the later stages of a meeting, and the one that it continues, are possible.

Part of `consistency.check_meeting`. What can be said without reading a stage's procedure stands
here; `meeting.continuing.rehearsal` makes the meetings of all stages, as if everybody went on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from meeting.definition.mistakes import Mistake, Path, attempt, distinct, ids, one_of, texts, within
from meeting.definition.people_consistency import MOST_PEOPLE
from meeting.definition.post_consistency import MOST_LISTS
from meeting.definition.stage import MOST_REPEATED, START, Continues, Stage
from meeting.definition.wording import check_id, check_text
from meeting.problem import Problem

MOST_STAGES: Final = 20
MOST_PATH: Final = 60
LONGEST_PROCEDURE: Final = 64 * 1024
"""Characters of the preset's text."""
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


def check_stages(stages: tuple[Stage, ...], meeting_id: str) -> Iterator[Mistake]:
    """Yield what is wrong with the stages, each by itself and beside the others."""
    yield from within(("stages",), len(stages), 0, MOST_STAGES)
    yield from ids(("stages",), [each.id for each in stages])
    known = (START, *(each.id for each in stages))
    for index, each in enumerate(stages):
        path: Path = ("stages", index)
        yield from _one(path, each, known)
        if each.id == START:
            yield (
                (*path, "id"),
                Problem(
                    "stage-reserved",
                    "The id {id!r} means the meeting itself; give the stage another one.",
                    id=START,
                ),
            )
        longest = f"{meeting_id}-{MOST_PATH}-{each.id}"
        if not list(attempt((), check_id, each.id)) and not list(attempt((), check_id, meeting_id)):
            yield from _id_of_meeting((*path, "id"), longest)


def _one(path: Path, stage: Stage, known: tuple[str, ...]) -> Iterator[Mistake]:
    yield from texts(path, stage, "name name_en", limit=30)
    yield from texts(path, stage, "title", limit=60)
    yield from texts(path, stage, "title_en")
    if not _NAME.fullmatch(stage.preset):
        yield (
            (*path, "preset"),
            Problem(
                "stage-preset-name",
                "A stage names a preset, or a file of up to 64 ASCII letters, digits, - _ and .",
            ),
        )
    yield from attempt(
        (*path, "procedure"), check_text, stage.procedure, limit=LONGEST_PROCEDURE, lines=True
    )
    yield from within((*path, "most"), stage.most, 1, MOST_REPEATED)
    yield from within((*path, "after"), len(stage.after), 1, MOST_STAGES + 1)
    for at, name in enumerate(stage.after):
        yield from one_of((*path, "after", at), name, known)
    yield from distinct((*path, "after"), stage.after, "", "stage-twice")
    yield from distinct((*path, "settings"), [name for name, _ in stage.settings], "", "id-twice")
    yield from within((*path, "also"), len(stage.also), 0, MOST_PEOPLE)
    yield from within((*path, "lists"), len(stage.lists), 0, MOST_LISTS)
    yield from distinct((*path, "lists"), [name for name, _ in stage.lists], "", "id-twice")
    if stage.ratio < 1 or stage.ratio > MOST_PEOPLE:
        yield (
            (*path, "ratio"),
            Problem(
                "stage-ratio",
                "{ratio} is not possible here: people for a seat are 1 or more, such as {example}"
                " for one fifth more people than seats.",
                ratio=stage.ratio,
                example='"6/5"',
            ),
        )
    if bool(stage.by) != bool(stage.seats) or (stage.ratio != 1 and not stage.by):
        yield (
            (*path, "by"),
            Problem(
                "stage-narrow",
                "seats and by belong together: seats names the step that left seats open, by the"
                " figure by whose order so many people stand for them, ratio times as many as the"
                " seats.",
            ),
        )
    if stage.id in stage.after and stage.most == 1:
        yield (
            (*path, "most"),
            Problem(
                "stage-endless",
                "The stage may continue itself: say with most how often it is held at most, such as"
                " {example}.",
                example="most = 2",
            ),
        )


def _id_of_meeting(path: Path, longest: str) -> Iterator[Mistake]:
    if list(attempt((), check_id, longest)):
        yield (
            path,
            Problem(
                "stage-id-long",
                "The stage's meeting would be called {id!r}, which is too long for an id. Shorten"
                " the id of the meeting or of the stage.",
                id=longest,
            ),
        )


def check_continues(continues: Continues | None, stages: tuple[Stage, ...]) -> Iterator[Mistake]:
    """Yield what is wrong with the name of the meeting that one continues."""
    if continues is None:
        return
    for name in ("definition", "outcome"):
        if not _HASH.fullmatch(getattr(continues, name)):
            yield (
                ("continues", name),
                Problem("hash-form", "Expected is a SHA-256: 64 lower-case hexadecimal digits."),
            )
    yield from within(("continues", "path"), len(continues.path), 1, MOST_PATH)
    steps = [each.step for each in continues.kept]
    yield from distinct(("continues", "kept"), steps, "step", "id-twice")
    for at, kept in enumerate(continues.kept):
        yield from within(("continues", "kept", at), len(kept.people), 0, MOST_PEOPLE)
    known = tuple(each.id for each in stages)
    for at, name in enumerate(continues.path):
        yield from one_of(("continues", "path", at), name, known)

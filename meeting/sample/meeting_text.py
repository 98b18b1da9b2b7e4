"""The text of a filled meeting.toml, with a sentence beside whatever an organiser will change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from meeting.definition.post import Post
from meeting.language import N_, gettext_for, said
from meeting.presets.example import ExampleGroup, ExampleStage
from meeting.presets.preset import Preset
from meeting.problem import ROOM
from meeting.sample.stock import TELLERS

DATE = "2026-11-21"
_INVENTED = N_(
    "An example with invented places and people. What stands behind # is explanation. Change the "
    "texts and numbers; the names left of = stay."
)
_LONGEST_ID = 16
_ID = N_("the meeting's id: letters, digits, - and _")
_TEAM = N_("what the team is called inside a question")
_PEOPLE = N_("who is voted on")
_MARKS = N_("marks from outside: a row for each person")
_ROSTER = N_("who is entitled (not published)")
_MINIMUM = N_("a voter group with fewer has no result of its own")
_TELLERS = N_("any two of them open a box together, none alone")
_NOTICE = N_("what the board tells the public: posts, and where to complain")
_GROUPS = N_("the voter groups, each counted by itself")
_POSTS = N_("the posts, as they stand on the paper")
_SEATS = N_("how many people are wanted")
_LIST = N_("who may be chosen: a list of the people; without it, everybody")
_STAGES = N_("later meetings of the procedure, whose people come from this one's outcome")
_SIZE = N_("entitled")
_SLIPS = N_("slips to print, spare ones among them")
_WEIGHT = N_("an exact fraction; all weights add up to 1")


Shrunk: TypeAlias = Callable[[Sequence[ExampleGroup]], Sequence[ExampleGroup]]
"""Makes voter groups as small as is wanted."""


class MeetingText:
    """Writes one file in one language; English says everything in both."""

    def __init__(self, preset: Preset, language: str, shrunk: Shrunk) -> None:
        self._preset = preset
        self._shrunk = shrunk
        self._groups = shrunk(preset.example.groups)
        self._language = language
        self._ = gettext_for(ROOM, language)

    def text(self, *, marks: bool) -> str:
        """The whole file; `marks`: there is a table of them."""
        return "\n".join((*self._head(marks=marks), *self._settings(), *self._rest())) + "\n"

    def _head(self, *, marks: bool) -> Iterator[str]:
        preset, example = self._preset, self._preset.example
        name, purpose = (said(preset, each, self._language) for each in ("name", "description"))
        yield f"# {name}{'：' if self._language == 'zh' else ': '}{purpose}"
        yield f"# {self._(_INVENTED)}"
        yield ""
        yield "schema = 1"
        yield self._entry("id", _short(preset.id.replace("_", "-")), _ID)
        yield from self._both(
            "title", example.title or preset.name, example.title_en or preset.name_en
        )
        yield from self._both("place", "三楼会议室", "Conference room, third floor")
        yield f"date = {DATE}"
        if example.team:
            yield from self._both("team", example.team, example.team_en, _TEAM)
        yield ""
        yield f'preset = "{preset.id}"'
        yield self._entry("people", "people.xlsx", _PEOPLE)
        if marks:
            yield self._entry("marks", "marks.xlsx", _MARKS)
        yield self._entry("roster", "roster.xlsx", _ROSTER)
        yield f"minimum_group = 5  # {self._(_MINIMUM)}"

    def _settings(self) -> Iterator[str]:
        settings, given = self._preset.settings, self._preset.example.settings
        if settings:
            yield ""
            yield "[settings]"
        for each in settings:
            number = given.get(each.id, each.default or 1)
            yield f"{each.id} = {number}  # {said(each, 'description', self._language)}"

    def _rest(self) -> Iterator[str]:
        yield ""
        yield f"[tellers]  # {self._(_TELLERS)}"
        yield "threshold = 2"
        yield f"names = [{', '.join(map(_quoted, TELLERS))}]"
        notice = self._preset.example.notice
        if notice:
            yield ""
            yield f"[notice]  # {self._(_NOTICE)}"
            yield from self._both("posts", notice.posts, notice.posts_en)
            yield from self._both("complaints", notice.complaints, notice.complaints_en)
        for at, post in enumerate(self._preset.posts):
            yield ""
            yield "[[posts]]" if at else f"[[posts]]  # {self._(_POSTS)}"
            yield from self._post(post)
        for at, group in enumerate(self._groups):
            yield ""
            yield "[[groups]]" if at else f"[[groups]]  # {self._(_GROUPS)}"
            yield from self._group(group)
        for at, stage in enumerate(self._preset.example.stages):
            yield ""
            yield "[[stages]]" if at else f"[[stages]]  # {self._(_STAGES)}"
            yield from self._stage(stage)

    def _post(self, post: Post) -> Iterator[str]:
        yield f'id = "{post.id}"'
        yield from self._both("name", post.name, post.name_en)
        yield f"seats = {post.seats}  # {self._(_SEATS)}"
        if post.list:
            yield f'list = "{post.list}"  # {self._(_LIST)}'

    def _stage(self, stage: ExampleStage) -> Iterator[str]:
        yield f'id = "{stage.id}"'
        yield from self._both("name", stage.name, stage.name_en)
        yield f'preset = "{stage.preset}"'
        yield from (f'{key} = "{value}"' for key, value in _given(stage))
        if stage.after:
            yield f"after = [{', '.join(map(_quoted, stage.after))}]"
        if stage.also:
            also = ", ".join(_quoted(f"p{at:02}") for at in stage.also)
            yield f"also = [{also}]"
        if stage.settings:
            yield "[stages.settings]"
            for name, number in stage.settings.items():
                yield f"{name} = {_quoted(number) if isinstance(number, str) else number}"
        if stage.lists:
            yield "[stages.lists]"
            yield from (f'{name} = "{step}"' for name, step in stage.lists.items())
        for group in self._shrunk(stage.groups):
            yield "[[stages.groups]]"
            yield from self._group(group)

    def _group(self, group: ExampleGroup) -> Iterator[str]:
        yield f'id = "{group.id}"'
        yield from self._both("name", group.name, group.name_en)
        if group.description:
            yield from self._both("description", group.description, group.description_en)
        yield f"size = {group.size}  # {self._(_SIZE)}"
        yield f"slips = {group.size + 2}  # {self._(_SLIPS)}"
        if group.weight is not None:
            yield f'weight = "{group.weight}"  # {self._(_WEIGHT)}'

    def _both(self, key: str, chinese: str, english: str, why: str = "") -> Iterator[str]:
        yield self._entry(key, chinese, why)
        if self._language == "en" and english:
            yield self._entry(f"{key}_en", english)

    def _entry(self, key: str, value: str, why: str = "") -> str:
        entry = f"{key} = {_quoted(value)}"
        return f"{entry}  # {self._(why)}" if why else entry


def _given(stage: ExampleStage) -> Iterator[tuple[str, str]]:
    return (
        (key, value) for key in ("people", "part", "also_step") if (value := getattr(stage, key))
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _short(name: str) -> str:
    """An id that a meeting may have: of a longer one as many whole words as there is room for."""
    if len(name) <= _LONGEST_ID:
        return name
    return name[: _LONGEST_ID + 1].rpartition("-")[0] or name[:_LONGEST_ID]

"""The public notice of a meeting (五公开): what its definition says, as lines to be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from meeting.continuing.stages_in_words import stages_in_words
from meeting.definition.meeting import Meeting, VoterGroup
from meeting.definition.notice import Notice
from meeting.definition.post import Post
from meeting.language import listed, said
from meeting.rules_in_words.rule import rules_in_words


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Lines under each of the headings; the result follows when there is one."""

    posts: tuple[str, ...]
    rules: tuple[str, ...]
    stages: tuple[str, ...]
    rounds: tuple[str, ...]
    complaints: tuple[str, ...]


def notice_view(meeting: Meeting, notice: Notice, language: str) -> NoticeView:
    """The notice in one language; what has no English is shown as it is."""
    return NoticeView(
        posts=(
            *(_post(each, language) for each in meeting.posts),
            *said(notice, "posts", language).splitlines(),
        ),
        rules=rules_in_words(meeting, language),
        stages=tuple(stages_in_words(meeting, language)),
        rounds=tuple(_rounds(meeting, language)),
        complaints=tuple(said(notice, "complaints", language).splitlines()),
    )


def _post(post: Post, language: str) -> str:
    name = said(post, "name", language)
    return str(gettext("%(post)s: %(seats)s", post=name, seats=post.seats))


def _rounds(meeting: Meeting, language: str) -> Iterator[str]:
    for each in meeting.rounds:
        groups = listed([_group(group, language) for group in meeting.groups_in(each)], language)
        yield gettext("%(round)s: %(groups)s", round=said(each, "name", language), groups=groups)


def _group(group: VoterGroup, language: str) -> str:
    name = said(group, "name", language)
    return str(gettext("%(group)s (entitled: %(size)s)", group=name, size=group.size))

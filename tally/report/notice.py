"""What a meeting told the public beside its papers and rules (五公开), for its report."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.definition.meeting import Meeting
from meeting.language import said


@dataclass(frozen=True, slots=True)
class NoticeLines:
    """The posts with their seats, and where to complain; a line each."""

    posts: tuple[str, ...]
    complaints: tuple[str, ...]


def notice_lines(meeting: Meeting, language: str) -> NoticeLines | None:
    """The lines in one language, None where the meeting gives no notice."""
    notice = meeting.notice
    if notice is None:
        return None
    colon = "：" if language == "zh" else ": "
    posts = (f"{said(each, 'name', language)}{colon}{each.seats}" for each in meeting.posts)
    return NoticeLines(
        posts=(*posts, *said(notice, "posts", language).splitlines()),
        complaints=tuple(said(notice, "complaints", language).splitlines()),
    )

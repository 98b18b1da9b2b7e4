"""What a meeting tells the public beside its papers and rules: the posts, and where to complain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """公告（五公开）: the board shows it from the first slip on, the report when it is over.

    Procedure, process and result follow from the definition and the count; these two do not.
    `posts` may be empty where the meeting has posts. Lines are kept.
    """

    posts: str
    posts_en: str
    complaints: str
    complaints_en: str

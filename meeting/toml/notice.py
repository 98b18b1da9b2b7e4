"""`[notice]`: what a meeting tells the public, of meeting.toml and of a preset's example.

[notice]
posts = "镇长 2 名：35 岁以下，……"      # beside the posts that the meeting has
complaints = "举报电话 12380"
"""

from __future__ import annotations

from meeting.definition.notice import Notice
from meeting.toml.tables import Table


def read_notice(root: Table) -> Notice | None:
    """What the meeting tells the public in `[notice]`; None where there is no such table."""
    if not root.has("notice"):
        return None
    table = root.table("notice")
    notice = Notice(
        table.text("posts", "").strip(),
        table.text("posts_en", "").strip(),
        table.text("complaints").strip(),
        table.text("complaints_en", "").strip(),
    )
    table.unknown()
    return notice

"""Posts as they are written by hand: `[[posts]]` of a meeting or of a preset."""

from __future__ import annotations

from meeting.definition.post import Post
from meeting.toml.tables import Table


def read_posts(root: Table) -> tuple[Post, ...]:
    """The posts, in their order."""
    return tuple(_post(table) for table in root.tables("posts", optional=True))


def _post(table: Table) -> Post:
    post = Post(
        id=table.text("id"),
        name=table.text("name"),
        name_en=table.text("name_en", ""),
        seats=table.number("seats", 1),
        list=table.text("list", ""),
    )
    table.unknown()
    return post

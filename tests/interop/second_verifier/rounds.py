"""Which voter groups vote in a round, and so which boxes there are (chapter 13)."""

from typing import Any

Row = dict[str, Any]


def groups_in(meeting: Row, one: Row) -> list[Row]:
    """The groups that vote in a round, in the meeting's order; all where it names none."""
    wanted = one.get("groups", [group["id"] for group in meeting["groups"]])
    return [group for group in meeting["groups"] if group["id"] in wanted]


def boxes_of(meeting: Row) -> list[tuple[str, Row, Row]]:
    """The id of each box, its round and its group, in the meeting's order."""
    return [
        (f"{one['id']}-{group['id']}", one, group)
        for one in meeting["rounds"]
        for group in groups_in(meeting, one)
    ]

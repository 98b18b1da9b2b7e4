"""Whether the lists of people and the posts of a meeting are possible.

Part of `consistency.check_meeting`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Final

from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, Path, distinct, ids, one_of, texts, within
from meeting.definition.post import PersonList, Post
from meeting.problem import Problem, Several
from meeting.rules.step import EVERYBODY

MOST_LISTS: Final = 200
MOST_POSTS: Final = 200
MOST_SEATS: Final = 1000


def check_lists_and_posts(meeting: Meeting) -> Iterator[Mistake]:
    """Yield everything that is wrong with the lists and the posts."""
    yield from within(("lists",), len(meeting.lists), 0, MOST_LISTS)
    yield from ids(("lists",), [each.id for each in meeting.lists])
    yield from distinct(("lists",), [each.name for each in meeting.lists], "name", "name-twice")
    people = [person.id for person in meeting.people]
    for index, each in enumerate(meeting.lists):
        yield from _list(("lists", index), each, people)
        if not each.people and meeting.continues is None:  # of those before, nobody may have come
            yield ("lists", index, "people"), _nobody(each)
    yield from within(("posts",), len(meeting.posts), 0, MOST_POSTS)
    yield from ids(("posts",), [each.id for each in meeting.posts])
    yield from distinct(("posts",), [each.name for each in meeting.posts], "name", "name-twice")
    for index, post in enumerate(meeting.posts):
        yield from _post(("posts", index), post, meeting)


def check_post_of(path: Path, post: str, meeting: Meeting) -> Iterator[Mistake]:
    """Check that the post that an item is about is one of the meeting's."""
    if post:
        yield from one_of((*path, "post"), post, [each.id for each in meeting.posts])


def _list(path: Path, each: PersonList, people: Sequence[str]) -> Iterator[Mistake]:
    yield from texts(path, each, "name name_en", limit=40)
    if each.id == EVERYBODY:
        yield (
            (*path, "id"),
            Problem(
                "list-reserved",
                "The id {id!r} means everybody of the meeting; give the list another one.",
                id=each.id,
            ),
        )
    for index, person in enumerate(each.people):
        yield from one_of((*path, "people", index), person, people)
    yield from distinct((*path, "people"), each.people, "", "person-twice")


def _nobody(each: PersonList) -> Problem:
    return Problem(
        "list-nobody",
        "Nobody is in the list {name}. Write the list into the column {column} of those who"
        " are, or name them in [[lists]] of the meeting file.",
        name=each.name,
        column="名单",
    )


def _post(path: Path, post: Post, meeting: Meeting) -> Iterator[Mistake]:
    yield from texts(path, post, "name name_en", limit=40)
    lists = {each.id: each for each in meeting.lists}
    if post.list and post.list not in lists:
        yield (*path, "list"), _no_list(post.list, [*lists])
        return
    there = len(lists[post.list].people) if post.list else len(meeting.people)
    later = meeting.continues is not None  # then fewer may have come than there are seats
    if not 1 <= post.seats <= (MOST_SEATS if later else max(there, 1)):
        yield (
            (*path, "seats"),
            Problem(
                "post-seats",
                "{post}: seats {seats}, people who stand for it {there}. Correct the number, or the"
                " list.",
                post=post.name,
                seats=post.seats,
                there=there,
            ),
        )


def _no_list(name: str, known: Sequence[str]) -> Problem:
    near = difflib.get_close_matches(name, known, 1)
    if near:
        return Problem(
            "list-unknown",
            "There is no list {found}. Did you mean {near}?",
            found=name[:40],
            near=near[0],
        )
    return Problem(
        "list-unknown",
        "There is no list {found}. This meeting has: {known}. Correct it, or add [[lists]] with id"
        " and name to the meeting file.",
        found=name[:40],
        known=Several(known),
    )

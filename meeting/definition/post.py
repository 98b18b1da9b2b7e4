"""What people are chosen for: posts, and named parts of the people who are voted on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonList:
    """名单: a named part of the people, by ids, in the meeting's order: who stands for a post, say.

    In rules its `id` stands wherever an earlier selection may.
    """

    id: str
    name: str
    name_en: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """职位: something that `seats` people are chosen for, from `list` (empty: from everybody)."""

    id: str
    name: str
    name_en: str
    seats: int = 1
    list: str = ""

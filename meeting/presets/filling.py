"""A preset with people, lists, posts and settings filled in: the papers of one meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from crypto.election.score import most_people
from crypto.groups.named import group_named
from meeting.definition.paper import SCORES, WRITE_IN, Option, Paper, PaperItem
from meeting.definition.person import Person
from meeting.definition.post import PersonList, Post
from meeting.language import N_
from meeting.presets.filled_limits import filled_limits
from meeting.presets.preset import (
    EACH_PERSON,
    EACH_POST,
    LINES,
    PEOPLE_AS_OPTIONS,
    POST_LINES,
    SEATS,
    Limit,
    Preset,
    PresetItem,
    PresetPaper,
    Team,
)
from meeting.problem import Phrase, Problem, Several

_TOGETHER = {EACH_PERSON: (EACH_PERSON,), EACH_POST: (EACH_POST, POST_LINES)}
_TOGETHER[POST_LINES] = _TOGETHER[EACH_POST]
"""What is asked of one person, or for one post, stands together where it does in the preset."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What an organiser fills into a preset; the group decides how many scores a question holds."""

    people: tuple[Person, ...]
    team: Team
    settings: Mapping[str, int]
    group_name: str = "Ed25519"
    lists: tuple[PersonList, ...] = ()
    posts: tuple[Post, ...] = ()


def papers_for(preset: Preset, filling: Filling) -> tuple[Paper, ...]:
    """The papers of a preset.

    Raises Problem: `list-unknown`, `posts-missing`, or `limit-nobody` where a share is nobody.
    """
    papers = _Papers(filling, own=not preset.id)
    return tuple(papers.paper(each) for each in preset.papers)


class _Papers:
    def __init__(self, filling: Filling, *, own: bool) -> None:
        self._filling = filling
        self._own = own
        self._lists = {each.id: frozenset(each.people) for each in filling.lists}

    def paper(self, paper: PresetPaper) -> Paper:
        """One paper; a limit on all its names is left out where the items' own suffice."""
        team = self._filling.team
        items = tuple(self._items(paper.items))
        instructions, english = [paper.instructions], [paper.instructions_en]
        if any(item.form == WRITE_IN for item in items):
            instructions.append(paper.instructions_for_lines)
            english.append(paper.instructions_for_lines_en)
        filled = Paper(
            id=paper.id,
            kind=paper.kind,
            title=paper.title,
            title_en=paper.title_en,
            instructions=team.put_into("\n".join(filter(None, instructions))),
            instructions_en=team.put_into_english("\n".join(filter(None, english))),
            denominator=paper.denominator,
            items=items,
            at_most=self._number(paper.at_most, None),
        )
        needed = sum(item.maximum for item in filled.named_items) > filled.at_most
        settings, posts = self._filling.settings, self._filling.posts
        limits = filled_limits(paper, filled, settings, posts, own=self._own)
        return replace(filled, at_most=filled.at_most if needed else 0, limits=limits)

    def _number(self, limit: Limit, post: Post | None) -> int:
        """A limit's number."""
        if limit == SEATS:
            return sum(each.seats for each in ((post,) if post else self._filling.posts))
        return self._filling.settings[limit] if isinstance(limit, str) else limit

    def _people(self, item: PresetItem, post: Post | None = None) -> tuple[Person, ...]:
        """Whom an item is about, or who are its options; raises Problem("list-unknown").

        A post's list that is unknown is told with the posts; until then everybody stands for it.
        """
        if item.people and item.people not in self._lists:
            known = Several(self._lists) if self._lists else Phrase(N_("none"))
            raise Problem(
                "list-unknown",
                "{item} is about the people of a list {found}, and there is none of this name."
                " This meeting has: {known}.",
                item=item.id,
                found=item.people,
                known=known,
            )
        inside = self._lists.get(item.people or (post.list if post else ""))
        people = self._filling.people
        return people if inside is None else tuple(each for each in people if each.id in inside)

    def _items(self, items: tuple[PresetItem, ...]) -> Iterator[PaperItem]:
        """Yield the items: neighbours about each person stay together, person by person."""
        index = 0
        while index < len(items):
            together = _TOGETHER.get(items[index].about, ())
            end = index + 1
            while end < len(items) and items[end].about in together:
                end += 1
            run = items[index:end]
            if items[index].about == EACH_PERSON:
                yield from self._of_people(run)
            elif together:
                yield from self._of_posts(run)
            else:
                yield from self._alone(items[index])
            index = end

    def _of_people(self, items: tuple[PresetItem, ...]) -> Iterator[PaperItem]:
        asked = [(item, frozenset(each.id for each in self._people(item))) for item in items]
        for person in self._filling.people:
            for item, people in asked:
                if person.id in people:
                    yield self._item(item, f"{person.id}-{item.id}", subject=person)

    def _of_posts(self, items: tuple[PresetItem, ...]) -> Iterator[PaperItem]:
        if not self._filling.posts:
            raise Problem(
                "posts-missing",
                "{item} is asked about each post, and the file names none. Add [[posts]], each with"
                " id, name and seats.",
                item=items[0].id,
            )
        for post in self._filling.posts:
            for item in items:
                name = f"{post.id}-{item.id}"
                one = self._item(item, name, post=post)
                if item.about == EACH_POST:
                    fewer = min(one.maximum, max(len(one.options), 1))
                    yield replace(one, maximum=fewer)
                else:
                    number = self._number(item.maximum, post)
                    yield from _lines(one, number) if number > 1 else [_line(one)] * number

    def _alone(self, item: PresetItem) -> Iterator[PaperItem]:
        """Yield what becomes of an item that is asked of nobody in particular."""
        one = self._item(item, item.id)
        if item.about == LINES:
            yield from _lines(one, self._number(item.maximum, None))
        elif item.form == SCORES:
            yield from self._scores(one)
        else:
            yield one

    def _scores(self, item: PaperItem) -> Iterator[PaperItem]:
        """Yield an item for as many people as one question holds, then one for the next."""
        most = max(most_people(group_named(self._filling.group_name)), 1)
        parts = [item.options[at : at + most] for at in range(0, len(item.options), most)]
        for number, part in enumerate(parts, start=1):
            name = item.id if len(parts) == 1 else f"{item.id}-{number}"
            yield replace(item, id=name, options=part, minimum=len(part), maximum=len(part))

    def _item(
        self,
        item: PresetItem,
        item_id: str,
        *,
        subject: Person | None = None,
        post: Post | None = None,
    ) -> PaperItem:
        team = self._filling.team
        options = item.options
        if item.about in (PEOPLE_AS_OPTIONS, EACH_POST):
            options = tuple(
                Option(person.id, person.display_name, person.display_name_en)
                for person in self._people(item, post)
            )
        return PaperItem(
            id=item_id,
            subject=subject,
            prompt=team.put_into(_with_post(item.prompt, post)),
            prompt_en=team.put_into_english(_with_post(item.prompt_en, post, english=True)),
            options=options,
            minimum=item.minimum,
            maximum=self._number(item.maximum, post),
            abstain=item.abstain,
            rates=item.rates,
            form=item.form,
            post=post.id if post else "",
        )


def _with_post(text: str, post: Post | None, *, english: bool = False) -> str:
    if post is None:
        return text
    name = post.name_en or post.name if english else post.name
    return text.replace("{post}", name).replace("{seats}", str(post.seats))


def _lines(item: PaperItem, number: int) -> Iterator[PaperItem]:
    """Yield so many lines, numbered from 1."""
    for at in range(1, number + 1):
        yield replace(
            _line(item),
            id=f"{item.id}-{at}",
            prompt=item.prompt.replace("{n}", str(at)),
            prompt_en=item.prompt_en.replace("{n}", str(at)),
        )


def _line(item: PaperItem) -> PaperItem:
    return replace(
        item,
        prompt=item.prompt.replace("{n}", "").strip(),
        prompt_en=item.prompt_en.replace("{n}", "").strip(" ,"),
        minimum=0,
        maximum=1,
    )

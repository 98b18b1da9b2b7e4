"""Whether the single answers of a meeting's papers are possible: lines, rankings, scores.

Part of `consistency.check_meeting`, called by `paper_consistency`.
"""

from __future__ import annotations

from collections.abc import Iterator

from crypto.election.ranking import MOST_PLACES
from crypto.election.score import most_people
from crypto.groups.named import GROUP_NAMES, group_named
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, Path, one_of, within
from meeting.definition.paper import (
    CHOICE,
    DECISION,
    EVALUATION,
    FORMS,
    POSTS,
    RANKING,
    RECOMMENDATION,
    SCORE,
    SCORES,
    SURVEY,
    WRITE_IN,
    Paper,
    PaperItem,
)
from meeting.language import N_
from meeting.problem import Phrase, Problem

FORMS_OF = {
    EVALUATION: (CHOICE, WRITE_IN),
    RECOMMENDATION: (CHOICE, WRITE_IN, RANKING),
    SCORE: (SCORES,),
    DECISION: (CHOICE, WRITE_IN),
    POSTS: (CHOICE, WRITE_IN),
    SURVEY: (CHOICE, WRITE_IN),
}
"""Which forms of items a kind of paper can have."""
_CALLED = {
    WRITE_IN: N_("a line for a name"),
    RANKING: N_("a ranking"),
    SCORES: N_("a list of scores"),
}
MOST_NAMES = 1000


def check_form(path: Path, paper: Paper, item: PaperItem) -> Iterator[Mistake]:
    """Check that the paper can have an item of this form."""
    yield from one_of((*path, "form"), item.form, FORMS_OF.get(paper.kind, FORMS))


def check_single(path: Path, item: PaperItem, meeting: Meeting) -> Iterator[Mistake]:
    """Check an item whose answers are opened one by one; its prompt and options are checked."""
    if item.abstain:
        yield _refused((*path, "abstain"), item, "single-abstain", _NO_ABSTAIN)
    if item.rates:
        yield _refused((*path, "rates"), item, "single-rates", _NO_RATES)
    people = len(item.options)
    if item.form == WRITE_IN:
        yield from within((*path, "options"), people, 0, 0)
        yield from within((*path, "minimum"), item.minimum, 0, 0)
        yield from within((*path, "maximum"), item.maximum, 1, 1)
    elif item.form == RANKING:
        yield from within((*path, "maximum"), item.maximum, 1, min(people, MOST_PLACES))
        yield from within((*path, "minimum"), item.minimum, 0, item.maximum)
    else:
        yield from within((*path, "minimum"), item.minimum, people, people)
        yield from within((*path, "maximum"), item.maximum, people, people)
        yield from _room(path, people, meeting.group_name)


def check_single_group(meeting: Meeting) -> Iterator[Mistake]:
    """Check that the cryptographic group can hold single answers, if there are any."""
    name = meeting.group_name
    if not meeting.has_single_answers or name not in GROUP_NAMES:
        return
    if group_named(name).embedding is None:
        yield (
            ("group_name",),
            Problem(
                "group-single",
                "Names that are written in, rankings and scores do not fit into {name}. Take"
                " Ed25519, or leave the line out.",
                name=name,
            ),
        )


def check_at_most(path: Path, paper: Paper) -> Iterator[Mistake]:
    """Check the limit of names on the whole paper; a single item has its own, which is proved."""
    if not paper.at_most:
        return
    named = paper.named_items
    if paper.kind != RECOMMENDATION or len(named) <= 1:
        yield (
            (*path, "at_most"),
            Problem(
                "at-most-needless",
                "at_most is for recommendation papers with several items. For a single one, set"
                " its maximum: that is proved by every ballot.",
            ),
        )
        return
    least = sum(item.minimum for item in named if not item.abstain)
    most = min(MOST_NAMES, sum(item.maximum for item in named))
    yield from within((*path, "at_most"), paper.at_most, max(1, least), most)


def _room(path: Path, people: int, group_name: str) -> Iterator[Mistake]:
    most = most_people(group_named(group_name)) if group_name in GROUP_NAMES else 0
    if most:
        yield from within((*path, "options"), people, 1, most)


_NO_ABSTAIN = N_("This is {form}: whoever abstains leaves it empty. Set abstain = false.")
_NO_RATES = N_("This is {form}: there are no ticks of which a rate could be taken.")


def _refused(path: Path, item: PaperItem, code: str, message: str) -> Mistake:
    return path, Problem(code, message, form=Phrase(_CALLED.get(item.form, item.form)))

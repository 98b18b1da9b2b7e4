"""What can be wrong with a cut whose number of seats follows from earlier steps."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.mistakes import Mistake, Path, distinct
from meeting.definition.own_mistakes import a_share
from meeting.problem import Problem
from meeting.rules.selections import Cut
from meeting.rules.step import EVERYBODY


def counted_seats(path: Path, step: Cut) -> Iterator[Mistake]:
    """Yield what is wrong with the share of a cut, and with those who are taken from its seats."""
    yield from distinct((*path, "less"), step.less, "", "part-twice")
    if step.share:
        yield from a_share((*path, "share"), step.share)
    if step.share and (step.seats or step.left_of):
        yield (
            (*path, "share"),
            Problem(
                "seats-twice",
                "How many seats there are is said twice: by a share, and by {other}. Leave one"
                " out.",
                other="left_of" if step.left_of else "seats",
            ),
        )
    if step.share_of != EVERYBODY and not step.share:
        yield (
            (*path, "share_of"),
            Problem("share-missing", "A share of whom is said, but not which; add share."),
        )
    if step.differential and step.counts_seats:
        yield (
            (*path, "differential"),
            Problem(
                "differential-unknown",
                "How many seats there are is known only from earlier steps, so that it cannot be"
                " checked beforehand whether enough people stand. Leave differential out.",
            ),
        )
    if step.less and step.source in (EVERYBODY, *step.less):
        yield (
            (*path, "less"),
            Problem(
                "less-source",
                "Among {source} are those who were chosen already, and they would take the seats"
                " that are left. Choose among the others: name as source a step of kind combined"
                " with how = {how}.",
                source=step.source,
                how='"first-only"',
            ),
        )

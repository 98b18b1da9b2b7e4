"""Whether the numbers of a limit across questions, `least` and `most`, can be kept and broken."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.mistakes import Mistake, Path
from meeting.definition.paper_limits import Scored, Ticks
from meeting.problem import Problem


def check_numbers(
    path: Path, limit: Ticks | Scored, there: int, fewest: int, items: int
) -> Iterator[Mistake]:
    """Check a limit whose `items` take `there` answers that count, and ask for `fewest` of them."""
    if not limit.most and not limit.least:
        yield (
            path,
            Problem("limit-nothing", "This limits nothing: give it most, least, or both."),
        )
    if limit.most and limit.least > limit.most:
        yield (
            (*path, "least"),
            Problem(
                "limit-order",
                "At least {least} and at most {most}: nobody can keep to that. Exchange the"
                " numbers, or correct one.",
                least=limit.least,
                most=limit.most,
            ),
        )
        return
    if limit.least > there:
        yield (*path, "least"), _cannot_be_kept(limit.least, there, items)
    if limit.most and fewest > limit.most:
        yield (
            (*path, "most"),
            Problem(
                "limit-impossible",
                "Nobody can keep to at most {most}: the items ask for {fewest} answers"
                " that count. Raise the number, or lower their minimum.",
                most=limit.most,
                fewest=fewest,
            ),
        )
    if limit.most >= there and limit.most and not limit.least:
        yield (
            (*path, "most"),
            Problem(
                "limit-needless",
                "Nothing can break this limit: the items themselves take {there} such answers at"
                " most, and it allows {most}. Lower the number, or leave the limit out.",
                there=there,
                most=limit.most,
            ),
        )


def _cannot_be_kept(least: int, there: int, items: int) -> Problem:
    return Problem(
        "limit-impossible",
        "Nobody can keep to at least {least}: the items ({items}) take {there} such answers at"
        " most. Lower the number.",
        least=least,
        there=there,
        items=items,
    )

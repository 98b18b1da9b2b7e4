"""A teller compares a plan with the hall display's, in a way that nobody does without looking.

A question of yes or no gets its yes from whoever is tired, and so does one whose answer stands on
the same screen. So two of the fingerprint's six groups, drawn by lot, are left out of what is
shown, and typed from the hall display: 48 bits. Whoever makes many closings until a group is as it
should be does not know which groups will be asked for.
"""

from __future__ import annotations

import unicodedata
from secrets import SystemRandom

import click

from meeting.language import current_language, said
from meeting.problem import Problem as AnyProblem
from meeting.published.given_fingerprint import GivenFingerprint
from tally.commands.terminal import _, asked
from tally.problem import Problem
from tally.verify.meeting.plans import RoundPlan
from tally.words.figures_and_names import short_hash

_GROUPS, _LEFT_OUT, _TRIES = 6, 2, 3
_HIDDEN = "····"

LeftOut = tuple[int, ...]
"""Which groups of a fingerprint are not shown, counted from 0 and in their order."""


def drawn() -> LeftOut:
    """Two groups, drawn by lot."""
    return tuple(sorted(SystemRandom().sample(range(_GROUPS), _LEFT_OUT)))


def shown(plan: str, left_out: LeftOut = ()) -> str:
    """The short form of a plan's fingerprint without these groups."""
    groups = short_hash(plan).split()
    return " ".join(_HIDDEN if at in left_out else group for at, group in enumerate(groups))


def is_given(given: str, plan: str) -> bool:
    """Whether this is the fingerprint of the plan, in full or in short form."""
    try:
        return GivenFingerprint.read(given).fits(plan)
    except AnyProblem:
        return False


def compare_typed(planned: RoundPlan, left_out: LeftOut) -> None:
    """Have the teller type the groups that were left out, or all of them.

    Raises Problem("plan-not-typed") when they differ three times: what it should have been is not
    told, or else it would be typed from there. Raises click.Abort, after saying that nothing was
    done, for no answer.
    """
    first, second = (at + 1 for at in left_out)
    name = said(planned.round, "name", current_language())
    question = _(
        "The hall display shows the whole fingerprint of the plan of {round}. If the four groups "
        "above are the same there, type groups {first} and {second} as it shows them"
    ).format(round=name, first=first, second=second)
    for left in reversed(range(_TRIES)):
        if is_typed(asked(question), planned.plan.hash, left_out):
            return
        if left:
            click.echo(
                _(
                    "This computer has other characters there. Look at the hall display once more "
                    "(small and capital letters differ)."
                ),
                err=True,
            )
    raise Problem(
        "plan-not-typed",
        "What was typed is not in the fingerprint of the plan that this computer worked out for "
        "round {round}. Do not open anything; call the chief teller, and compare the four groups "
        "above with the hall display: {shown}.",
        round=planned.round.id,
        shown=shown(planned.plan.hash, left_out),
    )


def is_typed(typed: str, plan: str, left_out: LeftOut) -> bool:
    """Whether these are the groups that were left out, or the whole fingerprint."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    groups = short_hash(plan).split()
    return plain == "".join(groups[at] for at in left_out) or is_given(plain, plan)

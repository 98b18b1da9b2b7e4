"""What a work folder waits for: which boxes, which tellers, and the commands that do it.

The steps are held as values and put into words when they are told, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from meeting.command_line.typed_command import BOARD, set_in, typed
from meeting.definition.meeting import Box
from meeting.language import N_, current_language, gettext_for, listed
from meeting.printable import filled
from meeting.published.folder_names import FIGURES, OUTCOME
from tally.folder.figures_signed import NEEDED
from tally.next_steps.progress import (
    Progress,
    is_counted,
    open_boxes,
    plan_seen,
    progress_of,
)
from tally.opening.sign_figures import signers_of
from tally.opening.work_folder import WorkFolder
from tally.problem import ROOM, Problem
from tally.verify.meeting.plans import RoundPlan
from tally.words.own_commands import OwnKey, lines_of

_TOO_EARLY = ("box-open", "box-shares", "box-unshuffled")


@dataclass(frozen=True, slots=True)
class Step:
    """A msgid and its values; several names (a tuple) are listed as the language does."""

    message: str
    values: Mapping[str, object]

    def text(self, language: str) -> str:
        """The step in words."""
        values = {
            name: listed(list(value), language) if isinstance(value, tuple) else value
            for name, value in self.values.items()
        }
        return filled(gettext_for(ROOM, language)(self.message), **values)


class TooEarly(Problem):
    """A refusal of what is tried too early, with what has to be done first, and by whom."""

    def __init__(self, refused: Problem, steps: Iterable[Step]) -> None:
        super().__init__(refused.code, refused.message, where=refused.where, **refused.values)
        self.steps = tuple(steps)

    def text(self, language: str) -> str:
        """The refusal and, each on lines of its own, the steps."""
        following = gettext_for(ROOM, language)(N_("Next: {what}"))
        steps = (following.format(what=step.text(language)) for step in self.steps)
        return "\n".join((super().text(language), *steps))


def after_opening_step(
    work: WorkFolder, own: OwnKey | None = None, server: str = BOARD
) -> list[str]:
    """What the boxes of a work folder wait for, in the language of command lines."""
    return [step.text(current_language()) for step in opening_steps(work, own, server)]


def opening_steps(work: WorkFolder, own: OwnKey | None = None, server: str = BOARD) -> list[Step]:
    """What the boxes of a work folder wait for, one step each; never empty.

    `own` is the key of the teller at the keyboard, `server` the board's address, if known.
    """
    meeting, place = work.meeting, work.folder.path
    plans = [seen for each in meeting.rounds if (seen := plan_seen(work, each)) is not None]
    steps = _open_boxes(open_boxes(work), place, server)
    for planned in plans:
        steps += _exception_step(work, planned, own)
    waiting = [one for each in plans for one in progress_of(work, each) if not one.counted]
    to_shuffle = [
        each
        for each in waiting
        if each.to_shuffle and not each.sharers and len(each.shufflers) < meeting.required_shuffles
    ]
    for one in _waiting(work, to_shuffle, "shufflers", meeting.required_shuffles):
        told = N_("{count} more of these tellers must shuffle box {boxes}: {names}\n{commands}")
        steps.append(Step(told, one.values(work, own)))
    to_open = [each for each in waiting if each not in to_shuffle]
    for one in _waiting(work, to_open, "sharers", meeting.teller_threshold):
        told = N_("{count} more of these tellers must open box {boxes}: {names}\n{commands}")
        steps.append(Step(told, one.values(work, own)))
    if steps:
        return steps
    if len(plans) == len(meeting.rounds) and is_counted(work, plans):
        command = set_in(typed("publish", place, "result"))
        told = N_("everything is counted. Anybody publishes it into a new folder:\n{command}")
        return [*figures_steps(work, own), Step(told, {"command": command})]
    return [*figures_steps(work, own, counted=False), _count_step(work)]


def _count_step(work: WorkFolder) -> Step:
    """Anybody counts, with the figures of the hall unless they have been entered already."""
    entered = work.folder.optional(FIGURES) is not None
    options = () if entered else ("--figures", "figures.toml")
    command = set_in(typed("count", work.folder.path, *options))
    return Step(N_("the shares suffice. Anybody counts:\n{command}"), {"command": command})


def figures_steps(
    work: WorkFolder, own: OwnKey | None = None, *, counted: bool = True
) -> list[Step]:
    """Who may still sign the figures of the hall; nothing where it was counted without any."""
    figures = work.folder.optional(FIGURES)
    if not work.meeting.rules_of_2 or (counted and figures is None):
        return []
    signed = signers_of(work, figures)
    if len(signed) >= NEEDED:
        return []
    left = [
        (number, f"{number} {name}")
        for number, name in enumerate(work.meeting.tellers, 1)
        if number not in signed
    ]
    told = N_(
        "{count} more of these tellers must sign how many were present and how many slips were "
        "issued, each from their own paper: {names}\n{commands}"
    )
    words = ("figures", work.folder.path, "--figures", "figures.toml")
    values = {
        "count": NEEDED - len(signed),
        "names": tuple(name for _, name in left),
        "commands": lines_of(left, own, *words),
    }
    return [Step(told, values)]


def _exception_step(work: WorkFolder, planned: RoundPlan, own: OwnKey | None) -> list[Step]:
    """Who must still sign an exception that somebody has begun."""
    if planned.signed is None or planned.excepted or not planned.plan.exception:
        return []
    left = [
        (number, f"{number} {name}")
        for number, name in enumerate(work.meeting.tellers, 1)
        if number not in planned.signed
    ]
    told = N_(
        "round {round} has too few ballots, and stays closed unless every teller signs the "
        "exception. Not signed yet: {names}\n{commands}"
    )
    words = ("exception", work.folder.path, "--round", planned.round.id)
    values = {
        "round": planned.round.id,
        "names": tuple(name for _, name in left),
        "commands": lines_of(left, own, *words),
    }
    return [Step(told, values)]


@contextmanager
def naming_what_is_missing(work: WorkFolder, own: OwnKey | None = None) -> Iterator[None]:
    """Add to a refusal of what is tried too early what has to be done first, and by whom."""
    try:
        yield
    except Problem as problem:
        if problem.code in _TOO_EARLY:
            raise TooEarly(problem, opening_steps(work, own)) from problem
        raise


def refuse_uncounted(work: WorkFolder) -> None:
    """Raise Problem("publish-uncounted") if nobody has counted yet."""
    if work.folder.optional(OUTCOME) is None:
        problem = Problem(
            "publish-uncounted",
            "This meeting has not been counted yet: there is no outcome.json.",
            where=str(work.folder.path),
        )
        raise TooEarly(problem, opening_steps(work))


def _open_boxes(still: Iterable[Box], place: Path, server: str) -> list[Step]:
    """A step if boxes are still open."""
    names = tuple(each.id for each in still)
    if not names:
        return []
    told = N_(
        "box {boxes} is still open for voting. When it has been closed, fetch once more:\n{command}"
    )
    command = set_in(typed("tally", "fetch", server, place))
    return [Step(told, {"boxes": names, "command": command})]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Boxes and sums of boxes that wait for `count` of the same tellers."""

    boxes: tuple[str, ...]
    count: int
    left: tuple[tuple[int, str], ...]

    def values(self, work: WorkFolder, own: OwnKey | None) -> dict[str, object]:
        """What is said of them: the boxes, the tellers, and a command for each teller."""
        return {
            "boxes": self.boxes,
            "count": self.count,
            "names": tuple(name for _, name in self.left),
            "commands": lines_of(self.left, own, "open", work.folder.path),
        }


def _waiting(
    work: WorkFolder, openings: Iterable[Progress], done: str, needed: int
) -> Iterator[_Waiting]:
    """What waits for the same tellers."""
    tellers = work.meeting.tellers
    waiting: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    for each in openings:
        had = getattr(each, done)
        if len(had) < needed:
            left = tuple(number for number in range(1, len(tellers) + 1) if number not in had)
            waiting.setdefault((needed - len(had), left), []).append(each.name)
    for (count, left), found in waiting.items():
        named = tuple((number, f"{number} {tellers[number - 1]}") for number in left)
        yield _Waiting(tuple(found), count, named)

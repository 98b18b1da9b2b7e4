"""What a work folder waits for: which boxes, which tellers, and the commands that do it.

The steps are held as values and put into words when they are told, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from meeting.command_line.typed_command import BOARD, set_in, typed
from meeting.language import N_, current_language, gettext_for, listed
from meeting.printable import filled
from meeting.published.folder_names import OUTCOME
from tally.next_steps.progress import BoxProgress, is_counted, progress_of_boxes
from tally.next_steps.sums import OfferedSum, offered_sums, with_wished
from tally.opening.work_folder import WorkFolder
from tally.problem import ROOM, Problem
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


def opening_steps(
    work: WorkFolder,
    own: OwnKey | None = None,
    server: str = BOARD,
    wished: Sequence[str] = (),
) -> list[Step]:
    """What the boxes of a work folder wait for, one step each; never empty.

    `own` is the key of the teller at the keyboard, `server` the board's address, if known; `wished`
    are the ids of a sum that is asked for.
    """
    meeting, place = work.meeting, work.folder.path
    here = with_wished(work, progress_of_boxes(work), wished)
    steps = _open_boxes(here, place, server)
    offered = [] if wished else list(offered_sums(work, here))
    in_offers = {each for one in offered for each in one.ids}
    closed = [
        each
        for each in here
        if each.closed and not each.too_small and not each.counted and each.name not in in_offers
    ]
    to_shuffle = [
        each
        for each in closed
        if each.to_shuffle and not each.sharers and len(each.shufflers) < meeting.required_shuffles
    ]
    for waiting in _waiting(work, to_shuffle, "shufflers", meeting.required_shuffles):
        told = N_("{count} more of these tellers must shuffle box {boxes}: {names}\n{commands}")
        steps.append(Step(told, waiting.values(work, own, "shuffle")))
    to_open = [each for each in closed if each not in to_shuffle]
    for waiting in _waiting(work, to_open, "sharers", meeting.teller_threshold):
        told = N_("{count} more of these tellers must open box {boxes}: {names}\n{commands}")
        steps.append(Step(told, waiting.values(work, own, "decrypt")))
    sums = [_sum_step(work, own, one) for one in offered]
    if steps or any(one.takes_large_ones for one in offered) or (sums and not closed):
        return steps + sums
    if not sums and is_counted(work, here):
        command = set_in(typed("publish", place, "result"))
        told = N_("everything is counted. Anybody publishes it into a new folder:\n{command}")
        return [Step(told, {"command": command})]
    command = set_in(typed("count", place, "--figures", "figures.toml"))
    if sums:
        told = N_("if no sum is to be opened any more, anybody counts:\n{command}")
        return [*sums, Step(told, {"command": command})]
    return [Step(N_("the shares suffice. Anybody counts:\n{command}"), {"command": command})]


def _sum_step(work: WorkFolder, own: OwnKey | None, offered: OfferedSum) -> Step:
    """How boxes that are too small alone could be counted."""
    told = (
        N_(
            "too small to be opened alone: {small}. To be counted, boxes {boxes} are opened as one "
            "sum; {count} of these tellers shuffle it first: {names}\n{commands}"
        )
        if offered.shuffled_first
        else N_(
            "too small to be opened alone: {small}. To be counted, boxes {boxes} are opened as one "
            "sum; {count} of these tellers open it: {names}\n{commands}"
        )
    )
    return Step(told, offered.values(work, own))


@contextmanager
def naming_what_is_missing(
    work: WorkFolder, own: OwnKey | None = None, wished: Sequence[str] = ()
) -> Iterator[None]:
    """Add to a refusal of what is tried too early what has to be done first, and by whom.

    `wished` are the ids of a sum that is asked for.
    """
    try:
        yield
    except Problem as problem:
        if problem.code in _TOO_EARLY:
            raise TooEarly(problem, opening_steps(work, own, wished=wished)) from problem
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


def _open_boxes(here: Iterable[BoxProgress], place: Path, server: str) -> list[Step]:
    """A step if boxes are still open."""
    still = [each.name for each in here if not each.closed]
    if not still:
        return []
    told = N_(
        "box {boxes} is still open for voting. When it has been closed, fetch once more:\n{command}"
    )
    command = set_in(typed("tally", "fetch", server, place))
    return [Step(told, {"boxes": tuple(still), "command": command})]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Boxes that wait for `count` of the same tellers; `ids` are those of a sum, if it is one."""

    boxes: tuple[str, ...]
    ids: tuple[str, ...]
    count: int
    left: tuple[tuple[int, str], ...]

    def values(self, work: WorkFolder, own: OwnKey | None, step: str) -> dict[str, object]:
        """What is said of them: the boxes, the tellers, and a command for each teller."""
        words: list[object] = [step, work.folder.path]
        if self.ids:
            words += ["--sum", ",".join(self.ids)]
        return {
            "boxes": self.boxes,
            "count": self.count,
            "names": tuple(name for _, name in self.left),
            "commands": lines_of(self.left, own, *words),
        }


def _waiting(
    work: WorkFolder, boxes: Iterable[BoxProgress], done: str, needed: int
) -> Iterator[_Waiting]:
    """The boxes that wait for the same tellers, and each sum by itself."""
    tellers = work.meeting.tellers
    waiting: dict[tuple[int, tuple[int, ...], tuple[str, ...]], list[str]] = {}
    for each in boxes:
        had = getattr(each, done)
        if len(had) < needed:
            left = tuple(number for number in range(1, len(tellers) + 1) if number not in had)
            waiting.setdefault((needed - len(had), left, each.sum_ids), []).append(each.name)
    for (count, left, ids), found in waiting.items():
        named = tuple((number, f"{number} {tellers[number - 1]}") for number in left)
        yield _Waiting(tuple(found), ids, count, named)

"""What has to happen next, and by whom, in words: printed after every step of the tellers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from meeting.folder_meant import SLIPS
from meeting.language import current_language
from meeting.typed_command import BOARD, set_in, typed
from tally.ceremony_folder import (
    CERTIFICATE,
    POLYNOMIAL,
    PROMISE,
    TRUSTEES,
    VOUTPUT,
    CeremonyFolder,
)
from tally.command_lines import OwnKey, lines_of, own_command
from tally.problem import Problem
from tally.spoken import listed
from tally.standing import Standing, standings
from tally.terminal import _, say
from tally.work_folder import WorkFolder

_TOO_EARLY = ("box-open", "box-shares", "box-unshuffled")
_AS_IT_IS = "{told}"


def say_next(*steps: str) -> None:
    """Print what comes next, set apart from what was done."""
    for step in steps:
        say(_("Next: {what}").format(what=step))


def after_ceremony_step(folder: CeremonyFolder, own: OwnKey | None = None) -> str:
    """What the ceremony waits for, as its folder shows, with the commands that do it.

    `own` is the key of the teller who has just taken a step: theirs is named as they typed it.
    """
    if folder.missing(CERTIFICATE):
        told = _("{missing} must still join:\n{commands}")
        return _told(folder, CERTIFICATE, told, own) + _then(
            folder, CERTIFICATE, own, _("\nWhen everybody has joined, you run:\n{command}")
        )
    if folder.missing(PROMISE):
        return _promises(folder, own)
    if folder.missing(POLYNOMIAL):
        told = _("everybody has promised. {missing} must still deal:\n{commands}")
        return _told(folder, POLYNOMIAL, told, own) + _then(
            folder, POLYNOMIAL, own, _("\nWhen everybody has dealt, you run:\n{command}")
        )
    assemble = set_in(typed("teller", "assemble", folder.path))
    if folder.missing(VOUTPUT):
        told = _("everybody has dealt. {missing} must still accept the shares:\n{commands}")
        return _told(folder, VOUTPUT, told, own) + _(
            "\nWhen everybody has accepted, anybody runs, once:\n{command}"
        ).format(command=assemble)
    trustees = folder.path / TRUSTEES
    if not trustees.exists():
        return _("everybody has accepted. Anybody runs, once:\n{command}").format(command=assemble)
    everybody = [(number, folder.name(number)) for number in folder.numbers]
    return _(
        "the registrar makes the slips:\n{slips}\nThen every teller checks them, with their own "
        "key file:\n{checks}"
    ).format(
        slips=set_in(
            typed("registrar", "slips", folder.path, "--trustees", trustees, "--out", SLIPS)
        ),
        checks=lines_of(everybody, own, "check", folder.path / "prepared"),
    )


def _told(folder: CeremonyFolder, kind: str, sentence: str, own: OwnKey | None) -> str:
    return sentence.format(missing=names(folder.missing(kind)), commands=folder.commands(kind, own))


def _then(folder: CeremonyFolder, kind: str, own: OwnKey | None, sentence: str) -> str:
    """What the teller at the keyboard does when nothing of this kind is missing any more."""
    if own is None or not folder.has(own.index, kind):
        return ""
    step = {CERTIFICATE: "deal", PROMISE: "deal", POLYNOMIAL: "accept"}[kind]
    return sentence.format(command=set_in(own_command(own, step, folder.path)))


def _promises(folder: CeremonyFolder, own: OwnKey | None) -> str:
    """What to do while promises are missing; whoever promises last deals at the same time."""
    if len(folder.missing(PROMISE)) == len(folder.numbers):
        return _told(
            folder,
            PROMISE,
            _(
                "everybody has joined. Every teller now promises, each with their own key "
                "file:\n{commands}\nWhen all have promised, they run the same once more, to deal; "
                "whoever promises last has dealt with the first."
            ),
            own,
        )
    told = _("the promise of {missing} is still missing. They run:\n{commands}")
    return _told(folder, PROMISE, told, own) + _then(
        folder,
        PROMISE,
        own,
        _("\nWhen everybody has promised, you run once more, to deal:\n{command}"),
    )


def after_opening_step(
    work: WorkFolder, own: OwnKey | None = None, server: str = BOARD
) -> list[str]:
    """What the boxes of a work folder wait for, one sentence each; never empty.

    `own` is the key of the teller at the keyboard, `server` the board's address, if known.
    """
    meeting, place = work.meeting, work.folder.path
    here = standings(work)
    lines = _open_boxes(here, place, server)
    closed = [each for each in here if each.closed and not each.too_small and not each.counted]
    to_shuffle = [
        each
        for each in closed
        if each.to_shuffle and not each.sharers and len(each.shufflers) < meeting.required_shuffles
    ]
    for waiting in _waiting(work, to_shuffle, "shufflers", meeting.required_shuffles):
        lines.append(
            _("{count} more of these tellers must shuffle box {boxes}: {names}\n{commands}").format(
                **waiting.values(work, own, "shuffle")
            )
        )
    to_open = [each for each in closed if each not in to_shuffle]
    for waiting in _waiting(work, to_open, "sharers", meeting.teller_threshold):
        lines.append(
            _("{count} more of these tellers must open box {boxes}: {names}\n{commands}").format(
                **waiting.values(work, own, "decrypt")
            )
        )
    if lines:
        return lines
    return [
        _("the shares suffice. Anybody counts:\n{command}").format(
            command=set_in(typed("count", place, "--figures", "figures.toml"))
        )
    ]


@contextmanager
def naming_what_is_missing(work: WorkFolder, own: OwnKey | None = None) -> Iterator[None]:
    """Add to a refusal of what is tried too early what has to be done first, and by whom."""
    try:
        yield
    except Problem as problem:
        if problem.code in _TOO_EARLY:
            raise _with_steps(problem, after_opening_step(work, own)) from problem
        raise


def refuse_uncounted(work: WorkFolder) -> None:
    """Raise Problem("publish-uncounted") if nobody has counted yet."""
    if work.folder.optional("outcome.json") is None:
        problem = Problem(
            "publish-uncounted",
            "This meeting has not been counted yet: there is no outcome.json.",
            where=str(work.folder.path),
        )
        raise _with_steps(problem, after_opening_step(work))


def _with_steps(problem: Problem, steps: Iterable[str]) -> Problem:
    lines = [problem.text(current_language())]
    lines += [_("Next: {what}").format(what=step) for step in steps]
    return Problem(problem.code, _AS_IT_IS, where=problem.where, told="\n".join(lines))


def _open_boxes(here: Iterable[Standing], place: Path, server: str) -> list[str]:
    """A sentence if boxes are still open."""
    still = [each.name for each in here if not each.closed]
    if not still:
        return []
    return [
        _(
            "box {boxes} is still open for voting. When it has been closed, fetch once "
            "more:\n{command}"
        ).format(boxes=names(still), command=set_in(typed("tally", "fetch", server, place)))
    ]


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
            "boxes": names(self.boxes),
            "count": self.count,
            "names": names(name for _, name in self.left),
            "commands": lines_of(self.left, own, *words),
        }


def _waiting(
    work: WorkFolder, boxes: Iterable[Standing], done: str, needed: int
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


def names(tellers: Iterable[str]) -> str:
    """Tellers in a row."""
    return listed(list(tellers), current_language())

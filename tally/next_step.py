"""What has to happen next, and by whom, in words: printed after every step of the tellers."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from meeting.language import current_language
from tally.ceremony_folder import (
    CERTIFICATE,
    POLYNOMIAL,
    PROMISE,
    TRUSTEES,
    VOUTPUT,
    CeremonyFolder,
)
from tally.spoken import listed
from tally.standing import Standing, standings
from tally.terminal import _, say
from tally.work_folder import WorkFolder


def say_next(*steps: str) -> None:
    """Print what comes next, set apart from what was done."""
    for step in steps:
        say(_("Next: {what}").format(what=step))


def after_ceremony_step(folder: CeremonyFolder) -> str:
    """What the ceremony waits for, as its folder shows."""
    place = shlex.quote(str(folder.path))
    missing = {
        kind: names(folder.missing(kind)) for kind in (CERTIFICATE, PROMISE, POLYNOMIAL, VOUTPUT)
    }
    if missing[CERTIFICATE]:
        return _(
            "{missing} must still join (piaoxiang teller join {folder}). Then every teller runs: "
            "piaoxiang teller deal {folder}"
        ).format(missing=missing[CERTIFICATE], folder=place)
    if missing[PROMISE]:
        return _promises(folder, missing[PROMISE], place)
    if missing[POLYNOMIAL]:
        return _(
            "everybody has promised. {missing} must still run: piaoxiang teller deal {folder} — "
            "then every teller runs: piaoxiang teller accept {folder}"
        ).format(missing=missing[POLYNOMIAL], folder=place)
    if missing[VOUTPUT]:
        return _(
            "everybody has dealt. {missing} must still run: piaoxiang teller accept {folder} — "
            "then anybody runs: piaoxiang teller assemble {folder}"
        ).format(missing=missing[VOUTPUT], folder=place)
    if not (folder.path / TRUSTEES).exists():
        return _("everybody has accepted. Anybody runs: piaoxiang teller assemble {folder}").format(
            folder=place
        )
    return _(
        "the registrar makes the slips: piaoxiang registrar slips {folder} --trustees {trustees} — "
        "then every teller runs: piaoxiang teller check {prepared}"
    ).format(
        folder=place,
        trustees=shlex.quote(str(folder.path / TRUSTEES)),
        prepared=shlex.quote(str(folder.path / "prepared")),
    )


def _promises(folder: CeremonyFolder, missing: str, place: str) -> str:
    """What to do while promises are missing: of everybody, or of these tellers."""
    if len(folder.missing(PROMISE)) == len(folder.numbers):
        return _(
            "everybody has joined. Every teller runs twice, the second time once all have given "
            "their promise: piaoxiang teller deal {folder}"
        ).format(folder=place)
    return _(
        "the promise of {missing} is still missing. When they have given it, every teller runs "
        "once more: piaoxiang teller deal {folder}"
    ).format(missing=missing, folder=place)


def after_opening_step(work: WorkFolder) -> list[str]:
    """What the boxes of a work folder wait for, one sentence each; never empty."""
    meeting, place = work.meeting, shlex.quote(str(work.folder.path))
    here = standings(work)
    lines = _open_boxes(here)
    closed = [each for each in here if each.closed and not each.too_small and not each.counted]
    to_shuffle = [
        each
        for each in closed
        if each.to_shuffle and not each.sharers and len(each.shufflers) < meeting.required_shuffles
    ]
    for boxes, count, left in _waiting(work, to_shuffle, "shufflers", meeting.required_shuffles):
        lines.append(
            _(
                "{count} more of these tellers must shuffle box {boxes}: {names} — piaoxiang "
                "teller shuffle {work}"
            ).format(boxes=boxes, count=count, names=left, work=place)
        )
    to_open = [each for each in closed if each not in to_shuffle]
    for boxes, count, left in _waiting(work, to_open, "sharers", meeting.teller_threshold):
        lines.append(
            _(
                "{count} more of these tellers must open box {boxes}: {names} — piaoxiang teller "
                "decrypt {work}"
            ).format(boxes=boxes, count=count, names=left, work=place)
        )
    if lines:
        return lines
    return [_("the shares suffice. Count: piaoxiang count {work}").format(work=place)]


def _open_boxes(here: Iterable[Standing]) -> list[str]:
    """A sentence if boxes are still open."""
    still = [each.name for each in here if not each.closed]
    if not still:
        return []
    return [
        _(
            "box {boxes} is still open for voting. When it has been closed, fetch once more: "
            "piaoxiang tally fetch"
        ).format(boxes=names(still))
    ]


def _waiting(
    work: WorkFolder, boxes: Iterable[Standing], done: str, needed: int
) -> Iterator[tuple[str, int, str]]:
    """The boxes that wait for the same tellers: their names, how many more, and who is left."""
    tellers = work.meeting.tellers
    waiting: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    for each in boxes:
        had = getattr(each, done)
        if len(had) < needed:
            left = tuple(number for number in range(1, len(tellers) + 1) if number not in had)
            waiting.setdefault((needed - len(had), left), []).append(each.name)
    for (count, left), found in waiting.items():
        yield names(found), count, names(f"{number} {tellers[number - 1]}" for number in left)


def names(tellers: Iterable[str]) -> str:
    """Tellers in a row."""
    return listed(list(tellers), current_language())

"""What has to happen next, and by whom, in words: printed after every step of the tellers."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping

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
from tally.terminal import _, say
from tally.work_folder import WorkFolder


def say_next(what: str) -> None:
    """Print what comes next, set apart from what was done."""
    say(_("Next: {what}").format(what=what))


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
        return _(
            "the promise of {missing} is still missing. When they have given it, every teller runs "
            "once more: piaoxiang teller deal {folder}"
        ).format(missing=missing[PROMISE], folder=place)
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


def after_shuffles(work: WorkFolder, standing: Mapping[str, Iterable[int]]) -> str:
    """Who can still shuffle; `standing` gives the tellers who have shuffled each box."""
    lines = _still_needed(
        work,
        standing,
        work.meeting.required_shuffles,
        _("box {boxes}: {count} more of these tellers must shuffle: {names}."),
    )
    if lines:
        return " ".join(lines)
    return _(
        "enough tellers have shuffled; any other may still do so. When nobody wants to any more, "
        "{threshold} tellers open the boxes: piaoxiang teller decrypt {work}"
    ).format(threshold=work.meeting.teller_threshold, work=shlex.quote(str(work.folder.path)))


def after_shares(work: WorkFolder, standing: Mapping[str, Iterable[int]]) -> str:
    """Who can still give a share; `standing` gives the tellers whose share each box has."""
    lines = _still_needed(
        work,
        standing,
        work.meeting.teller_threshold,
        _("box {boxes}: {count} more of these tellers must give their share: {names}."),
    )
    if lines:
        return " ".join(lines)
    return _("the shares suffice. Count: piaoxiang count {work}").format(
        work=shlex.quote(str(work.folder.path))
    )


def names(tellers: Iterable[str]) -> str:
    """Tellers in a row."""
    return listed(list(tellers), current_language())


def _still_needed(
    work: WorkFolder, standing: Mapping[str, Iterable[int]], needed: int, sentence: str
) -> list[str]:
    """One sentence for all boxes that wait for the same tellers."""
    tellers = work.meeting.tellers
    waiting: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    for box, done in standing.items():
        had = set(done)
        if len(had) < needed:
            left = tuple(number for number in range(1, len(tellers) + 1) if number not in had)
            waiting.setdefault((needed - len(had), left), []).append(box)
    return [
        sentence.format(
            boxes=names(boxes),
            count=count,
            names=names(f"{number} {tellers[number - 1]}" for number in left),
        )
        for (count, left), boxes in waiting.items()
    ]

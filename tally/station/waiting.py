"""What the folder waits for, and which act of this teller is next: only read, nothing verified."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from meeting.language import N_, current_language, listed
from meeting.published.folder_names import BOXES, MEETING
from meeting.registrar.prepared_folder import ELECTION_FILE
from tally.ceremony.folder import (
    CERTIFICATE,
    POLYNOMIAL,
    PROMISE,
    TRUSTEES,
    VOUTPUT,
    CeremonyFolder,
)
from tally.commands.terminal import _
from tally.next_steps.openings import Step, opening_steps
from tally.next_steps.progress import plan_seen, progress_of
from tally.opening.work_folder import WorkFolder
from tally.station.sitting import Sitting
from tally.words.own_commands import OwnKey

PREPARED = "prepared"


class Act(StrEnum):
    """What one button does; NONE where others come first."""

    NONE = "none"
    JOIN = "join"
    PROMISE = "promise"
    DEAL = "deal"
    ACCEPT = "accept"
    ASSEMBLE = "assemble"
    CHECK = "check"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next act of this teller, and in words what the folder waits for."""

    act: Act
    told: tuple[str, ...]


_CEREMONY = (
    (CERTIFICATE, Act.JOIN, N_("The folder waits for these tellers to join: {names}")),
    (PROMISE, Act.PROMISE, N_("The folder waits for the promise of: {names}")),
    (POLYNOMIAL, Act.DEAL, N_("The folder waits for these tellers to deal: {names}")),
    (VOUTPUT, Act.ACCEPT, N_("The folder waits for these tellers to accept the shares: {names}")),
)


def prepared_in(folder: Path) -> Path | None:
    """The prepared folder that lies in this one, or that this one is; None without any."""
    for each in (folder / PREPARED, folder):
        if (each / MEETING).is_file() and any(each.glob(f"{BOXES}/*/{ELECTION_FILE}")):
            return each
    return None


def waiting(sitting: Sitting) -> Waiting:
    """What the folder of a sitting waits for; raises Problem where it is none of ours."""
    folder = sitting.folder
    if not folder.is_dir():
        return Waiting(
            Act.NONE, (_("The folder is not here. Put the stick in, and open this page again."),)
        )
    if any(folder.glob(f"{BOXES}/*/record.bel")):
        return _work(sitting)
    if prepared_in(folder) is not None:
        if sitting.checked:
            return Waiting(Act.NONE, (_("You have checked what the slips were made for."),))
        return Waiting(Act.CHECK, (_("The folder waits for every teller to check the slips."),))
    return _ceremony(CeremonyFolder.open(folder), sitting)


def _ceremony(folder: CeremonyFolder, sitting: Sitting) -> Waiting:
    if not sitting.unlocked and not sitting.key_path.exists() and folder.missing(CERTIFICATE):
        return Waiting(Act.JOIN, _names(folder, CERTIFICATE, _CEREMONY[0][2]))
    for kind, act, told in _CEREMONY:
        if folder.missing(kind):
            own = sitting.index in folder.numbers and not folder.has(sitting.index, kind)
            may = own and act is not Act.JOIN
            return Waiting(act if may else Act.NONE, _names(folder, kind, told))
    if not (folder.path / TRUSTEES).exists():
        told = _("Everybody has accepted. Anybody puts the tellers' keys together, once.")
        return Waiting(Act.ASSEMBLE, (told,))
    told = _("The ceremony is finished. The folder goes to the registrar, who makes the slips.")
    return Waiting(Act.NONE, (told,))


def _names(folder: CeremonyFolder, kind: str, told: str) -> tuple[str, ...]:
    return (_(told).format(names=listed(folder.missing(kind), current_language())),)


def _work(sitting: Sitting) -> Waiting:
    work = WorkFolder.open(sitting.folder)
    own = OwnKey(sitting.index, sitting.key_path)
    told = tuple(map(_without_our_commands, opening_steps(work, own)))
    plans = [plan for each in work.meeting.rounds if (plan := plan_seen(work, each)) is not None]
    left = any(
        not each.counted and sitting.index not in each.sharers
        for planned in plans
        for each in progress_of(work, planned)
    )
    return Waiting(Act.OPEN if left else Act.NONE, told)


def _without_our_commands(step: Step) -> str:
    """A step in words; the commands of openings are left out, as a button does them here."""
    told = step.text(current_language())
    opening = {"boxes", "commands"} <= step.values.keys()
    return told.partition("\n")[0] if opening else told

"""What the rulings of a work folder wait for: who may still sign which, then the count."""

from __future__ import annotations

from meeting.command_line.typed_command import set_in, typed
from meeting.language import N_, current_language
from meeting.published.act_files import ruling_kinds
from tally.folder.ruling import NEEDED, HeldRuling
from tally.next_steps.openings import Step
from tally.opening.sign_ruling import begun_ruling
from tally.opening.work_folder import WorkFolder
from tally.words.own_commands import OwnKey, lines_of


def ruling_steps(work: WorkFolder, own: OwnKey | None = None) -> list[str]:
    """The steps in words, in the language of command lines; none where nobody decides anything."""
    kinds = ruling_kinds(work.meeting) if work.meeting.rules_of_2 else {}
    begun = {name: begun_ruling(work, name) for name in kinds}
    if not begun:
        return []
    waiting = [each for each in begun.values() if each and 0 < len(each.signed) < NEEDED]
    steps = [_signing(work, each, own) for each in waiting]
    missing = [name for name, each in begun.items() if each is None or not each.signed]
    if missing:
        told = N_(
            "when it is decided, anybody writes it down; this shows what is open and writes forms "
            "to fill in:\n{command}"
        )
        words = ("teller", "rulings", work.folder.path, "--forms", "forms")
        steps.append(Step(told, {"command": set_in(typed(*words))}))
    if not waiting and len(missing) < len(begun):
        told = N_("anybody counts again, so that the outcome takes the rulings:\n{command}")
        steps.append(Step(told, {"command": set_in(typed("count", work.folder.path))}))
    return [step.text(current_language()) for step in steps]


def _signing(work: WorkFolder, begun: HeldRuling, own: OwnKey | None) -> Step:
    left = [
        (number, f"{number} {name}")
        for number, name in enumerate(work.meeting.tellers, 1)
        if number not in begun.signed
    ]
    told = N_(
        "{count} more of these tellers must sign the ruling {step}, each from the paper: "
        "{names}\n{commands}"
    )
    name = begun.ruling.about
    words = ("ruling", work.folder.path, "--step", name, "--ruling", f"{name}.toml")
    values = {
        "count": NEEDED - len(begun.signed),
        "step": name,
        "names": tuple(each for _, each in left),
        "commands": lines_of(left, own, *words),
    }
    return Step(told, values)

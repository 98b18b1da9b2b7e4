"""What has to happen next, and by whom, in words: printed after every step of the tellers."""

from __future__ import annotations

from collections.abc import Iterable

from meeting.command_line.typed_command import set_in, typed
from meeting.command_line.wrong_folder import SLIPS
from meeting.language import current_language, listed
from tally.ceremony.folder import (
    CERTIFICATE,
    POLYNOMIAL,
    PROMISE,
    TRUSTEES,
    VOUTPUT,
    CeremonyFolder,
)
from tally.commands.terminal import _, say
from tally.words.own_commands import OwnKey, lines_of, own_command


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


def names(tellers: Iterable[str]) -> str:
    """Tellers in a row."""
    return listed(list(tellers), current_language())

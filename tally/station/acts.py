"""What a teller does at the station: the functions of the commands, with the key of the sitting.

What they say is heard by the job that runs them.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from meeting.published.given_fingerprint import GivenFingerprint
from meeting.registrar.prepared_folder import load_prepared
from tally.ceremony import steps
from tally.ceremony.folder import CERTIFICATE, POLYNOMIAL, PROMISE, CeremonyFolder
from tally.ceremony.steps import Dealt
from tally.commands.tellers.box import refuse_missing
from tally.commands.tellers.check_prepared import check_and_say
from tally.commands.tellers.opening import Task, open_next
from tally.commands.tellers.passphrase import check_length
from tally.commands.tellers.plan import show_plans
from tally.commands.tellers.plan_comparison import is_typed
from tally.commands.tellers.set_aside_acts import past_torn_records
from tally.commands.terminal import _, say
from tally.keys.key_file import KeyFile
from tally.keys.key_lock import key_lock
from tally.next_steps.openings import naming_what_is_missing
from tally.opening.known_setups import confirm_setups
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.station.sitting import Sitting
from tally.words.own_commands import OwnKey

TRIES = 3
"""How often the groups of a plan may be typed, as at a terminal."""


def join(sitting: Sitting, index: int, passphrase: str) -> None:
    """Make the key file and the certificate, and keep the passphrase for the sitting."""
    opened = CeremonyFolder.open(sitting.folder)
    steps.check_joining(opened, index)
    check_length(passphrase)
    steps.join(opened, index, sitting.key_path, passphrase)
    with key_lock(sitting.key_path):
        sitting.keep(passphrase, KeyFile.open(sitting.key_path, passphrase, locked=True))
    say(_("Teller {teller} has joined.").format(teller=opened.name(index)))


def deal(sitting: Sitting) -> None:
    """Promise, and deal once everybody has promised."""
    opened = CeremonyFolder.open(sitting.folder)
    opened.wait_for(CERTIFICATE)
    with sitting.key() as (file, _stack):
        dealt = steps.deal(opened, file)
    name = opened.name(file.key.index)
    if dealt is Dealt.PROMISED:
        say(_("Teller {teller} has promised.").format(teller=name))
    else:
        say(_("Teller {teller} has dealt.").format(teller=name))


def accept(sitting: Sitting) -> None:
    """Check everybody's shares and keep the decryption key."""
    opened = CeremonyFolder.open(sitting.folder)
    for kind in (CERTIFICATE, PROMISE, POLYNOMIAL):
        opened.wait_for(kind)
    with sitting.key() as (file, _stack):
        steps.accept(opened, file)
    told = _("Teller {teller} has checked and accepted everybody's shares.")
    say(told.format(teller=opened.name(file.key.index)))


def assemble(sitting: Sitting) -> None:
    """Put trustees.json together."""
    steps.assemble(CeremonyFolder.open(sitting.folder))
    say(_("Everything was checked. The tellers' keys are put together."))


def check(sitting: Sitting, prepared: Path, typed: str) -> None:
    """Check what the slips were made for against the fingerprint that stands on a slip."""
    given = GivenFingerprint.read(typed)
    loaded = load_prepared(prepared)
    with sitting.key() as (file, _stack):
        check_and_say(prepared, loaded, file, given)


def look_at_plans(sitting: Sitting) -> None:
    """Verify the closed boxes and work the plans out; the sitting has them for the comparison."""
    sitting.plans, sitting.tries = [], 0
    with sitting.key() as (file, stack):
        task = _task(sitting, file, stack, ())
        with naming_what_is_missing(task.work, _own(sitting)):
            sitting.plans = show_plans(task.work, task.plans(), file, ())


def refuse_other_plans(sitting: Sitting, typed: list[str]) -> None:
    """Raise Problem unless what the hall display shows was typed, group by group, for each plan.

    "plan-other" for a plan that differs, "plan-stopped" once that was so three times.
    """
    new = [each for each in sitting.plans if each.left_out]
    pairs = zip(new, typed, strict=True)
    if all(is_typed(said, each.planned.plan.hash, each.left_out) for each, said in pairs):
        return
    sitting.tries += 1
    if sitting.tries >= TRIES:
        sitting.plans = []
        raise Problem(
            "plan-stopped",
            "What was typed is not in the fingerprint of the plan that this computer worked out. "
            "Do not open anything; call the chief teller, and compare the plan with the hall "
            "display.",
        )
    raise Problem(
        "plan-other",
        "This computer has other characters there. Look at the hall display once more "
        "(small and capital letters differ).",
    )


def open_by_plan(sitting: Sitting) -> None:
    """Do what is next for this teller in everything that the compared plans open."""
    given = tuple(each.planned.plan.hash for each in sitting.plans)
    with sitting.key() as (file, stack):
        task = _task(sitting, file, stack, given)
        with naming_what_is_missing(task.work, _own(sitting)):
            open_next(task)
    sitting.plans = []


def _task(sitting: Sitting, file: KeyFile, stack: ExitStack, given: tuple[str, ...]) -> Task:
    """The work folder with everything looked at that can be before the key is used."""
    work = WorkFolder.open(sitting.folder)
    stack.enter_context(work.cores)
    past_torn_records(work)
    refuse_missing(work, work.meeting.boxes())
    confirm_setups(work, file, None)
    stack.callback(file.save_notes)
    return Task(work, file, None, given, yes=True)


def _own(sitting: Sitting) -> OwnKey:
    return OwnKey(sitting.index, sitting.key_path)

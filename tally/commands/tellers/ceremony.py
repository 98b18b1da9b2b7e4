"""`piaoxiang teller join`, `deal`, `accept`, `assemble`: the key ceremony."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.files import refuse_existing_file
from meeting.language import N_
from tally.ceremony import steps
from tally.ceremony.folder import CERTIFICATE, POLYNOMIAL, PROMISE, TRUSTEES, CeremonyFolder
from tally.ceremony.steps import Dealt
from tally.commands.next_step import after_ceremony_step, say_next
from tally.commands.tellers.key_options import unlocked, with_key
from tally.commands.tellers.passphrase import new_passphrase
from tally.commands.terminal import _, say
from tally.words.own_commands import OwnKey

_folder = click.argument("folder", type=click.Path(path_type=Path))


@click.command()
@_folder
@click.option("--index", type=int, required=True, help=N_("number, from 1."))
@with_key
def join(folder: Path, index: int, key_path: Path, passphrase_file: Path | None) -> None:
    """Step 1: make a key file and a certificate."""
    opened = CeremonyFolder.open(folder)
    steps.check_joining(opened, index)
    refuse_existing_file(key_path)
    steps.join(opened, index, key_path, new_passphrase(passphrase_file))
    say(_("Teller {teller} has joined.").format(teller=opened.name(index)))
    say(
        _(
            "Keep {path} and its passphrase to yourself, and make no copy: a copy forgets what was "
            "opened with the first. If it is lost, the other tellers' threshold suffices."
        ).format(path=key_path)
    )
    say_next(after_ceremony_step(opened, OwnKey(index, key_path, passphrase_file)))


@click.command()
@_folder
@with_key
def deal(folder: Path, key_path: Path, passphrase_file: Path | None) -> None:
    """Steps 2 and 3: promise and deal, in two rounds."""
    opened = CeremonyFolder.open(folder)
    opened.wait_for(CERTIFICATE)
    file = unlocked(key_path, passphrase_file)
    dealt = steps.deal(opened, file)
    name = opened.name(file.key.index)
    if dealt is Dealt.PROMISED:
        say(_("Teller {teller} has promised.").format(teller=name))
    else:
        say(_("Teller {teller} has dealt.").format(teller=name))
    own = OwnKey(file.key.index, key_path, passphrase_file)
    say_next(after_ceremony_step(opened, own))


@click.command()
@_folder
@with_key
def accept(folder: Path, key_path: Path, passphrase_file: Path | None) -> None:
    """Step 4: check the shares received and keep the decryption key."""
    opened = CeremonyFolder.open(folder)
    for kind in (CERTIFICATE, PROMISE, POLYNOMIAL):
        opened.wait_for(kind)
    file = unlocked(key_path, passphrase_file)
    steps.accept(opened, file)
    say(
        _("Teller {teller} has checked and accepted everybody's shares.").format(
            teller=opened.name(file.key.index)
        )
    )
    own = OwnKey(file.key.index, key_path, passphrase_file)
    say_next(after_ceremony_step(opened, own))


@click.command()
@_folder
def assemble(folder: Path) -> None:
    """Step 5: put trustees.json together; needs no key."""
    opened = CeremonyFolder.open(folder)
    steps.assemble(opened)
    say(
        _("Everything was checked. The tellers' keys stand in {path}.").format(
            path=opened.path / TRUSTEES
        )
    )
    say_next(after_ceremony_step(opened))

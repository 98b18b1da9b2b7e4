"""`piaoxiang teller check`: the last step of the key ceremony, when the slips are made."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.command_line.typed_command import set_in, typed
from meeting.command_line.wrong_folder import refuse_other_folder
from meeting.language import N_
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.registrar.prepared_folder import Prepared, load_prepared
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.next_step import say_next
from tally.commands.tellers.key_options import unlocked, with_key
from tally.commands.terminal import _, say, say_system_files
from tally.commands.verified_before import verified_before
from tally.continuing.before import ValidBefore
from tally.continuing.same_key import use_key_of_before
from tally.keys.key_file import KeyFile
from tally.opening.known_setups import check_prepared
from tally.problem import Problem
from tally.words.figures_and_names import short_hash
from tally.words.own_commands import OwnKey, own_command


@click.command()
@click.argument("prepared", type=click.Path(path_type=Path))
@with_key
@fingerprint_option(N_("the meeting fingerprint of a slip, or a file with it or its QR code."))
@click.option(
    "--continues",
    "before",
    type=click.Path(path_type=Path),
    help=N_("the published folder of the meeting before, whose key it takes."),
)
def check(
    prepared: Path,
    key_path: Path,
    passphrase_file: Path | None,
    fingerprint: str | None,
    before: Path | None,
) -> None:
    """Step 6: check the boxes that the slips were made for."""
    given = fingerprint_given(fingerprint) if fingerprint is not None else None
    own = OwnKey(0, key_path, passphrase_file)  # whose it is is not read yet
    refuse_other_folder(prepared, lambda found: own_command(own, "check", found))
    loaded = load_prepared(prepared)
    say_system_files(prepared)
    valid = None if before is None else ValidBefore.of(verified_before(before))
    file = unlocked(key_path, passphrase_file)
    check_and_say(prepared, loaded, file, given, valid)
    say_next(
        _(
            "when every teller has checked and compared, this folder is loaded on the server, by "
            "whoever runs it:\n{command}"
        ).format(command=set_in(typed("server", "load", "board", prepared)))
    )


def check_and_say(
    where: Path,
    loaded: Prepared,
    file: KeyFile,
    given: GivenFingerprint | None,
    valid: ValidBefore | None = None,
) -> None:
    """Check what the slips were made for with an unlocked key, and say what was found.

    `valid` is the meeting before. Raises Problem "continues-unseen", and as `check_prepared`.
    """
    if valid is not None:
        use_key_of_before(loaded, valid, file)
        say(
            _(
                "The meeting before is valid; this one follows from its outcome as its definition "
                "says, and has the same tellers' key."
            )
        )
    elif loaded.meeting.continues and not file.key.knows(loaded.definition_hash):
        raise Problem(
            "continues-unseen",
            "This meeting continues another one, whose key it takes. Give the published folder of "
            "that one with --continues.",
            where=str(where),
        )
    check_prepared(loaded, file, given)
    say(_("The tellers' key, the lists and the papers of every box hold, and this key is in them."))
    if not loaded.meeting.rules_of_2:
        say(
            _(
                "! The meeting was published under the rules of an earlier release: nobody will "
                "check the order of ballots, openings by plan and what becomes of every slip. If "
                "it was published with this release, call the chief teller."
            )
        )
    found = loaded.meeting_fingerprint
    say(_("Meeting fingerprint: {short}").format(short=short_hash(found)))
    say(f"    {found}")
    if given is None:
        say(_("Compare it with a printed slip. This key opens no other boxes."))
    else:
        say(_("✓ It is the one that was given. This key opens no other boxes."))

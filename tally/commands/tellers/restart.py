"""`piaoxiang teller restart`: the ceremony anew, without a teller whose message does not hold."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.language import N_
from tally.ceremony.folder import CeremonyFolder
from tally.ceremony.restart import RESTARTED, restart
from tally.commands.next_step import after_ceremony_step, names, say_next
from tally.commands.tellers.key_options import unlocked, with_passphrase
from tally.commands.terminal import _, say

_PATH = click.Path(path_type=Path)


@click.command("restart")
@click.argument("folder", type=_PATH)
@click.option(
    "--without",
    type=int,
    multiple=True,
    help=N_("teller to leave out; none: with all."),
)
@click.option("--out", type=_PATH, required=True, help=N_("the new folder."))
@click.option("--absent", is_flag=True, help=N_("absent, or without a key."))
@click.option(
    "--key",
    "key_path",
    type=_PATH,
    help=N_("key file of the teller who received a bad share."),
)
@with_passphrase
def restart_ceremony(
    folder: Path,
    without: tuple[int, ...],
    out: Path,
    absent: bool,
    key_path: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Begin the ceremony anew, without a teller."""
    opened = CeremonyFolder.open(folder)
    for number in without:
        opened.check_number(number)
    file = unlocked(key_path, passphrase_file) if key_path else None
    done = restart(opened, without, out, file, absent=absent)
    for number, reason in done.reasons.items():
        say(
            _("Teller {teller} takes no part any more ({reason}).").format(
                teller=opened.name(number), reason=reason
            )
        )
    new = CeremonyFolder.open(out)
    say(_("Definition hash (SHA-256 of meeting.json): {hash}").format(hash=done.definition_hash))
    say(
        _("Tellers now: {names}; {threshold} of them open a box together.").format(
            names=names(new.name(number) for number in new.numbers),
            threshold=new.meeting.teller_threshold,
        )
    )
    if new.meeting.teller_threshold == len(new.meeting.tellers):
        say(
            _(
                "All of them are needed to open a box: if one loses their key, nothing can be "
                "opened any more. Naming a substitute in meeting.toml and publishing anew is safer."
            )
        )
    if not without:
        say(
            _(
                "Written: {path}, with {told}. The meeting is the same. Keep {old} as evidence; "
                "everybody joins again with a new key file."
            ).format(path=out, told=RESTARTED, old=folder)
        )
        say_next(after_ceremony_step(new))
        return
    say(
        _(
            "Written: {path}, with {told}. This is another meeting now: take the name out of "
            "meeting.toml as well, and use only this meeting.json from now on. Keep {old} as "
            "evidence; the keys made there are refused in the new folder."
        ).format(path=out, told=RESTARTED, old=folder)
    )
    say_next(after_ceremony_step(new))

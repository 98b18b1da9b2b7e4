"""`piaoxiang cosign`: tellers' and observers' devices say what they have seen of a board."""

from __future__ import annotations

import time
from pathlib import Path

import click

from crypto.record.event import EventType
from meeting.language import N_
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.terminal import _, box_title, say
from tally.keys.key_lock import key_lock
from tally.observing.cosigner_key import Moment, cosigner_key
from tally.observing.cosigning import Seen, Watch
from tally.observing.fetch import board_client
from tally.words.figures_and_names import short_hash

_COSIGNED = {
    Moment.OPENING: N_(
        "Box {box}: the board lists no ballots yet; cosigned. Board fingerprint {short}. {path}"
    ),
    Moment.CLOSING: N_("Box {box}: closed; cosigned. Board fingerprint {short}. {path}"),
}
_COSIGNED_BEFORE = {
    Moment.OPENING: N_(
        "Box {box}: the board lists no ballots yet (they are listed in batches, all of them by the "
        "closing at the latest). Cosigned before; not signed again. Board fingerprint {short}. "
        "{path}"
    ),
    Moment.CLOSING: N_(
        "Box {box}: closed. Cosigned before; not signed again. Board fingerprint {short}. {path}"
    ),
}


@click.command(epilog=N_("Only boxes of which no ballot is listed, or closed."))
@click.argument("server_url")
@fingerprint_option(N_("the meeting fingerprint of a slip."), required=True)
@click.option("--name", help=N_("the cosigner's name, for a new key."))
@click.option(
    "--key",
    "key_path",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=N_("the cosigner's key file, made at first use."),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help=N_("the folder for the cosigned checkpoints."),
)
def cosign(server_url: str, fingerprint: str, name: str | None, key_path: Path, out: Path) -> None:
    """Cosign the board's checkpoints."""
    given = fingerprint_given(fingerprint)
    with board_client(server_url) as client, key_lock(key_path):
        device = cosigner_key(key_path, name)
        watch = Watch.begin(client, given, device, out, int(time.time()))
        seen = watch.look()
        watch.keep(seen, key_path)
    for each in seen:
        say(_told(each, out))
    say(_("✓ The meeting fingerprint is the one that was given."))
    say(_("Compare the board fingerprints with the hall's display."))
    say(_("Your public key as a cosigner, for everybody who asks:"))
    say(device.cosigner.text)


def _told(seen: Seen, out: Path) -> str:
    title, short = box_title(seen.box), short_hash(seen.head)
    if seen.note is not None:
        path = out / seen.note.file_name
        told = (_COSIGNED if seen.new else _COSIGNED_BEFORE)[seen.note.moment]
        return _(told).format(box=title, short=short, path=path)
    if seen.kind is EventType.BALLOT:
        return _(
            "Box {box}: not cosigned between the first listed ballots and the closing: the time "
            "would say when ballots came. Board fingerprint so far {short}."
        ).format(box=title, short=short)
    return _(
        "Box {box}: not cosigned: it is neither without listed ballots nor just closed. Board "
        "fingerprint {short}."
    ).format(box=title, short=short)

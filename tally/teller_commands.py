"""`piaoxiang teller`: the key ceremony, and opening a closed box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from meeting.language import current_language
from meeting.prepared import load_prepared
from tally import ceremony_steps, opening, shuffling
from tally.bad_shares import without_bad_shares
from tally.ceremony_folder import POLYNOMIAL, PROMISE, TRUSTEES, VOUTPUT, CeremonyFolder
from tally.ceremony_steps import Dealt
from tally.key_file import KeyFile
from tally.known_setups import check_prepared, confirm_setups
from tally.passphrase import existing_passphrase, new_passphrase
from tally.problem import Problem
from tally.said_aside import say_set_aside
from tally.spoken import listed, short_hash
from tally.terminal import _, ballots_progress, box_title, report_to, say
from tally.work_folder import WorkFolder

_Command = Callable[..., Any]
_folder = click.argument("folder", type=click.Path(path_type=Path))
_work = click.argument("work", type=click.Path(path_type=Path))


def _with_key(command: _Command) -> _Command:
    """Give a command the options that lead to a teller's key."""
    key = click.option(
        "--key",
        "key_path",
        type=click.Path(path_type=Path),
        required=True,
        help="监票人密钥文件 / the teller's key file.",
    )
    passphrase = click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path),
        help="第一行是口令的文件，供无人值守使用 / file whose first line is the passphrase.",
    )
    return key(passphrase(command))


@click.group()
def teller() -> None:
    """监票人：密钥仪式与开箱 / Tellers: the key ceremony, and opening a box."""


@teller.command()
@_folder
@click.option("--index", type=int, required=True, help="监票人序号，从 1 起 / number, from 1.")
@_with_key
def join(folder: Path, index: int, key_path: Path, passphrase_file: Path | None) -> None:
    """第一步：生成密钥文件和证书 / Step 1: make a key file and a certificate."""
    opened = CeremonyFolder.open(folder)
    passphrase = new_passphrase(passphrase_file)
    ceremony_steps.join(opened, index, key_path, passphrase)
    say(_("Teller {teller} has joined.").format(teller=opened.name(index)))
    say(
        _(
            "Keep {path} and its passphrase to yourself, and make no copy: a copy forgets what was "
            "opened with the first. If it is lost, the other tellers' threshold suffices."
        ).format(path=key_path)
    )


@teller.command()
@_folder
@_with_key
def deal(folder: Path, key_path: Path, passphrase_file: Path | None) -> None:
    """第二、三步：承诺并分发份额，每人运行两轮 / Steps 2 and 3: promise and deal, in two rounds."""
    opened = CeremonyFolder.open(folder)
    file = KeyFile.open(key_path, existing_passphrase(passphrase_file))
    dealt = ceremony_steps.deal(opened, file)
    name = opened.name(file.key.index)
    if dealt is Dealt.PROMISED:
        say(
            _(
                "Teller {teller} has promised. Run deal again once these have promised too: "
                "{missing}."
            ).format(teller=name, missing=_names(opened, PROMISE))
        )
        return
    say(_("Teller {teller} has dealt.").format(teller=name))
    if opened.missing(POLYNOMIAL):
        say(_("Still to deal: {missing}.").format(missing=_names(opened, POLYNOMIAL)))


@teller.command()
@_folder
@_with_key
def accept(folder: Path, key_path: Path, passphrase_file: Path | None) -> None:
    """第四步：核对收到的份额 / Step 4: check the shares received and keep the decryption key."""
    opened = CeremonyFolder.open(folder)
    file = KeyFile.open(key_path, existing_passphrase(passphrase_file))
    ceremony_steps.accept(opened, file)
    say(
        _("Teller {teller} has checked and accepted everybody's shares.").format(
            teller=opened.name(file.key.index)
        )
    )
    if opened.missing(VOUTPUT):
        say(_("Still to accept: {missing}.").format(missing=_names(opened, VOUTPUT)))


@teller.command()
@_folder
def assemble(folder: Path) -> None:
    """第五步：汇总为 trustees.json / Step 5: put trustees.json together; needs no key."""
    opened = CeremonyFolder.open(folder)
    ceremony_steps.assemble(opened)
    say(
        _("Everything was checked. The tellers' keys stand in {path}.").format(
            path=opened.path / TRUSTEES
        )
    )


@teller.command()
@click.argument("prepared", type=click.Path(path_type=Path))
@_with_key
def check(prepared: Path, key_path: Path, passphrase_file: Path | None) -> None:
    """第六步：核对票码所属的票箱 / Step 6: check the boxes that the slips were made for."""
    loaded = load_prepared(prepared)
    file = KeyFile.open(key_path, existing_passphrase(passphrase_file))
    check_prepared(loaded, file)
    say(_("The tellers' key, the lists and the papers of every box hold, and this key is in them."))
    root = loaded.setups_hash
    say(_("Boxes' fingerprint: {short}").format(short=short_hash(root)))
    say(f"    {root}")
    for box, setup in loaded.setups.items():
        say(f"    {box}  {setup}")
    say(_("Compare it with a printed slip. This key opens no other boxes."))


_setups_hash = click.option(
    "--setups-hash", help="票上印的票箱指纹，未做 check 时必填 / the boxes' hash on a slip."
)


@teller.command()
@_work
@_with_key
@_setups_hash
@click.option("--box", "box_id", help="只开这一个票箱 / open this box only.")
@click.option(
    "--expect-head", help="大屏上的公告板指纹，供无人值守使用 / board fingerprint in the hall."
)
@click.option("--yes", is_flag=True, help="不再询问 / do not ask.")
def decrypt(
    work: Path,
    key_path: Path,
    passphrase_file: Path | None,
    box_id: str | None,
    expect_head: str | None,
    setups_hash: str | None,
    yes: bool,
) -> None:
    """开箱：核验整个票箱后给出本人份额 / Verify a closed box and release this teller's share."""
    opened = WorkFolder.open(work)
    if expect_head is not None and box_id is None:
        raise click.UsageError("--expect-head 需要 --box / --expect-head needs --box")
    boxes = [opened.box(box_id)] if box_id else list(opened.meeting.boxes())
    file = KeyFile.open(key_path, existing_passphrase(passphrase_file))
    confirm_setups(opened, file, setups_hash)
    for box in boxes:
        try:
            _decrypt_box(opened, box.id, file, expect_head, yes=yes)
        except Problem as problem:
            if box_id is not None or problem.code != "minimum-group":
                raise
            say(problem.text(current_language()))


@teller.command("shuffle")
@_work
@_with_key
@_setups_hash
@click.option("--box", "box_id", help="只混洗这一个票箱 / shuffle this box only.")
def shuffle_boxes(
    work: Path,
    key_path: Path,
    passphrase_file: Path | None,
    box_id: str | None,
    setups_hash: str | None,
) -> None:
    """混洗：核验票箱后打乱逐张公开的答案 / Verify a closed box and shuffle its single answers."""
    opened = WorkFolder.open(work)
    boxes = [opened.box(box_id)] if box_id else list(opened.meeting.boxes())
    file = KeyFile.open(key_path, existing_passphrase(passphrase_file))
    confirm_setups(opened, file, setups_hash)
    for box in boxes:
        try:
            _shuffle_box(opened, box.id, file)
        except Problem as problem:
            if box_id is not None or problem.code not in ("minimum-group", "shuffle-needless"):
                raise
            say(problem.text(current_language()))


def _shuffle_box(work: WorkFolder, box_id: str, file: KeyFile) -> None:
    box = work.box(box_id)
    with ballots_progress() as progress:
        ready = shuffling.prepare_shuffle(work, box, file, report_to(progress, box_title(box)))
    if ready.done:
        say(_("Box {box}: you have shuffled it already.").format(box=box_title(box)))
        return
    say(_("Board fingerprint: {head}").format(head=short_hash(ready.head)))
    shuffling.shuffle(work, ready, file)
    say(
        _("Box {box}: shuffled by {count} tellers, {demanded} are needed.").format(
            box=box_title(box),
            count=len(ready.opening.shufflers) + 1,
            demanded=ready.demanded,
        )
    )


def _decrypt_box(
    work: WorkFolder, box_id: str, file: KeyFile, expect_head: str | None, *, yes: bool
) -> None:
    box = work.box(box_id)
    with ballots_progress() as progress:
        report = report_to(progress, box_title(box))
        ready = without_bad_shares(
            work,
            box,
            lambda: opening.prepare(work, box, file, report),
            lambda found: say_set_aside(work, found, box_title(box)),
        )
    if ready.done:
        say(_("Box {box}: your share is in the record already.").format(box=box_title(box)))
        return
    say(
        _("Box {box}: {count} ballots, every one verified.").format(
            box=box_title(box), count=ready.ballots
        )
    )
    say(_("Board fingerprint: {head}").format(head=short_hash(ready.head)))
    if expect_head is not None:
        opening.check_expected_head(ready, expect_head)
    elif not yes and not click.confirm(
        _(
            "Is this exactly the board fingerprint that the hall display shows? Opening cannot be "
            "undone."
        ),
        default=False,
    ):
        raise click.Abort
    opening.release(work, ready, file)
    say(_("Box {box}: your share is in the record.").format(box=box_title(box)))


def _names(folder: CeremonyFolder, kind: str) -> str:
    return listed(folder.missing(kind), current_language())

"""Boxes under a wrong checkpoint or another meeting, and boxes that are not finished."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.note import sign_note
from crypto.board.server_key import ServerKey
from crypto.record.record import read_record
from tally.verify.record.box import VerifiedBox
from tests.tally.fixtures.box_check import files_of, verified
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.spoiled_records import rebuilt
from tests.tally.tamper.remade import checked

BOX = "r1-A"


def note(change: Callable[[Held, Checkpoint], bytes | None]) -> Callable[[Held], VerifiedBox]:
    """The box under another checkpoint than its own, which is given."""

    def make(held: Held) -> VerifiedBox:
        record = read_record(files_of(held).record or b"")
        whole = Checkpoint.of_record(held.hall.meeting.id, record)
        return verified(held, checkpoint=change(held, whole))

    return make


def signed(held: Held, checkpoint: Checkpoint) -> bytes:
    return make_checkpoint(held.hall.server, checkpoint).encode()


def _text(held: Held, checkpoint: Checkpoint, text: str) -> bytes:
    return sign_note(text, checkpoint.origin, held.hall.server).encode()


def _early(held: Held, checkpoint: Checkpoint) -> bytes:
    record = read_record(files_of(held).record or b"")
    return signed(held, Checkpoint.of_record(checkpoint.meeting, record, 3))


CHECKPOINTS: dict[str, Callable[[Held], VerifiedBox]] = {
    "checkpoint-missing": note(lambda _held, _c: None),
    "checkpoint-meeting": note(lambda held, c: signed(held, replace(c, meeting="other"))),
    "checkpoint-box": note(lambda held, c: signed(held, replace(c, setup_hash="0" * 64))),
    "checkpoint-fork": note(lambda held, c: signed(held, replace(c, root=bytes(32)))),
    "checkpoint-rollback": note(lambda held, c: signed(held, replace(c, size=40))),
    "checkpoint-early": note(_early),
    "checkpoint-form": note(lambda held, c: _text(held, c, c.text.replace("\n", " x\n", 2))),
    "note-signature": note(lambda held, c: _flipped(signed(held, c))),
    "note-unsigned": note(lambda _held, c: make_checkpoint(ServerKey.generate(), c).encode()),
    "note-base64": note(lambda held, c: _free_bits(signed(held, c))),
    "note-form": note(lambda held, c: signed(held, c).rstrip(b"\n")),
    "note-text": note(lambda held, c: b"\xff" + signed(held, c)),
    "note-too-long": note(lambda held, c: signed(held, c) + b"x" * (1 << 20)),
    "minimum-group": lambda held: verified(
        replace(held, hall=replace(held.hall, meeting=replace(held.hall.meeting, minimum_group=7)))
    ),
    "tellers-not-meeting": lambda held: verified(
        replace(
            held, hall=replace(held.hall, meeting=replace(held.hall.meeting, teller_threshold=3))
        )
    ),
}


def _flipped(found: bytes) -> bytes:
    at = len(found) - 20
    return found[:at] + (b"A" if found[at : at + 1] != b"A" else b"B") + found[at + 1 :]


def _free_bits(found: bytes) -> bytes:
    """Bits that the base64 before its padding leaves free, set."""
    digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = found.rindex(b"=") - 1
    return found[:at] + digits[digits.index(found[at]) | 1 :][:1] + found[at + 1 :]


UNFINISHED: dict[str, Callable[[Held], VerifiedBox]] = {
    "record-unfinished": lambda held: rebuilt(held, result=None),
    "not-opened": lambda held: checked(
        replace(held, hall=replace(held.hall, meeting=replace(held.hall.meeting, minimum_group=7))),
        (held.closed / "boxes" / BOX / "record.bel").read_bytes(),
    ),
}

"""What lies around a record: checkpoints, meeting, files and receipts, each wrong in one way."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.note import sign_note
from crypto.board.receipt import sign_receipt
from crypto.board.server_key import ServerKey
from crypto.record.event_order import Stage
from crypto.record.record import read_record
from meeting.limits import LARGEST_SMALL_FILE
from meeting.organiser.figures import BoxFigures
from tally.findings.finding import Finding, Findings
from tally.folder.figures import figures_bytes
from tally.folder.source import SingleRecord, UnreadMeeting, open_folder, open_source
from tally.verify.evidence.receipts import check_receipt
from tally.verify.folder import unread_meeting, verify_folder
from tally.verify.record.box import VerifiedBox, verify_record
from tally.verify.single import verify_single
from tests.tally.fixtures.box_check import files_of, verified
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.small_hall import build_hall
from tests.tally.fixtures.spoiled_records import edited, rebuilt
from tests.tally.tamper.remade import checked

BOX = "r1-A"
VECTORS = Path(__file__).parents[2] / "vectors"


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


FolderCase = Callable[[Held, Path], list[Finding]]


def folder(change: Callable[[Held, Path], None]) -> FolderCase:
    """A copy of the published folder, changed."""

    def make(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path)
        change(held, path)
        return list(verify_folder(open_folder(path), workers=1).findings)

    return make


def _edit(name: str, change: Callable[[bytes], bytes]) -> FolderCase:
    def edit(_held: Held, path: Path) -> None:
        (path / name).write_bytes(change((path / name).read_bytes()))

    return folder(edit)


def _figures(present: int, issued: int) -> FolderCase:
    def edit(held: Held, path: Path) -> None:
        figures = {"r1-A": BoxFigures(present, issued), "r1-B": BoxFigures(8, 6)}
        (path / "figures.json").write_bytes(figures_bytes(held.hall.meeting, figures))

    return folder(edit)


def _same_box(_held: Held, path: Path) -> None:
    shutil.rmtree(path / "boxes/r1-B")
    shutil.copytree(path / "boxes/r1-A", path / "boxes/r1-B")


def _one_box_more(_held: Held, path: Path) -> None:
    shutil.copytree(path / "boxes/r1-A", path / "boxes/r2-A")


def _other_tellers(_held: Held, path: Path) -> None:
    other = build_hall(path.parent / "other")
    (path / "boxes/r1-B/record.bel").write_bytes(other.closed_record("r1-B"))


def _other_hash(held: Held, _path: Path) -> list[Finding]:
    source = open_folder(held.out)
    return list(verify_folder(source, expected_meeting="0" * 64, workers=1).findings)


def _other_setups(held: Held, _path: Path) -> list[Finding]:
    source = open_folder(held.out)
    return list(verify_folder(source, expected_setups="0" * 64, workers=1).findings)


def _spoiled_result(held: Held, path: Path) -> None:
    record = rebuilt(held, result=b'{"result":[[0,0,0]]}').record
    assert record is not None
    (path / "boxes/r1-A/record.bel").write_bytes(record.archive.to_bytes())


def _other_rendering(_held: Held, path: Path) -> None:
    """A report that says something else, and the number of words that nobody knows."""
    outcome, page = path / "outcome.json", path / "index.html"
    outcome.write_bytes(edited(outcome.read_bytes(), lambda v: v | {"rendering": 1000}))
    page.write_bytes(page.read_bytes().replace(b"1", b"7", 1))


def _linked(_held: Held, path: Path) -> None:
    """README.txt is a link to a true copy of it outside the folder."""
    copy = path.parent / "copy"
    (path / "README.txt").rename(copy)
    (path / "README.txt").symlink_to(copy)


def _pipe(_held: Held, path: Path) -> None:
    """Whoever opened this would wait for ever."""
    (path / "README.txt").unlink()
    os.mkfifo(path / "README.txt")


def _huge(_held: Held, path: Path) -> None:
    os.truncate(path / "README.txt", LARGEST_SMALL_FILE + 1)


def _second_record(_held: Held, path: Path) -> None:
    """Another record beside that of a box, and a page that looks like the report."""
    shutil.copy(path / "boxes/r1-B/record.bel", path / "boxes/r1-A/record2.bel")
    (path / "index.htm").write_text("<p>优秀：100.00%</p>")


def _system_files(_held: Held, path: Path) -> None:
    for place in ("", "boxes/", "boxes/r1-A/"):
        (path / place / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")


def _other_definition(_held: Held, path: Path) -> None:
    """A meeting.json with another place than that of the records."""
    data = (path / "meeting.json").read_bytes()
    (path / "meeting.json").write_bytes(edited(data, lambda v: v | {"place": "别处"}))


def _no_definition(held: Held, path: Path) -> list[Finding]:
    """A meeting.json of which one byte was changed, so that it is none."""
    shutil.copytree(held.out, path)
    data = (path / "meeting.json").read_bytes()
    (path / "meeting.json").write_bytes(data.replace(b'{"', b"{#", 1))
    source = open_source(path)
    assert isinstance(source, UnreadMeeting)
    return list(unread_meeting(source).findings)


FOLDERS: dict[str, FolderCase] = {
    "file-of-system": folder(_system_files),
    "meeting-other": folder(_other_definition),
    "meeting-not-canonical": _no_definition,
    "figures-differ": _figures(8, 6),
    "file-size": folder(_huge),
    "file-special": folder(_pipe),
    "file-symlink": folder(_linked),
    "file-unexpected": folder(_second_record),
    "report-other-version": folder(_other_rendering),
    "report-differs": _edit("index.html", lambda b: b.replace(b"1", b"7", 1)),
    "outcome-differs": _edit("outcome.json", lambda b: edited(b, lambda v: v | {"rounding": "up"})),
    "file-other-version": _edit("outcome.json", lambda b: edited(b, lambda v: v | {"version": 3})),
    "file-missing": folder(lambda _held, path: (path / "README.txt").unlink()),
    "figures-missing": folder(lambda _held, path: (path / "figures.json").unlink()),
    "figures-disagree": _figures(8, 10),
    "record-missing": folder(lambda _held, path: (path / "boxes/r1-B/record.bel").unlink()),
    "box-unknown": folder(_one_box_more),
    "election-shared": folder(_same_box),
    "credential-shared": folder(_same_box),
    "tellers-differ": folder(_other_tellers),
    "meeting-hash": _other_hash,
    "setups-hash": _other_setups,
    "outcome-not-compared": folder(_spoiled_result),
}


def receipt(fingerprint: str = "A" * 43, **changed: object) -> FolderCase:
    """A receipt for a ballot that is not there, signed by the server, with parts replaced."""

    def make(held: Held, _path: Path) -> list[Finding]:
        found = verified(held)
        assert found.record is not None
        hall = held.hall
        setup = found.record.setup_hash
        at = Checkpoint.of_record(hall.meeting.id, found.record, 1)
        honest = sign_receipt(hall.server, setup, fingerprint, signed(held, at).decode())
        findings = Findings()
        check_receipt(replace(honest, **changed), hall.meeting, (found,), findings)  # type: ignore[arg-type]
        return findings.found

    return make


def _waiting(held: Held, _path: Path) -> list[Finding]:
    """The same, while the box is still open."""
    found = verified(held)
    assert found.record is not None
    record = found.record
    at = Checkpoint.of_record(held.hall.meeting.id, record, 1)
    note_text = signed(held, at).decode()
    honest = sign_receipt(held.hall.server, record.setup_hash, "A" * 43, note_text)
    still_open = replace(found, record=replace(record, stage=Stage.VOTING))
    findings = Findings()
    check_receipt(honest, held.hall.meeting, (still_open,), findings)
    return findings.found


def _by_itself(held: Held, _path: Path) -> list[Finding]:
    source = open_source(held.out / "boxes" / BOX / "record.bel")
    assert isinstance(source, SingleRecord)
    return list(verify_single(source, workers=1).findings)


def _foreign(name: str) -> FolderCase:
    def make(_held: Held, _path: Path) -> list[Finding]:
        source = open_source(VECTORS / name / "record.bel")
        assert isinstance(source, SingleRecord)
        return list(verify_single(source, workers=1).findings)

    return make


def _no_place(_held: Held, _path: Path) -> list[Finding]:
    """Single answers in a group that cannot hold them."""
    parts = Parts.of((VECTORS / "belenios2048-hs-10-v3.3.0" / "record.bel").read_bytes())
    value = {"answers": ["1"], "question": "名次"}
    question = {"type": "NonHomomorphic", "value": value}
    election = edited(parts.election, lambda e: e | {"questions": [question]})
    data = replace(parts, election=election).record()
    return verify_record(data, BOX, foreign=True, workers=1).findings.found


BY_ITSELF: dict[str, FolderCase] = {
    "foreign-acts": _by_itself,
    "no-checkpoint": _by_itself,
    "no-meeting": _by_itself,
    "no-outcome": _by_itself,
    "no-slips": _by_itself,
    "foreign-credential-order": _foreign("belenios2048-hs-10-v3.3.0"),
    "single-trustees": _foreign("belenios2048-hs-10-v3.3.0"),
    "old-trustees": _foreign("belenios2048-th-3-v2.0"),
    "group-no-embedding": _no_place,
}
RECEIPTS: dict[str, FolderCase] = {
    "receipt-waiting": _waiting,
    "receipt-not-honoured": receipt(),
    "receipt-foreign": receipt(setup="0" * 64),
    "server-signature": receipt(fingerprint="B" * 42 + "A", signature="A" * 86),
}

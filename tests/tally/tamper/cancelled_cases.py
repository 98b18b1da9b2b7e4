"""Lists of cancelled slips, each wrong in one way. Box A has nine slips, of which six voted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from crypto.board.cancelled_words import CancelledWord, CancelledWords, sign_cancelled_slip
from crypto.board.cancelling import CancelledSlips, sign_cancelled
from crypto.board.server_key import ServerKey
from crypto.record.record import read_record
from tally.findings.finding import Finding, Findings
from tally.folder.source import open_folder
from tally.verify.evidence.cancelled_words import GivenWords, check_cancelled_words
from tally.verify.folder import verify_folder
from tally.verify.record.box import VerifiedBox
from tests.tally.fixtures.cancelled import cancelled_list, slip_of
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.rewritten_pages import rewrite_pages

BOX, OTHER = "r1-A", "r1-B"
Case = Callable[[Held, Path], list[Finding]]


def listed(make: Callable[[Held, str], CancelledSlips | bytes]) -> Case:
    """A published folder whose first box has this list; its Setup hash is given."""

    def case(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path)
        place = path / "boxes" / BOX
        setup = read_record((place / "record.bel").read_bytes()).setup_hash
        found = make(held, setup)
        data = found if isinstance(found, bytes) else found.to_bytes()
        (place / "cancelled.json").write_bytes(data)
        rewrite_pages(held, path)
        return list(verify_folder(open_folder(path), workers=1).findings)

    return case


def unused(held: Held) -> tuple[int, ...]:
    """The numbers of slips of the first box that did not vote."""
    return tuple(range(len(held.hall.cast[BOX]), held.hall.box(BOX).slips))


def whole(held: Held, setup: str) -> CancelledSlips:
    """Every unused slip, one of them audited."""
    first, *others = unused(held)
    return cancelled_list(held.hall, BOX, setup, (first,), tuple(others))


def _foreign(held: Held, setup: str) -> CancelledSlips:
    """A slip of the other box, which its holder really cancelled, in the list of this one."""
    slip = slip_of(held.hall, OTHER, setup, len(held.hall.cast[OTHER]))
    return sign_cancelled(held.hall.server, setup, [], [slip])


def _unsigned(held: Held, setup: str) -> CancelledSlips:
    first, second = unused(held)[:2]
    slip, other = (slip_of(held.hall, BOX, setup, number) for number in (first, second))
    return sign_cancelled(held.hall.server, setup, [], [replace(slip, proof=other.proof)])


def _twice(held: Held, setup: str) -> CancelledSlips:
    first, *_ = unused(held)
    return cancelled_list(held.hall, BOX, setup, (first,), (first,))


def _backwards(held: Held, setup: str) -> CancelledSlips:
    found = whole(held, setup)
    return replace(found, left_over=found.left_over[::-1])


def words(
    change: Callable[[Held, VerifiedBox, CancelledWord], CancelledWord | VerifiedBox],
) -> Case:
    """The whole list, and words on all of it, one of them or the box changed."""

    def case(held: Held, path: Path) -> list[Finding]:
        listed(whole)(held, path)
        folder = open_folder(path)
        box = next(each for each in verify_folder(folder, workers=1).boxes if _is_first(each))
        first, *others = signed_words(held, box)
        changed = change(held, box, first)
        box = changed if isinstance(changed, VerifiedBox) else box
        first = changed if isinstance(changed, CancelledWord) else first
        given = GivenWords("words.json", CancelledWords.of((first, *others)).words)
        findings = Findings()
        check_cancelled_words(given, folder, (box,), findings)
        return findings.found

    return case


def signed_words(held: Held, box: VerifiedBox) -> list[CancelledWord]:
    """The server's words on what `whole` lists: one audited slip, the others left over."""
    assert box.record is not None
    setup = box.record.setup_hash
    slips = [slip_of(held.hall, BOX, setup, number).credential for number in unused(held)]
    return [
        sign_cancelled_slip(held.hall.server, setup, each, audited=not at)
        for at, each in enumerate(slips)
    ]


def word_on(held: Held, box: VerifiedBox, number: int, *, audited: bool = False) -> CancelledWord:
    """The server's word on another slip of the first box."""
    assert box.record is not None
    setup = box.record.setup_hash
    credential = slip_of(held.hall, BOX, setup, number).credential
    return sign_cancelled_slip(held.hall.server, setup, credential, audited=audited)


def _still_open(_held: Held, box: VerifiedBox, _word: CancelledWord) -> VerifiedBox:
    assert box.record is not None
    return replace(box, record=replace(box.record, events=box.record.events[:2]))


def _is_first(box: VerifiedBox) -> bool:
    return box.findings.box == BOX


CASES: dict[str, Case] = {
    "cancelled-box": listed(lambda held, _setup: cancelled_list(held.hall, BOX, "0" * 64)),
    "cancelled-list": listed(_foreign),
    "cancelled-signature": listed(
        lambda held, setup: replace(whole(held, setup), signature="A" * 85).to_bytes()
    ),
    "cancelled-unsigned": listed(_unsigned),
    "cancelled-voted": listed(lambda held, setup: cancelled_list(held.hall, BOX, setup, (0,))),
    "slips-missing": listed(
        lambda held, setup: cancelled_list(held.hall, BOX, setup, unused(held)[:1])
    ),
    "cancelled-dropped": words(lambda held, box, _word: word_on(held, box, 0)),
    "cancelled-foreign": words(lambda _held, _box, word: replace(word, setup="0" * 64)),
    "cancelled-word": words(lambda _held, _box, word: replace(word, part="left_over")),
    "cancelled-waiting": words(_still_open),
}
WORDS = ("cancelled-dropped", "cancelled-foreign", "cancelled-word", "cancelled-waiting")
"""Those of words that somebody kept; the folder is as it should be."""
ALSO: dict[str, tuple[Case, set[str]]] = {
    "a slip in both parts": (listed(_twice), {"cancelled-list"}),
    "a part that is not sorted": (
        listed(_backwards),
        {"cancelled-list", "server-signature"},
    ),
    "signed by another server": (
        listed(lambda held, setup: cancelled_list(held.hall, BOX, setup, key=ServerKey.generate())),
        {"server-signature"},
    ),
    "a slip taken out again": (
        listed(lambda held, setup: replace(whole(held, setup), audited=())),
        {"server-signature"},
    ),
}
"""Broken in ways that other codes find; each with all problems that are found."""

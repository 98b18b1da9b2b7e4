"""What whoever verifies holds in hand beside the folder: read, judged, and said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crypto.ballots.opened_ballot import OpenedBallot
from crypto.board.cosignature import Cosigner
from crypto.board.receipt import Receipt
from tally.commands.observers.opened_option import read_opened
from tally.findings.finding import Findings
from tally.folder.source import Folder, SingleRecord, UnreadMeeting
from tally.observing.receipt_source import bare_fingerprint, receipt_texts
from tally.problem import Problem
from tally.verify.evidence.cancelled_words import (
    GivenWords,
    JudgedWords,
    WordsFate,
    check_cancelled_words,
    read_cancelled_words,
)
from tally.verify.evidence.kept_notes import (
    Fate,
    JudgedNote,
    KeptNote,
    check_kept_note,
    read_kept_note,
)
from tally.verify.evidence.opened import JudgedOpened, OpenedFate, check_opened
from tally.verify.evidence.receipts import (
    Honour,
    JudgedReceipt,
    check_receipt,
    find_fingerprint,
    read_receipt,
)
from tally.verify.verdict import Verdict
from tally.verify.words.cancelled_words import cancelled_lines
from tally.verify.words.notes import note_lines
from tally.verify.words.opened import opened_lines
from tally.words.typed_cosigner import given_cosigner


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed behind the options of these names; each can be given more than once."""

    receipts: tuple[str, ...]
    opened: tuple[str, ...]
    cancelled: tuple[Path, ...]
    checkpoints: tuple[Path, ...]
    cosigners: tuple[str, ...]

    def refuse_without_folder(
        self, source: Folder | SingleRecord | UnreadMeeting, profile: str | None
    ) -> None:
        """Raise Problem where there is nothing that this could be held against."""
        alone = isinstance(source, SingleRecord) or profile == "belenios"
        if self.receipts and alone:
            raise Problem(
                "receipt-needs-folder",
                "Receipts are checked against a published folder, where the server's key is known.",
                where="--receipt",
            )
        if self.opened and alone:
            raise Problem(
                "opened-needs-folder",
                "Opened ballots are checked against a published folder, where the server's key is "
                "known.",
                where="--opened",
            )
        if self.cancelled and alone:
            raise Problem(
                "cancelled-needs-folder",
                "Words on cancelled slips are checked against a published folder, where the lists "
                "and the server's key are known.",
                where="--cancelled",
            )
        if self.checkpoints and alone:
            raise Problem(
                "kept-note-needs-folder",
                "Checkpoints are compared with a published folder, where the server's key is "
                "known.",
                where="--checkpoint",
            )
        if self.cosigners and not self.checkpoints:
            raise Problem(
                "cosigner-needs-note",
                "There is no checkpoint to look for cosignatures on: give one with --checkpoint.",
                where="--cosigner",
            )

    def read(self) -> Evidence:
        """Everything read, before the long work; raises Problem for what is not what it should."""
        known = tuple(given_cosigner(each) for each in self.cosigners)
        notes = tuple(read_kept_note(each) for each in self.checkpoints)
        named = tuple(name for each in self.receipts if (name := bare_fingerprint(each)))
        whole = [each for each in self.receipts if not bare_fingerprint(each)]
        receipts = tuple(read_receipt(text) for each in whole for text in receipt_texts(each))
        opened = tuple(read_opened(each, option="--opened") for each in self.opened)
        words = tuple(read_cancelled_words(each) for each in self.cancelled)
        return Evidence(receipts, named, opened, words, notes, known)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Receipts, fingerprints without one, opened ballots, words on cancelled slips, checkpoints."""

    receipts: tuple[Receipt, ...]
    named: tuple[str, ...]
    opened: tuple[OpenedBallot, ...]
    words: tuple[GivenWords, ...]
    notes: tuple[KeptNote, ...]
    cosigners: tuple[Cosigner, ...]

    def judge(
        self, source: Folder | SingleRecord | UnreadMeeting, verdict: Verdict
    ) -> tuple[Verdict, JudgedEvidence]:
        """What each of them shows, and the verdict with what was found so."""
        if isinstance(source, SingleRecord):
            return verdict, JudgedEvidence()
        if isinstance(source, UnreadMeeting):
            return verdict, self._not_judged()
        findings, meeting, boxes = Findings(), source.meeting, verdict.boxes
        receipts = [check_receipt(each, meeting, boxes, findings) for each in self.receipts]
        receipts += [find_fingerprint(each, meeting, boxes) for each in self.named]
        notes = [
            check_kept_note(each, meeting, boxes, self.cosigners, findings) for each in self.notes
        ]
        opened = [check_opened(each, meeting, boxes, findings) for each in self.opened]
        words = [check_cancelled_words(each, source, boxes, findings) for each in self.words]
        judged = JudgedEvidence(tuple(receipts), tuple(opened), tuple(words), tuple(notes))
        return replace(verdict, findings=(*verdict.findings, *findings.found)), judged

    def _not_judged(self) -> JudgedEvidence:
        given = (*(each.fingerprint for each in self.receipts), *self.named)
        return JudgedEvidence(
            tuple(JudgedReceipt(each, Honour.NOT_JUDGED, server="") for each in given),
            tuple(JudgedOpened(e.fingerprint, OpenedFate.NOT_JUDGED) for e in self.opened),
            tuple(JudgedWords(e.name, WordsFate.NOT_JUDGED, len(e.words)) for e in self.words),
            tuple(JudgedNote(e.name, Fate.NOT_JUDGED, "", e.checkpoint.size) for e in self.notes),
        )


@dataclass(frozen=True, slots=True)
class JudgedEvidence:
    """What each of them shows."""

    receipts: tuple[JudgedReceipt, ...] = ()
    opened: tuple[JudgedOpened, ...] = ()
    words: tuple[JudgedWords, ...] = ()
    notes: tuple[JudgedNote, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether each is of this meeting and shows something."""
        unheard = (Honour.REFUSED, Honour.ABSENT)
        return (
            not any(each.honour in unheard for each in self.receipts)
            and all(each.usable for each in self.notes)
            and all(each.usable for each in self.opened)
            and all(each.usable for each in self.words)
        )

    def to_json(self) -> dict[str, Any]:
        """For programs, by the kind."""
        return {
            "receipts": [each.to_json() for each in self.receipts],
            "opened": [each.to_json() for each in self.opened],
            "cancelled": [each.to_json() for each in self.words],
            "checkpoints": [each.to_json() for each in self.notes],
        }

    def lines(self, _: Callable[[str], str], *, compared: bool) -> Iterator[str]:
        """What a person reads of all but receipts; `compared` as `note_lines` has it."""
        yield from opened_lines(list(self.opened), _)
        yield from cancelled_lines(list(self.words), _)
        yield from note_lines(list(self.notes), _, compared)

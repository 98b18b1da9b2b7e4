"""The server's words on cancelled slips against records: each slip must be in the published list.

Whoever was there when slips were cancelled keeps the words. After the count they show whether the
server kept to them: a slip that it signed to be cancelled and that its list does not name could
have voted, and the word is evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from crypto.board.cancelled_words import (
    AUDITED,
    LEFT_OVER,
    LONGEST_WORDS,
    CancelledWord,
    CancelledWords,
)
from crypto.board.cancelling import CancelledSlips
from crypto.board.server_key import ServerPublicKey
from crypto.errors import ParseError, Refused
from crypto.place import Place, in_file, place_of
from meeting.files import read_bounded
from meeting.language import N_
from meeting.published.folder_names import CANCELLED, SERVER_KEY
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.source import Folder
from tally.problem import Problem
from tally.verify.record.box import VerifiedBox
from tally.verify.record.closing import closing_head

_MOST_TOLD = 3
"""Slips of a box that a finding names, of those that its list does not."""


class WordsFate(StrEnum):
    """What became of the words of a file, the worst first."""

    DROPPED = "dropped"
    REFUSED = "refused"
    WAITING = "waiting"
    KEPT = "kept"
    NOT_JUDGED = "not-judged"


@dataclass(frozen=True, slots=True)
class GivenWords:
    """The words of a file that somebody kept."""

    name: str
    words: tuple[CancelledWord, ...]


@dataclass(frozen=True, slots=True)
class JudgedWords:
    """A file of `count` words; `dropped` of them are on slips that the list does not name."""

    name: str
    fate: WordsFate
    count: int
    dropped: int = 0

    @property
    def usable(self) -> bool:
        """Whether the server of this meeting signed all of them."""
        return self.fate is not WordsFate.REFUSED

    def to_json(self) -> dict[str, str | int]:
        """The file for programs."""
        return {
            "name": self.name,
            "state": str(self.fate),
            "slips": self.count,
            "dropped": self.dropped,
        }


def read_cancelled_words(path: Path) -> GivenWords:
    """The words in a file; raises Problem "cancelled-words-form" and what `read_bounded` raises."""
    data = read_bounded(path, LONGEST_WORDS)
    try:
        words = CancelledWords.parse(data, where=in_file(path.name)).words
    except ParseError as error:
        raise Problem(
            "cancelled-words-form",
            "This is no file of a server's words on cancelled slips: give the one that piaoxiang "
            "server cancel wrote. It says nothing about the result.",
            where=str(path),
        ) from error
    return GivenWords(str(path), words)


def check_cancelled_words(
    given: GivenWords, folder: Folder, boxes: tuple[VerifiedBox, ...], findings: Findings
) -> JudgedWords:
    """Hold the words against the published lists; what is wrong becomes a finding at the file.

    What this meeting's server did not sign is noted only: anybody can write such a file. A list
    that cannot be read is refused by itself, and then nothing follows from what it does not name.
    """
    where, fate, dropped = place_of(given.name), WordsFate.KEPT, 0
    key = ServerPublicKey.parse(folder.meeting.server_key, where=SERVER_KEY)
    known = {each.record.setup_hash: each for each in boxes if each.record is not None}
    unread = [each for each in boxes if each.record is None]
    for setup, words in groupby(given.words, key=lambda each: each.setup):
        box = known.get(setup)
        if box is None and unread:
            fate = min(fate, WordsFate.NOT_JUDGED, key=_rank)
            continue
        if box is None:
            findings.note(
                "cancelled-foreign", Detail.of(N_("no box of this meeting is named so")), where
            )
            fate = min(fate, WordsFate.REFUSED, key=_rank)
            continue
        signed, false = _signed(words, key, where)
        if false:
            detail = Detail.of(
                N_("false signatures on slips of box {box}: {count}"),
                box=box.findings.box,
                count=false,
            )
            findings.note("cancelled-word", detail, where)
            fate = min(fate, WordsFate.REFUSED, key=_rank)
        found, missing = _of_box(signed, folder, box, where, findings)
        fate, dropped = min(fate, found, key=_rank), dropped + missing
    judged = JudgedWords(given.name, fate, len(given.words))
    return replace(judged, dropped=dropped)


def _rank(fate: WordsFate) -> int:
    return list(WordsFate).index(fate)


def _signed(
    words: Iterable[CancelledWord], key: ServerPublicKey, where: Place
) -> tuple[list[CancelledWord], int]:
    """The words that the server signed, and how many of the others there are."""
    signed, false = list[CancelledWord](), 0
    for word in words:
        try:
            word.check(key, where=where)
            signed.append(word)
        except Refused:
            false += 1
    return signed, false


def _of_box(
    signed: list[CancelledWord],
    folder: Folder,
    box: VerifiedBox,
    where: Place,
    findings: Findings,
) -> tuple[WordsFate, int]:
    """What became of the words on slips of a box, and how many slips its list does not name."""
    name = box.findings.box
    if not signed:
        return WordsFate.KEPT, 0
    if box.record is None or not closing_head(box.record):
        detail = f"box {name} is not closed; the list is published then"
        findings.unfinished("cancelled-waiting", detail, where)
        return WordsFate.WAITING, 0
    listed = _listed(folder, box)
    if listed is None:
        return WordsFate.NOT_JUDGED, 0
    missing = [each.credential for each in signed if each.credential not in listed[each.part]]
    if not missing:
        return WordsFate.KEPT, 0
    voted = {each.credential for each in box.ballots.ballots} if box.ballots else set[str]()
    cast = len(voted.intersection(missing))
    told = ", ".join(missing[:_MOST_TOLD]) + (", …" if len(missing) > _MOST_TOLD else "")
    detail = f"box {name}: {len(missing)} of {len(signed)}, of which {cast} voted: {told}"
    findings.problem("cancelled-dropped", detail, where)
    return WordsFate.DROPPED, len(missing)


def _listed(folder: Folder, box: VerifiedBox) -> dict[str, set[str]] | None:
    """The credentials of each part of a box's list; None for a list that is refused by itself."""
    election, record = box.setup.election, box.record
    data = folder.files(folder.meeting.box(box.findings.box)).cancelled
    if data is None:
        return {AUDITED: set(), LEFT_OVER: set()}
    if election is None or record is None:
        return None
    try:
        found = CancelledSlips.parse(election.group, data, where=in_file(CANCELLED))
    except Refused:
        return None
    if found.setup != record.setup_hash:
        return None
    return {
        AUDITED: {each.credential for each in found.audited},
        LEFT_OVER: {each.credential for each in found.left_over},
    }

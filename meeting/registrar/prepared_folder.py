"""The folder "prepared", which the registrar hands to the ballot server.

    meeting.json
    boxes/<box id>/election.json, trustees.json, credentials.json

Everything in it is public. `load_prepared` accepts it only if it is exactly what the meeting
demands, box by box; `write_prepared` writes it whole or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crypto.errors import Refused
from crypto.groups.named import group_named
from crypto.place import in_file
from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Box, Meeting
from meeting.files import read_bounded, unwritable, write_new
from meeting.problem import Problem
from meeting.published.box_setup import SetupFault, SetupTexts
from meeting.published.definition_file import MOST_BYTES, definition_hash, parse_published
from meeting.published.folder_names import BOXES, MEETING
from meeting.published.setup_check import (
    BoxSetup,
    SetupDifference,
    SetupDiffers,
    check_setup,
    tellers_difference,
)
from meeting.published.setups import meeting_fingerprint
from meeting.staged_folder import staged_folder
from meeting.system_files import is_system_file
from meeting.system_reasons import system_reason

MOST_LIST_BYTES = 80 * 1024 * 1024
MEETING_FILE = MEETING
BOXES_FOLDER = BOXES
ELECTION_FILE = "election.json"
TRUSTEES_FILE = "trustees.json"
CREDENTIALS_FILE = "credentials.json"
_FILES = (ELECTION_FILE, TRUSTEES_FILE, CREDENTIALS_FILE)


@dataclass(frozen=True, slots=True)
class PreparedBox:
    """One box, ready for its Setup event: the three texts and what they say."""

    texts: SetupTexts
    setup: BoxSetup

    @property
    def box(self) -> Box:
        """The box of the meeting."""
        return self.setup.box


@dataclass(frozen=True, slots=True)
class Prepared:
    """A meeting with all its boxes; `meeting_bytes` are those of meeting.json."""

    meeting: Meeting
    meeting_bytes: bytes
    definition_hash: str
    boxes: tuple[PreparedBox, ...]

    @property
    def setups(self) -> dict[str, str]:
        """The boxes' Setup hashes by box id, in the meeting's order."""
        return {each.box.id: each.setup.name for each in self.boxes}

    @property
    def meeting_fingerprint(self) -> str:
        """The root of the meeting's boxes, which every slip carries."""
        return meeting_fingerprint(self.setups)


def check_trustees(meeting: Meeting, trustees: Trustees, *, where: str) -> None:
    """Check that these are the meeting's tellers: proofs, number and threshold.

    Raises Refused if a proof fails, Problem("trustees-other") if they are somebody else's.
    """
    trustees.verify(group_named(meeting.group_name), where=where)
    difference = tellers_difference(meeting, trustees)
    if difference is not None:
        raise _other_tellers(meeting, difference, where)


def load_prepared(path: Path) -> Prepared:
    """Read and check a prepared folder.

    Raises Problem or Refused, with the file and the place in it: a meeting, election, trustee or
    credential list that is not in canonical form; an election that is not the one the meeting
    asks for under the tellers' key; trustees whose proofs fail or who are not the meeting's;
    more or fewer credentials than slips; an unsorted list; a credential, uuid or box too many.
    """
    meeting_bytes = read_bounded(path / MEETING_FILE, MOST_BYTES)
    meeting = parse_published(meeting_bytes)
    hash_of_definition = definition_hash(meeting_bytes)
    _check_listing(path / BOXES_FOLDER, [box.id for box in meeting.boxes()])
    boxes: list[PreparedBox] = []
    for box in meeting.boxes():
        texts = _texts(path / BOXES_FOLDER / box.id)
        trustees = boxes[0].setup.trustees if boxes else None
        if boxes and texts.trustees != boxes[0].texts.trustees:
            raise Problem(
                "prepared-trustees",
                "All boxes of a meeting have the same tellers; these are others than those of"
                " {first}.",
                where=_place(box, TRUSTEES_FILE),
                first=boxes[0].box.id,
            )
        boxes.append(check_box(meeting, hash_of_definition, box, texts, trustees))
    if len({each.setup.election.uuid for each in boxes}) != len(boxes):
        raise Problem(
            "prepared-uuid", "Two boxes have the same uuid.", where=str(path / BOXES_FOLDER)
        )
    return Prepared(meeting, meeting_bytes, hash_of_definition, tuple(boxes))


def check_box(
    meeting: Meeting,
    hash_of_definition: str,
    box: Box,
    texts: SetupTexts,
    trustees: Trustees | None = None,
) -> PreparedBox:
    """Check the three texts of one box; raises Problem or Refused for the first that is wrong.

    `trustees` are those texts' trustees where they were checked before, with another box.
    """
    try:
        setup = check_setup(meeting, hash_of_definition, box, texts, proved=trustees)
    except SetupDiffers as differs:
        raise _in_words(meeting, box, differs.faults[0]) from differs
    return PreparedBox(texts, setup)


def _in_words(meeting: Meeting, box: Box, fault: SetupFault) -> Problem | Refused:
    """Say of a fault in which file it stands, and what a registrar can do with it."""
    error, where = fault.error, _place(box, f"{fault.place.part}.json")
    found = error.found if isinstance(error, SetupDifference) else None
    match error.code:
        case "tellers-not-meeting" if isinstance(error, SetupDifference):
            return _other_tellers(meeting, error, where)
        case "election-not-meeting" | "election-key":
            return Problem(
                "prepared-election",
                "This is not the election of box {box} of this meeting: {field} is different.",
                where=where,
                box=box.id,
                field=next(iter(fault.place.path.steps), ""),
            )
        case "credential-weighted":
            return Problem("prepared-weight", "A slip of ours never carries a weight.", where=where)
        case "credentials-not-slips":
            return Problem(
                "prepared-slips",
                "Credentials: {count}, but slips printed for this box: {slips}.",
                where=where,
                count=found,
                slips=box.slips,
            )
    error.place = in_file(where) / fault.place.path
    return error


def _other_tellers(meeting: Meeting, difference: SetupDifference, where: str) -> Problem:
    match difference.found:
        case (threshold, size):
            return Problem(
                "trustees-other",
                "These tellers are {found_threshold} of {found_size}, the meeting has {threshold}"
                " of {size}.",
                where=where,
                found_threshold=threshold,
                found_size=size,
                threshold=meeting.teller_threshold,
                size=len(meeting.tellers),
            )
    return Problem(
        "trustees-form",
        "Expected is one key made by the tellers together, with a threshold and nobody"
        " beside them.",
        where=where,
    )


def refuse_existing(path: Path) -> None:
    """Raise Problem("prepared-exists") where slips were made before."""
    if path.exists():
        raise Problem(
            "prepared-exists",
            "This folder exists already: slips were made for this meeting before. New slips would"
            " make the printed ones worthless; move the folder away only if none was handed out.",
            where=str(path),
        )


def write_prepared(path: Path, meeting_bytes: bytes, boxes: Sequence[PreparedBox]) -> None:
    """Write a prepared folder where none may be yet. Raises Problem."""
    refuse_existing(path)
    try:
        with staged_folder(path) as unfinished:
            write_new(unfinished / MEETING_FILE, meeting_bytes)
            for each in boxes:
                folder = unfinished / BOXES_FOLDER / each.box.id
                folder.mkdir(parents=True)
                write_new(folder / ELECTION_FILE, each.texts.election)
                write_new(folder / TRUSTEES_FILE, each.texts.trustees)
                write_new(folder / CREDENTIALS_FILE, each.texts.credentials)
    except OSError as error:
        raise unwritable(path, error) from error


def _texts(folder: Path) -> SetupTexts:
    _check_listing(folder, _FILES)
    texts = []
    for name in _FILES:
        data = read_bounded(folder / name, MOST_LIST_BYTES)
        try:
            data.decode()
        except UnicodeDecodeError as error:
            raise Problem(
                "prepared-not-utf8", "This is not UTF-8 text.", where=str(folder / name)
            ) from error
        texts.append(data)
    return SetupTexts(*texts)


def _check_listing(folder: Path, expected: Sequence[str]) -> None:
    """A file nobody asked for is as wrong as one that is missing: somebody meant something.

    What an operating system puts into folders by itself is passed over.
    """
    try:
        found = {each.name for each in folder.iterdir() if not is_system_file(each.name)}
    except OSError as error:
        raise Problem(
            "file-unreadable",
            "This file cannot be read: {reason}.",
            where=str(folder),
            reason=system_reason(error),
        ) from error
    for name in sorted(found ^ set(expected)):
        if name in found:
            raise Problem("prepared-extra", "This does not belong here.", where=str(folder / name))
        raise Problem("prepared-missing", "This is missing.", where=str(folder / name))


def _place(box: Box, name: str) -> str:
    return f"{BOXES_FOLDER}/{box.id}/{name}"

"""The folder "prepared", which the registrar hands to the ballot server.

    meeting.json
    boxes/<box id>/election.json, trustees.json, credentials.json

Everything in it is public. ``load_prepared`` accepts it only if it is exactly what the meeting
demands, box by box; ``write_prepared`` writes it whole or not at all.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crypto.election.credential import PublicCredential, check_sorted, parse_credentials
from crypto.election.election import Election
from crypto.groups.named import group_named
from crypto.trustees.threshold import Threshold
from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Box, Meeting
from meeting.files import read_bounded, write_new
from meeting.problem import Problem
from meeting.published.definition_file import (
    MOST_BYTES,
    election_for,
    meeting_hash,
    parse_published,
)
from meeting.published.setups import setup_hash, setups_hash
from meeting.system_files import is_system_file
from meeting.system_reasons import system_reason

MOST_LIST_BYTES = 80 * 1024 * 1024
MEETING_FILE = "meeting.json"
BOXES_FOLDER = "boxes"
ELECTION_FILE = "election.json"
TRUSTEES_FILE = "trustees.json"
CREDENTIALS_FILE = "credentials.json"
_FILES = (ELECTION_FILE, TRUSTEES_FILE, CREDENTIALS_FILE)


@dataclass(frozen=True, slots=True)
class PreparedBox:
    """One box, ready for its Setup event: three canonical JSON texts and what they say."""

    box: Box
    election_text: str
    trustees_text: str
    credentials_text: str
    election: Election
    trustees: Trustees
    credentials: tuple[PublicCredential, ...]

    @property
    def setup_hash(self) -> str:
        """The hash of the box's Setup event, which slips name."""
        return setup_hash(self.election_text, self.trustees_text, self.credentials_text)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A meeting with all its boxes; ``meeting_bytes`` are those of meeting.json."""

    meeting: Meeting
    meeting_bytes: bytes
    meeting_hash: str
    boxes: tuple[PreparedBox, ...]

    @property
    def setups(self) -> dict[str, str]:
        """The boxes' Setup hashes by box id, in the meeting's order."""
        return {each.box.id: each.setup_hash for each in self.boxes}

    @property
    def setups_hash(self) -> str:
        """The root of the meeting's boxes, which every slip carries."""
        return setups_hash(self.setups)


def check_trustees(meeting: Meeting, trustees: Trustees, *, where: str) -> None:
    """Check that these are the meeting's tellers: proofs, number and threshold.

    Raises Refused if a proof fails, Problem("trustees-other") if they are somebody else's.
    """
    trustees.verify(group_named(meeting.group_name), where=where)
    match trustees.items:
        case (Threshold() as tellers,):
            found = (tellers.threshold, len(tellers.certs))
        case _:
            raise Problem(
                "trustees-form",
                "Expected is one key made by the tellers together, with a threshold and nobody"
                " beside them.",
                where=where,
            )
    if found != (meeting.teller_threshold, len(meeting.tellers)):
        raise Problem(
            "trustees-other",
            "These tellers are {found_threshold} of {found_size}, the meeting has {threshold} of"
            " {size}.",
            where=where,
            found_threshold=found[0],
            found_size=found[1],
            threshold=meeting.teller_threshold,
            size=len(meeting.tellers),
        )


def load_prepared(path: Path) -> Prepared:
    """Read and check a prepared folder.

    Raises Problem or Refused, with the file and the place in it: a meeting, election, trustee or
    credential list that is not in canonical form; an election that is not the one the meeting
    asks for under the tellers' key; trustees whose proofs fail or who are not the meeting's;
    more or fewer credentials than slips; an unsorted list; a credential, uuid or box too many.
    """
    meeting_bytes = read_bounded(path / MEETING_FILE, MOST_BYTES)
    meeting = parse_published(meeting_bytes)
    hash_of_meeting = meeting_hash(meeting_bytes)
    _check_listing(path / BOXES_FOLDER, [box.id for box in meeting.boxes()])
    boxes: list[PreparedBox] = []
    for box in meeting.boxes():
        texts = _texts(path / BOXES_FOLDER / box.id)
        trustees = boxes[0].trustees if boxes else None
        if boxes and texts[TRUSTEES_FILE] != boxes[0].trustees_text:
            raise Problem(
                "prepared-trustees",
                "All boxes of a meeting have the same tellers; these are others than those of"
                " {first}.",
                where=_place(box, TRUSTEES_FILE),
                first=boxes[0].box.id,
            )
        boxes.append(check_box(meeting, hash_of_meeting, box, texts, trustees))
    if len({each.election.uuid for each in boxes}) != len(boxes):
        raise Problem(
            "prepared-uuid", "Two boxes have the same uuid.", where=str(path / BOXES_FOLDER)
        )
    return Prepared(meeting, meeting_bytes, hash_of_meeting, tuple(boxes))


def check_box(
    meeting: Meeting,
    hash_of_meeting: str,
    box: Box,
    texts: Mapping[str, str],
    trustees: Trustees | None = None,
) -> PreparedBox:
    """Check the three texts of one box, by file name.

    ``trustees`` are those texts' trustees where they were checked before, with another box.
    """
    group = group_named(meeting.group_name)
    if trustees is None:
        where = _place(box, TRUSTEES_FILE)
        trustees = Trustees.parse(group, texts[TRUSTEES_FILE], where=where)
        check_trustees(meeting, trustees, where=where)
    election = Election.parse(texts[ELECTION_FILE], where=_place(box, ELECTION_FILE))
    expected = election_for(meeting, hash_of_meeting, box, election.uuid, trustees.joint_key(group))
    if election != expected:
        raise Problem(
            "prepared-election",
            "This is not the election of box {box} of this meeting: {field} is different.",
            where=_place(box, ELECTION_FILE),
            box=box.id,
            field=_first_difference(election, expected),
        )
    where = _place(box, CREDENTIALS_FILE)
    credentials = parse_credentials(group, texts[CREDENTIALS_FILE], where=where)
    check_sorted(credentials, where=where)
    if any(each.weight != 1 or "," in each.text for each in credentials):
        raise Problem("prepared-weight", "A slip of ours never carries a weight.", where=where)
    if len(credentials) != box.slips:
        raise Problem(
            "prepared-slips",
            "Credentials: {count}, but slips printed for this box: {slips}.",
            where=where,
            count=len(credentials),
            slips=box.slips,
        )
    return PreparedBox(
        box=box,
        election_text=texts[ELECTION_FILE],
        trustees_text=texts[TRUSTEES_FILE],
        credentials_text=texts[CREDENTIALS_FILE],
        election=election,
        trustees=trustees,
        credentials=credentials,
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
    unfinished = Path(tempfile.mkdtemp(prefix=".prepared-", dir=path.parent))
    try:
        unfinished.chmod(0o755)
        write_new(unfinished / MEETING_FILE, meeting_bytes)
        for each in boxes:
            folder = unfinished / BOXES_FOLDER / each.box.id
            folder.mkdir(parents=True)
            write_new(folder / ELECTION_FILE, each.election_text.encode())
            write_new(folder / TRUSTEES_FILE, each.trustees_text.encode())
            write_new(folder / CREDENTIALS_FILE, each.credentials_text.encode())
        unfinished.rename(path)
    except OSError as error:
        raise Problem(
            "file-unwritable",
            "This file cannot be written: {reason}.",
            where=str(path),
            reason=system_reason(error),
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _texts(folder: Path) -> dict[str, str]:
    _check_listing(folder, _FILES)
    texts = {}
    for name in _FILES:
        try:
            texts[name] = read_bounded(folder / name, MOST_LIST_BYTES).decode()
        except UnicodeDecodeError as error:
            raise Problem(
                "prepared-not-utf8", "This is not UTF-8 text.", where=str(folder / name)
            ) from error
    return texts


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


def _first_difference(found: Election, expected: Election) -> str:
    for name in ("version", "description", "name", "group", "public_key", "questions"):
        if getattr(found, name) != getattr(expected, name):
            return name
    return "administrator, credential_authority, language"


def _place(box: Box, name: str) -> str:
    return f"{BOXES_FOLDER}/{box.id}/{name}"

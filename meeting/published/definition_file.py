"""The published form of a meeting: canonical JSON, and the hash by which everybody names it.

The hash (SHA-256 of the bytes, in hex) stands on every slip and at the end of every election's
description. So there is exactly one way to write a meeting: fields in the order below, numbers
as integers, weights as exact fractions ("2/5"), empty optional fields left out. `parse_published`
accepts those bytes and no others. The roster is no part of it; only the sizes of the groups are.
"""

from __future__ import annotations

import json

from crypto import canonical
from crypto.election.election import Election
from crypto.errors import Refused
from crypto.groups.group import Element
from crypto.groups.named import group_named
from meeting.definition.consistency import check_meeting
from meeting.definition.meeting import Box, Meeting
from meeting.definition.mistakes import place
from meeting.problem import Problem, Problems
from meeting.published.fields import Fields
from meeting.published.folder_names import MEETING
from meeting.published.form import meeting_from_json, meeting_to_json

MOST_BYTES = 4 * 1024 * 1024


def published(meeting: Meeting) -> bytes:
    """Meeting.json. Raises Problems if the meeting is impossible or has no server key."""
    _check(meeting, "")
    data = unchecked_bytes(meeting)
    parse_published(data)  # so that nothing is ever published that nobody can read
    return data


def unchecked_bytes(meeting: Meeting) -> bytes:
    """The canonical bytes of a meeting that may not be ready to be published."""
    return canonical.dumps(meeting_to_json(meeting)).encode()


def definition_hash(data: bytes) -> str:
    """The SHA-256 of the published bytes, 64 hex digits: the meeting's name."""
    return canonical.sha256_hex(data)


def parse_published(data: bytes, *, where: str = MEETING) -> Meeting:
    """Read meeting.json strictly: our own form and no other. Raises Problem naming the place."""
    try:
        value = canonical.loads(data, limit=MOST_BYTES, where=where)
    except Refused as error:
        raise _not_canonical(data, where) from error
    meeting = meeting_from_json(Fields(value, (), where))
    _check(meeting, where)
    if unchecked_bytes(meeting) != data:
        raise Problem(
            "meeting-not-canonical",
            "This is not the form in which meetings are published: fields are missing, added or in"
            " another order.",
            where=where,
        )
    return meeting


def _not_canonical(data: bytes, where: str) -> Problem:
    """Say where a text goes wrong that is no canonical JSON, in words of our own."""
    try:
        json.loads(data.decode())
    except UnicodeDecodeError as error:
        return Problem(
            "meeting-not-canonical",
            "This is not a published meeting: it is no text in UTF-8 from byte {byte} on. Take the"
            " file anew from where it was published.",
            where=where,
            byte=error.start + 1,
        )
    except json.JSONDecodeError as error:
        return Problem(
            "meeting-not-canonical",
            "This is not a published meeting: from line {line}, column {column} on it is no JSON."
            " Take the file anew from where it was published.",
            where=where,
            line=error.lineno,
            column=error.colno,
        )
    except (ValueError, RecursionError):
        pass  # a number of thousands of digits, or brackets in brackets
    return Problem(
        "meeting-not-canonical",
        "This is not the form in which meetings are published: the file was changed, if only in"
        " its spaces. Take it anew from where it was published.",
        where=where,
    )


def election_for(
    meeting: Meeting, hash_of_definition: str, box: Box, uuid: str, public_key: Element
) -> Election:
    """The Belenios election of a box; its description ends with the meeting's hash."""
    return Election(
        version=1,
        description=f"{meeting.id} {box.id} meeting {hash_of_definition}",
        name=f"{meeting.title} · {box.round.name} · {box.group.name}",
        group=group_named(meeting.group_name),
        public_key=public_key,
        questions=box.questions(meeting),
        uuid=uuid,
    )


def _check(meeting: Meeting, where: str) -> None:
    prefix = f"{where} " if where else ""
    problems = []
    for path, problem in check_meeting(meeting):
        problem.where = f"{prefix}{place(path)}"
        problems.append(problem)
    if not meeting.server_key:
        problems.append(
            Problem(
                "server-key-missing",
                "A published meeting names the server's public key.",
                where=f"{prefix}server_key",
            )
        )
    if problems:
        raise Problems(problems)

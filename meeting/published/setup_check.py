"""Whether the Setup of a box is the meeting's: the one check that every room uses.

The registrar checks what it made, the server what it is given, a kiosk and whoever checks a ballot
what a board shows, a cosigner and the verifier what a record says. All of them ask here, and each
says it in its own words. What must hold (docs/protocol.md, chapter 8):

- the texts hold by themselves (`box_setup.read_setup`);
- the election is the one that follows from the meeting, for whatever uuid and key;
- the trustees are one set with a threshold and nobody else, as many as the meeting has tellers;
- there is one credential for every slip, and none has a weight, be it 1;
- the whole has the name that is known of the box, where one is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from crypto.election.credential import PublicCredential
from crypto.election.election import Election
from crypto.errors import Refused
from crypto.groups.named import group_named
from crypto.place import Place, Where
from crypto.trustees.threshold import Threshold
from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Box, Meeting
from meeting.published.box_setup import (
    SetupFault,
    SetupPart,
    SetupParts,
    SetupTexts,
    read_setup,
)
from meeting.published.definition_file import election_for

_NOT_COMPARED = {"uuid", "public_key", "questions"}
_FIELDS = [each.name for each in fields(Election) if each.init and each.name not in _NOT_COMPARED]


class SetupDifference(Refused):
    """A Setup says something else than the meeting; `found` is None for another form."""

    def __init__(self, code: str, detail: str, *, where: Where = "", found: object = None) -> None:
        super().__init__(code, detail, where=where)
        self.found = found


class SetupDiffers(Refused):
    """A Setup is not the meeting's: one coded error for each fault, never none.

    Its own code, detail and place are those of the first.
    """

    def __init__(self, faults: tuple[SetupFault, ...]) -> None:
        first = faults[0]
        super().__init__(first.error.code, first.error.detail, where=first.error.place)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class BoxSetup:
    """A box whose Setup is the meeting's.

    `name` is the hash of its Setup event; `credentials` are the public credentials of its
    slips, as texts.
    """

    meeting: Meeting = field(repr=False)
    definition_hash: str
    box: Box
    name: str
    election: Election = field(repr=False)
    trustees: Trustees = field(repr=False)
    credentials: frozenset[str] = field(repr=False)


def check_setup(
    meeting: Meeting,
    definition_hash: str,
    box: Box,
    texts: SetupTexts,
    *,
    name: str = "",
    proved: Trustees | None = None,
) -> BoxSetup:
    """The Setup of a box; raises SetupDiffers with everything in which it is another's.

    `name` is the hash that is known of the box, empty for none; `proved` are the texts'
    trustees where they were verified before, with another box.
    """
    group = group_named(meeting.group_name)
    parts, faults = read_setup(texts, box=box.id, group=group, proved=proved)
    found = [*faults, *differences(meeting, definition_hash, box, parts)]
    if name and texts.name != name:
        error = SetupDifference("setup-name", f"{texts.name} found, expected {name}")
        found.append(SetupFault.of(box.id, SetupPart.NAME, error))
    # Another key follows from other tellers: they are told first.
    found.sort(key=lambda fault: fault.error.code == "election-key")
    if found or parts.election is None or parts.trustees is None or parts.credentials is None:
        raise SetupDiffers(tuple(found))
    return BoxSetup(
        meeting=meeting,
        definition_hash=definition_hash,
        box=box,
        name=texts.name,
        election=parts.election,
        trustees=parts.trustees,
        credentials=frozenset(each.text for each in parts.credentials),
    )


def differences(
    meeting: Meeting, definition_hash: str, box: Box, parts: SetupParts
) -> tuple[SetupFault, ...]:
    """Everything in which what could be read of a Setup is not that of the meeting's box."""
    found: list[tuple[SetupPart, SetupDifference]] = []
    if parts.trustees is not None:
        other = tellers_difference(meeting, parts.trustees)
        found += [(SetupPart.TRUSTEES, other)] if other is not None else []
    if parts.election is not None:
        others = _in_election(meeting, definition_hash, box, parts.election)
        found += [(SetupPart.ELECTION, each) for each in others]
    if parts.credentials is not None:
        wrong = _in_credentials(box, parts.credentials)
        found += [(SetupPart.CREDENTIALS, each) for each in wrong]
    return tuple(SetupFault.of(box.id, part, each) for part, each in found)


def tellers_difference(meeting: Meeting, trustees: Trustees) -> SetupDifference | None:
    """How these trustees are not the meeting's tellers by number and form, None if not.

    `found` is their threshold and number, or None where they are no single set with a threshold.
    """
    code = "tellers-not-meeting"
    match trustees.items:
        case (Threshold() as tellers,):
            found = (tellers.threshold, len(tellers.certs))
        case _:
            detail = "expected one set of tellers with a threshold, and nobody else"
            return SetupDifference(code, detail)
    expected = (meeting.teller_threshold, len(meeting.tellers))
    if found == expected:
        return None
    detail = (
        f"{found[0]} of {found[1]} tellers found, the meeting says {expected[0]} of {expected[1]}"
    )
    return SetupDifference(code, detail, where=Place((0,)), found=found)


def _in_election(
    meeting: Meeting, definition_hash: str, box: Box, election: Election
) -> Iterator[SetupDifference]:
    code = "election-not-meeting"
    group = group_named(meeting.group_name)
    # A key of another group cannot stand in an election of this one; that group is told below.
    key = election.public_key if election.group == group else group.generator
    expected = election_for(meeting, definition_hash, box, election.uuid, key)
    for name in _FIELDS:
        found, wanted = getattr(election, name), getattr(expected, name)
        if found != wanted:
            detail = f"{found!r:.200} found, the meeting says {wanted!r:.200}"
            yield SetupDifference(code, detail, where=name, found=found)
    if len(election.questions) != len(expected.questions):
        count = len(election.questions)
        detail = f"{count} questions found, the papers have {len(expected.questions)}"
        yield SetupDifference(code, detail, where="questions", found=count)
    for index, (asked, due) in enumerate(zip(election.questions, expected.questions, strict=False)):
        if asked != due:
            detail = f"another question than item {box.items(meeting)[index].id} of the paper"
            yield SetupDifference(code, detail, where=Place(("questions", index)), found=index)


def _in_credentials(
    box: Box, credentials: tuple[PublicCredential, ...]
) -> Iterator[SetupDifference]:
    count = len(credentials)
    if count != box.slips:
        yield SetupDifference(
            "credentials-not-slips",
            f"{count} public credentials found, {box.slips} slips were to be printed",
            found=count,
        )
    for index, credential in enumerate(credentials):
        if "," in credential.text:
            yield SetupDifference(
                "credential-weighted",
                "a credential with a weight; slips of a meeting weigh the same",
                where=Place((index,)),
                found=credential.weight,
            )

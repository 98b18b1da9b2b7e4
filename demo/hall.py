"""Who comes to the demonstration: voters per group, each with a slip drawn from their pile."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import SystemRandom

from crypto.election.credential import public_credential
from crypto.groups.named import group_named
from demo.problem import DemoProblem
from meeting.definition.meeting import Meeting
from meeting.registrar.prepared_folder import Prepared
from meeting.registrar.slip_code import parse_slip_code

_chance = SystemRandom()


def who_comes(meeting: Meeting, voters: int) -> dict[str, int]:
    """Share `voters` out among the voter groups by their sizes: group id to number of people.

    Every group gets at least the meeting's minimum, so that its box may be opened.
    Raises DemoProblem("demo-voters") when fewer or more are asked for than the meeting allows.
    """
    least = meeting.minimum_group * len(meeting.groups)
    entitled = sum(group.size for group in meeting.groups)
    if not least <= voters <= entitled:
        raise DemoProblem(
            "demo-voters",
            "{voters} voters cannot be shared out: this meeting takes {least} to {most}.",
            where="--voters",
            voters=voters,
            least=least,
            most=entitled,
        )
    come = {group.id: meeting.minimum_group for group in meeting.groups}
    for _ in range(voters - least):
        emptiest = min(
            (group for group in meeting.groups if come[group.id] < group.size),
            key=lambda group: (come[group.id] + 1) / group.size,
        )
        come[emptiest.id] += 1
    return come


def piles(prepared: Prepared, codes: Sequence[str]) -> dict[str, list[str]]:
    """Sort scanned slips into the piles they were printed in: box id to slip codes, shuffled.

    Raises DemoProblem("demo-slips") when the codes are not exactly the slips of the public lists.
    """
    group = group_named(prepared.meeting.group_name)
    public_lists = {each.box.id: each.setup.credentials for each in prepared.boxes}
    found: dict[str, dict[str, str]] = {box_id: {} for box_id in public_lists}
    for code in codes:
        credential = parse_slip_code(code, prepared.meeting_fingerprint).credential
        for each in prepared.boxes:
            public = group.encode(public_credential(group, each.setup.election.uuid, credential))
            if public in public_lists[each.box.id]:
                found[each.box.id][public] = code
    for box_id, public_list in public_lists.items():
        if found[box_id].keys() != public_list:
            raise DemoProblem(
                "demo-slips",
                "{found} of {printed} printed slips of this box could be read back",
                where=box_id,
                found=len(found[box_id]),
                printed=len(public_list),
            )
    shuffled = {box_id: list(codes.values()) for box_id, codes in found.items()}
    for pile in shuffled.values():
        _chance.shuffle(pile)
    return shuffled

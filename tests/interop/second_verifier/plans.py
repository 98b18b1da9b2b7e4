"""The plans by which rounds are opened (chapter 19), held against what was opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .box import Box
from .canonical import sha256_hex, write
from .findings import Findings
from .rounds import groups_in
from .sums import Sum, named


@dataclass(frozen=True)
class Plan:
    """Its hash, the ids of everything that is opened once, and of what only an exception opens.

    `signed` says that every trustee has signed the exception, `begun` that some have.
    """

    hash: str
    alone_or_summed: list[list[str]]
    exception: list[str]
    signed: bool = False
    begun: bool = False

    @property
    def openings(self) -> list[list[str]]:
        """What is opened."""
        return self.alone_or_summed + ([self.exception] if self.signed else [])

    @property
    def summed(self) -> list[list[str]]:
        """What is opened as one."""
        return [ids for ids in self.openings if len(ids) > 1]


def plans_of(
    meeting: dict[str, Any], definition_hash: str, boxes: dict[str, Box]
) -> dict[str, Plan]:
    """The plan of every round whose boxes are all closed; none under schema 1."""
    found: dict[str, Plan] = {}
    for one in meeting["rounds"] if meeting["schema"] > 1 else []:
        names = [f"{one['id']}-{group['id']}" for group in groups_in(meeting, one)]
        mine = [boxes[name] for name in names if name in boxes]
        if len(mine) == len(names) and all(box.closing is not None for box in mine):
            found[one["id"]] = _plan(meeting, definition_hash, one["id"], mine)
    return found


def _plan(meeting: dict[str, Any], definition_hash: str, name: str, boxes: list[Box]) -> Plan:
    minimum = meeting["minimum_group"]
    small = [box for box in boxes if 0 < box.count < minimum]
    large = sorted((box for box in boxes if box.count >= minimum), key=lambda box: box.count)
    few = bool(small) and sum(box.count for box in small) < minimum
    together = {box.place for box in small + (large[:1] if few else [])}
    alone = {box.place for box in large} - together
    summed = [box.place for box in boxes if box.place in together]
    excepted = few and not large
    openings: list[list[str]] = []
    for box in boxes:
        if box.place in alone:
            openings.append([box.place])
        elif summed and box.place == summed[0] and not excepted:
            openings.append(summed)
    value = {
        "version": 1,
        "meeting": definition_hash,
        "round": name,
        "minimum": minimum,
        "boxes": [
            {
                "id": box.place,
                "setup": box.setup,
                "head": box.events[box.closing or 0].hash,
                "ballots": box.count,
            }
            for box in boxes
        ],
        "openings": openings,
        **({"exception": summed} if excepted else {}),
    }
    return Plan(sha256_hex(write(value)), openings, summed if excepted else [])


def check_plans(
    plans: dict[str, Plan],
    meeting: dict[str, Any],
    boxes: dict[str, Box],
    sums: Iterable[Sum],
    findings: Findings,
) -> None:
    """What was opened is what the plans open, alone and as one; sums of theirs that are missing."""
    sums = list(sums)
    for name, plan in plans.items():
        mine = [box for box in boxes.values() if box.place.startswith(f"{name}-")]
        for box in mine:
            large = box.count >= meeting["minimum_group"]
            if box.opened and large and [box.place] not in plan.openings:
                findings.add(box.place, "plan-differs", "opened alone, and not by the plan")
        places = {box.place for box in mine}
        summed = [each for each in sums if each.boxes and each.boxes[0].place in places]
        for each in summed:
            if each.whole and each.ids not in plan.openings:
                findings.add(each.name, "plan-differs", "opened as one, and not by the plan")
        taken = {box.place for box in mine if box.opened}.union(*(each.ids for each in summed))
        for ids in plan.summed:
            here = named(ids, meeting) in {each.name for each in sums}
            if not here and not taken.intersection(ids):
                findings.add("+".join(ids), "sum-unfinished", "nobody has begun to open these")
        begun = any(box.opened for box in mine) or any(each.begun for each in summed)
        _say_excepted(name, plan, findings, begun=begun)


def _say_excepted(name: str, plan: Plan, findings: Findings, *, begun: bool) -> None:
    place = f"exceptions/{name}.json"
    if plan.signed:
        findings.note(place, "round-excepted", "every trustee has signed that these are opened")
    elif plan.begun:
        say = findings.add if begun else findings.note
        say(place, "exception-incomplete", "not every trustee has signed")

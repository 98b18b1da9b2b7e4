"""The steps of the rules that choose people (chapter 18)."""

from collections.abc import Callable
from fractions import Fraction
from math import floor
from typing import Any

from .rules import RULED, Step
from .step_acts import by_lot, draw, ruled
from .step_related import related
from .worked import Done, Field, Waits

Judged = dict[str, Any]


def chosen(step: Step, start: Field) -> Done:
    """What a step that chooses people comes to."""
    return KINDS[step["kind"]](step, start)


def _said(person: str, why: str, *, stays: bool, number: Fraction | None = None) -> Judged:
    return {"person": person, "stays": stays, "why": why, "number": number}


def _earlier(step: Step, start: Field) -> Done:
    inside = {person: person in step["people"] for person in start.people("people")}
    words = {True: "in", False: "not-in"}
    return Done(judged=[_said(one, words[stays], stays=stays) for one, stays in inside.items()])


def _only(step: Step, start: Field) -> Done:
    people = start.people(step["source"])
    named = [person in step["people"] for person in people]
    words = {True: "named", False: "not-named"}
    pairs = zip(people, named, strict=True)
    return Done(judged=[_said(person, words[one], stays=one) for person, one in pairs])


def _limit(step: Step, start: Field) -> Done:
    flag = step["kind"] == "flag"
    words = {True: "flagged", False: "not-flagged"} if flag else {True: "reached"}
    judged = []
    for person in start.people(step["source"]):
        number = start.number(step["figure"], person)
        over = number > step["limit"] or (number == step["limit"] and not step["strictly"])
        why = words.get(over, "not-reached")
        judged.append(_said(person, why, stays=over or flag, number=number))
    return Done(judged=judged)


def _cut(step: Step, start: Field) -> Done:
    people, wanted = start.people(step["source"]), start.wanted(step)
    signs = [(step["by"], step["lower_first"])]
    signs += [(each["figure"], each["lower_first"]) for each in step["then"]]
    keys: dict[str, list[Fraction]] = {}
    for person in people:
        found = [(start.number(figure, person), lower) for figure, lower in signs]
        keys[person] = [number if lower else -number for number, lower in found]
    ordered = sorted(people, key=lambda person: keys[person])
    ranks = {one: 1 + [keys[each] for each in ordered].index(keys[one]) for one in ordered}
    why = {person: "first" if at < wanted else "behind" for at, person in enumerate(ordered)}
    if 0 < wanted < len(ordered) and keys[ordered[wanted - 1]] == keys[ordered[wanted]]:
        tied = [person for person in ordered if keys[person] == keys[ordered[wanted]]]
        first = ordered.index(tied[0])
        if step["ties"] == "lot":
            drawn = by_lot(step, tied, wanted - first, start)
            rest = [person for person in tied if person not in drawn]
            ordered[first : first + len(tied)] = drawn + rest
            why |= {**dict.fromkeys(drawn, "drawn"), **dict.fromkeys(rest, "not-drawn")}
        elif step["ties"] == "keep-all":
            why |= dict.fromkeys(tied, "equal-kept")
        else:
            raise Waits("tie", *tied)
    judged = []
    for person in ordered:
        stays = why[person] not in {"behind", "not-drawn"}
        number = start.number(step["by"], person)
        said = _said(person, why[person], stays=stays, number=number)
        judged.append({**said, "place": ranks[person]})
    return Done(judged=judged, wanted=wanted)


def _cap(step: Step, start: Field) -> Done:
    people = start.people(step["source"])
    numbers = {person: start.number(step["by"], person) for person in people}
    wanted = floor(step["share"] * len(people))
    ordered = sorted(people, key=lambda person: -numbers[person])
    edge = [numbers[person] for person in ordered[max(wanted - 1, 0) : wanted + 1]]
    across = edge[0] if wanted and len(edge) > 1 and edge[0] == edge[1] else None
    judged = []
    for place, person in enumerate(ordered):
        number = numbers[person]
        why = "first" if place < wanted else "behind"
        why = "equal-out" if number == across else why
        rank = 1 + sum(other > number for other in numbers.values())
        judged.append({**_said(person, why, stays=why == "first", number=number), "place": rank})
    return Done(judged=judged, wanted=wanted)


def _best(
    people: list[str], count: int, figure: str, start: Field, *, lowest: bool = False
) -> list[str]:
    """The so many highest or lowest; who is equal at the edge is for people to say."""
    if not count:
        return []
    numbers = {person: start.number(figure, person) for person in people}
    ordered = sorted(people, key=lambda one: numbers[one] if lowest else -numbers[one])
    inside, outside = ordered[:count], ordered[count:]
    if inside and outside and numbers[inside[-1]] == numbers[outside[0]]:
        raise Waits("tie", *(one for one in ordered if numbers[one] == numbers[outside[0]]))
    return inside


def _reserve(step: Step, start: Field) -> Done:
    people, by = start.people(step["source"]), step["by"]
    others = [person for person in people if person not in step["people"]]
    short = max(step["least"] - (len(people) - len(others)), 0)
    short, taking = min(short, len(others)), list[str]()
    if step["otherwise"] == "best":
        pool = start.people(step["pool"])
        free = [one for one in pool if one in step["people"] and one not in people]
        taking = _best(free, short, by, start)
        short = len(taking)
    giving = _best(others, max(short - _left(step, start), 0), by, start, lowest=True)
    judged = [
        _said(one, "gives-way", stays=False) if one in giving else _said(one, "first", stays=True)
        for one in people
    ] + [_said(one, "reserved", stays=True) for one in taking]
    numbered = [{**each, "number": start.number(by, each["person"])} for each in judged]
    return Done(judged=numbered, wanted=step["least"])


def _left(step: Step, start: Field) -> int:
    """How many seats a cut left open that the people come from."""
    kinds = {one["id"]: one["kind"] for one in start.meeting["rules"]}
    done = start.done.get(step["source"])
    if done is None or kinds[step["source"]] != "cut" or done.wanted is None:
        return 0
    return max(done.wanted - len(done.people), 0)


def _combined(step: Step, start: Field) -> Done:
    sets = [start.people(name) for name in step["of"]]
    judged = []
    for person in dict.fromkeys(person for people in sets for person in people):
        inside = [person in people for people in sets]
        stays = {
            "all": all(inside),
            "any": True,
            "first-only": inside == [True] + [False] * (len(sets) - 1),
        }[step["how"]]
        judged.append(_said(person, "in" if stays else "not-in", stays=stays))
    return Done(judged=judged)


def _written(step: Step, start: Field) -> Done:
    people = start.people(step["source"])
    judged = [_said(one, "in", stays=True) for one in people]
    new = [one for one in start.merged(step).new if one not in people]
    return Done(judged=judged + [_said(one, "written-in", stays=True) for one in new])


KINDS: dict[str, Callable[[Step, Field], Done]] = {
    "only": _only,
    "threshold": _limit,
    "flag": _limit,
    "cut": _cut,
    "cap": _cap,
    "reserve": _reserve,
    "combined": _combined,
    "written": _written,
    "earlier-people": _earlier,
    "related": related,
    "draw": draw,
    **dict.fromkeys(RULED, ruled),
}

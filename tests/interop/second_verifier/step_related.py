"""The step of the rules about people who may not be chosen together (chapter 18)."""

from fractions import Fraction

from .rules import Step
from .worked import Done, Field, Waits


def related(step: Step, start: Field) -> Done:
    """One of two who are related leaves, the next in order moves up, until nobody is left to go."""
    people = start.people(step["source"])
    numbers = {person: start.number(step["by"], person) for person in people}
    ordered = sorted(people, key=lambda person: -numbers[person])
    left: dict[str, str] = {}
    while True:
        staying = [person for person in ordered if person not in left]
        seated, tied = _seated(staying, step["seats"] or len(people), numbers)
        pair = _pair(step, seated, numbers)
        if pair is None:
            break
        left[pair[0]] = pair[1]
    if tied:
        raise Waits("tie", *tied)
    rest = [person for person in staying if person not in seated]
    whys = {**dict.fromkeys(seated, "first"), **dict.fromkeys(left, "related")}
    judged = []
    for person in [*seated, *left, *rest]:
        why, number = whys.get(person, "behind"), numbers[person]
        place = 1 + sum(other > number for other in numbers.values())
        said = {"person": person, "stays": why == "first", "why": why, "number": number}
        judged.append({**said, "place": place, "other": left.get(person)})
    return Done(judged=judged, wanted=step["seats"] or None)


def _seated(
    staying: list[str], seats: int, numbers: dict[str, Fraction]
) -> tuple[list[str], list[str]]:
    """Those who have a seat whatever is decided, and those who are equal across the last one."""
    inside, outside = staying[:seats], staying[seats:]
    if not outside or numbers[inside[-1]] != numbers[outside[0]]:
        return inside, []
    edge = numbers[outside[0]]
    tied = [person for person in staying if numbers[person] == edge]
    return [person for person in inside if person not in tied], tied


def _pair(step: Step, seated: list[str], numbers: dict[str, Fraction]) -> tuple[str, str] | None:
    """The first in precedence who is related to somebody before them, and to whom."""
    pairs = [{pair["one"], pair["other"]} for pair in step["pairs"]]
    posts = step["posts"]
    keys = {
        person: (posts.index(person) if person in posts else len(posts), -numbers[person])
        for person in seated
    }
    ordered = sorted(seated, key=lambda person: keys[person])
    for at, person in enumerate(ordered):
        for other in ordered[:at]:
            if {person, other} in pairs:
                if keys[person] == keys[other]:
                    raise Waits("tie", other, person)
                return person, other
    return None

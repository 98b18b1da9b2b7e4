"""The steps of the rules that the lot decides, or people (chapters 20 and 25)."""

from typing import Any

from .canonical import sha256_hex, write
from .rules import Step
from .worked import Done, Field, Waits

WHYS = {
    "gate": ("passed", "stopped"),
    "decision": ("decided", "not-decided"),
    "defer": ("deferred", "not-deferred"),
    "withdraw": ("withdrawn", "not-withdrawn"),
}


def by_lot(step: Step, people: list[str], take: int, start: Field) -> list[str]:
    """Whom the draw of a step drew of these people, if it is the one that follows from it."""
    found = start.acts.draws.get(step["id"])
    if found is None:
        raise Waits("draw-awaited", *people)
    names = [start.shown(each) for each in people]
    right = {"entries": names, "take": take, "purpose": step["name"] or step["id"]}
    if {name: found.of[name] for name in right} != right:
        raise Waits("draw-unfit")
    return [people[names.index(entry)] for entry in found.entries]


def draw(step: Step, start: Field) -> Done:
    """Those who are drawn, in the order of the lots; all where they are no more than that."""
    people, take = start.people(step["source"]), step["take"]
    drawn = by_lot(step, people, take, start) if len(people) > take else people
    judged = [{"person": each, "stays": True, "why": "drawn"} for each in drawn]
    rest = [each for each in people if each not in drawn]
    judged += [{"person": each, "stays": False, "why": "not-drawn"} for each in rest]
    return Done(judged=judged, wanted=take)


def ruled(step: Step, start: Field) -> Done:
    """What a ruling says, if it is about just these people and says what it should."""
    people, found = start.people(step["source"]), start.acts.rulings.get(step["id"])
    if found is None:
        if people and step.get("unruled", "waits") == "waits":
            raise Waits("ruling-awaited", *people)
        return Done(judged=[_judged(step, each, {}) for each in people])
    about = sha256_hex(write({"step": step["id"], "people": people}))
    if found["decided_on"] != about:
        raise Waits("ruling-unfit")
    answers: list[dict[str, str]] = found["people"]
    unfit = _unfit(step, people, answers)
    if unfit:
        raise Waits("ruling-unfit", *dict.fromkeys(unfit))
    said = {each["person"]: each for each in answers}
    ordered = list(dict.fromkeys([*said, *people])) if step["kind"] == "decision" else people
    judged = [_judged(step, each, said.get(each, {})) for each in ordered]
    shown = {name: found[name] for name in ("hash", "date", "source", "words")}
    return Done(judged=judged, ruling=shown)


def _unfit(step: Step, people: list[str], answers: list[dict[str, str]]) -> list[str]:
    """The people of whom a ruling says what it should not, or not what it should."""
    named = [each["person"] for each in answers]
    unfit = [each for each in named if each not in people or named.count(each) > 1]
    if step["kind"] == "gate":
        return unfit + [each for each in people if each not in named]
    unfit += [each["person"] for each in answers if each["answer"] != "yes"]
    unfit += named[step["most"] :] if step["kind"] == "decision" else []
    bare = [each["person"] for each in answers if not each["note"]]
    return unfit + (bare if step["kind"] == "defer" else [])


def _judged(step: Step, person: str, answer: dict[str, str]) -> dict[str, Any]:
    yes = answer.get("answer") == "yes"
    stays = yes != (step["kind"] in {"defer", "withdraw"})
    note = {"note": answer["note"]} if answer.get("note") else {}
    return {"person": person, "stays": stays, "why": WHYS[step["kind"]][not yes], **note}

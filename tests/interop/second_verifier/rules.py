"""The rules of a meeting: the forms of their steps, and what they name (chapter 18)."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .canonical import chosen, conform
from .findings import demand

Step = dict[str, Any]
FAULT = "meeting-not-canonical"
EVERYBODY = "people"
CHOOSING = {"recommendation", "score", "posts"}  # papers whose options are people
TEAM = "team"


@dataclass(frozen=True)
class Else:
    """A form: a field that is left out where it has this value."""

    form: Any
    value: Any


def exact(value: Any) -> Fraction:
    """A form: an exact number."""
    good = isinstance(value, str) and re.fullmatch("[0-9]{1,15}(/[1-9][0-9]{0,14})?", value)
    demand(good and str(Fraction(value)) == value, FAULT, "no exact number")
    return Fraction(value)


def _any_exact(value: Any) -> Fraction:
    """A form: an exact number of more digits than anybody types."""
    good = isinstance(value, str) and re.fullmatch("[0-9]{1,640}(/[1-9][0-9]{0,639})?", value)
    demand(good and str(Fraction(value)) == value, FAULT, "no exact number")
    return Fraction(value)


def filled(value: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an object, those that are left out with the value that they have then."""
    left_out = {name: form.value for name, form in fields.items() if isinstance(form, Else)}
    form = {
        f"{name}?" if name in left_out else name: each.form if name in left_out else each
        for name, each in fields.items()
    }
    found: dict[str, Any] = conform(value, form)
    for name, other in left_out.items():
        demand(found.get(name) != other, FAULT, f"{name} says what it says if left out")
        found.setdefault(name, other)
    return found


def _pair(**fields: Any) -> Any:
    return lambda value: filled(value, fields)


D = ("entitled", "present", "issued", "returned", "valid")
M = Else(chosen("stop", "zero", "renormalise"), "stop")
NO = Else(bool, False)
ASKED = {"round": str, "item": str, "groups": Else([str], [])}
FROM = {"source": Else(str, EVERYBODY)}
ONE, ZERO = Fraction(1), Fraction(0)

NUMBERS: dict[str, dict[str, Any]] = {
    "count": {**ASKED, "options": Else([str], []), "written": NO},
    "rate": {
        **ASKED,
        "options": Else([str], []),
        "over": chosen(*D),
        "without": Else([str], []),
        "weighted": NO,
        "missing": M,
        "written": NO,
    },
    "points": {
        **ASKED,
        "values": [_pair(option=str, value=exact)],
        "over": Else(chosen("chosen", "sum", *D), "chosen"),
        "weighted": NO,
        "missing": M,
    },
    "place-points": {
        **ASKED,
        "values": [exact],
        "unnamed": Else(exact, ZERO),
        "over": Else(chosen("sum", *D), "valid"),
        "weighted": NO,
        "missing": M,
    },
    "score": {**ASKED, "drop": Else(int, 0), "least": Else(int, 1)},
    "marks": {"column": str},
    "band": {
        "figure": str,
        "edges": [_pair(at_least=exact, value=exact)],
        "below": Else(exact, ZERO),
    },
    "scaled": {
        "figure": str,
        "full": exact,
        "to": Else(chosen("whole", "best"), "whole"),
        "of": Else(exact, ONE),
    },
    "weighted": {
        "parts": [_pair(figure=str, weight=exact)],
        "total": Else(exact, ONE),
        "missing": M,
    },
    "earlier-figure": {"step": str, "values": Else([_pair(person=str, value=_any_exact)], [])},
}
UNRULED = {"unruled": Else(chosen("waits", "nobody"), "waits")}
BODY = {**FROM, "body": str, "body_en": Else(str, "")}
PEOPLE: dict[str, dict[str, Any]] = {
    "only": {**FROM, "people": [str]},
    "threshold": {**FROM, "figure": str, "limit": exact, "strictly": bool},
    "flag": {**FROM, "figure": str, "limit": exact, "strictly": NO},
    "cut": {
        **FROM,
        "by": str,
        "lower_first": NO,
        "seats": Else(int, 0),
        "left_of": Else(str, ""),
        "ratio": Else(exact, ONE),
        "then": Else([_pair(figure=str, lower_first=NO)], []),
        "ties": chosen("keep-all", "revote", "lot", "stop"),
        "election": NO,
        "differential": Else(exact, ZERO),
        "share": Else(exact, ZERO),
        "share_of": Else(str, EVERYBODY),
        "less": Else([str], []),
    },
    "cap": {**FROM, "by": str, "share": exact},
    "reserve": {
        **FROM,
        "pool": str,
        "people": [str],
        "by": str,
        "least": Else(int, 1),
        "otherwise": chosen("open", "best"),
    },
    "combined": {"of": [str], "how": chosen("all", "any", "first-only")},
    "written": {**FROM, "round": str, "item": str},
    "related": {
        **FROM,
        "pairs": [_pair(one=str, other=str)],
        "by": str,
        "posts": Else([str], []),
        "seats": Else(int, 0),
    },
    "earlier-people": {
        "step": str,
        "part": Else(chosen("chosen", "others", "tied"), "chosen"),
        "people": Else([str], []),
    },
    "draw": {**FROM, "take": int},
    "gate": BODY,
    "decision": {**BODY, "most": int},
    "defer": {**BODY, **UNRULED},
    "withdraw": {**FROM, **UNRULED},
}
RULED = ("gate", "decision", "defer", "withdraw")
QUORUM = {
    "round": str,
    "of": Else(chosen("present", "returned"), "present"),
    "limit": exact,
    "strictly": NO,
}
KINDS = {**NUMBERS, **PEOPLE, "quorum": QUORUM}


def read_step(value: Any) -> Step:
    """A form: a step with all its fields; `rule` is the step as it stands in the file."""
    kind = str(value.get("kind")) if isinstance(value, dict) else ""
    demand(kind in KINDS, FAULT, "no kind of step")
    named = {"name": Else(str, ""), "name_en": Else(str, "")}
    return {"rule": value, **filled(value, {"kind": kind, "id": str, **named, **KINDS[kind]})}


def figures_of(step: Step) -> list[str]:
    """The earlier steps whose numbers a step names, in the order of its fields."""
    found = [step[name] for name in ("figure", "by") if name in step]
    return found + [each["figure"] for name in ("parts", "then") for each in step.get(name, [])]


def sources_of(step: Step) -> list[str]:
    """The earlier steps whose people a step names, in the order of its fields."""
    if step["kind"] == "combined":
        return list(step["of"])
    return [step[name] for name in ("source", "pool") if name in step]


def sizes_of(step: Step) -> list[str]:
    """The earlier steps whose people say how many seats there are, in the order of its fields."""
    return [step["share_of"], *step["less"]] if step["kind"] == "cut" else []


def asked_paper(meeting: dict[str, Any], step: Step) -> dict[str, Any]:
    """The paper of the items that a step asks about, which are there."""
    item = whom(meeting, step)[0][1]
    return next(one for one in meeting["papers"] if any(each is item for each in one["items"]))


def whom(meeting: dict[str, Any], step: Step) -> list[tuple[str, dict[str, Any], int, int]]:
    """Whom an asked step is about: the person, the item, its question, and the option or -1."""
    papers = {paper["id"]: paper for paper in meeting["papers"]}
    names = {one["id"]: one["papers"] for one in meeting["rounds"]}
    question = 0
    for paper in (papers[name] for name in names.get(step["round"], [])):
        found = []
        for item in paper["items"]:
            if step["item"] in names_of(item) and item.get("form") != "write_in":
                about = [(item.get("subject", TEAM), item, question, -1)]
                if paper["kind"] in CHOOSING:
                    ids = [option["id"] for option in item["options"]]
                    about = [(name, item, question, at) for at, name in enumerate(ids)]
                found += about
            question += 1
        if found:
            return found
    return []


def names_of(item: dict[str, Any]) -> set[str]:
    """What an item may be called: among those that ask the same, about its post, by itself."""
    about = item.get("subject", item.get("post"))
    name: str = item["id"].removeprefix(f"{about}-") if about else item["id"]
    name = re.sub("(?<=.)-[0-9]+$", "", name) if item.get("form") in NUMBERED else name
    return {item["id"], name, *([f"{item['post']}-{name}"] if "post" in item else [])}


NUMBERED = {"score", "write_in"}
FORMS = {"place-points": "ranking", "score": "score"}


def demand_known(meeting: dict[str, Any]) -> None:
    """Whether everything that the rules name is there, and can be asked so."""
    numbers, people = set[str](), {EVERYBODY}
    demand(meeting.get("rules", True), FAULT, "rules of no step")
    persons = {person["id"] for person in meeting["people"]}
    people.update(one["id"] for one in meeting.get("lists", []))
    for one in meeting.get("lists", []):
        demand(persons.issuperset(one["people"]), FAULT, f"list {one['id']}")
    for step in meeting.get("rules", []):
        good = step["id"] not in numbers | people | {EVERYBODY}
        good = good and numbers.issuperset(figures_of(step))
        good = good and people.issuperset(sources_of(step) + sizes_of(step))
        good = good and persons.issuperset([*step.get("people", []), *step.get("posts", [])])
        pairs = [name for pair in step.get("pairs", []) for name in pair.values()]
        pairs += [each["person"] for each in step["values"]] if _is_earlier(step) else []
        good = good and persons.issuperset(pairs)
        good = good and _asks(meeting, step)
        demand(good and _of_round(meeting, step), FAULT, f"step {step['id']}")
        if step["kind"] != "quorum":
            (numbers if step["kind"] in NUMBERS else people).add(step["id"])


def _is_earlier(step: Step) -> bool:
    return bool(step["kind"] == "earlier-figure")


def _of_round(meeting: dict[str, Any], step: Step) -> bool:
    return "round" not in step or step["round"] in [one["id"] for one in meeting["rounds"]]


def _asks(meeting: dict[str, Any], step: Step) -> bool:
    """Whether an item of the form that the step needs is there, with what it names."""
    if "item" not in step:
        return True
    found = whom(meeting, step)
    if not found:
        return False
    lines = [item.get("form") for item in asked_paper(meeting, step)["items"]]
    if step["kind"] == "written" or step.get("written"):
        demand("write_in" in lines, FAULT, "nobody can be written in")
    if step["kind"] == "written":
        return True
    if found[0][1].get("form") != FORMS.get(step["kind"]):
        return False
    _person, item, _question, at = found[0]
    options = {option["id"] for option in item["options"]} if at < 0 else set[str]()
    named = [*step.get("options", []), *step.get("without", [])]
    if step["kind"] == "points":
        named += [each["option"] for each in step["values"]]
    fits = step["kind"] != "place-points" or len(step["values"]) == item["maximum"]
    groups = {group["id"] for group in meeting["groups"]}
    return options.issuperset(named) and groups.issuperset(step["groups"]) and fits

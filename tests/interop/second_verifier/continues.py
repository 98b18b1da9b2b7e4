"""A meeting that continues another: what of it follows from the one before (chapter 26)."""

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from .box import Box
from .findings import Findings, Refused, demand

Row = dict[str, Any]
START = "start"
PLACE = "meeting.json: continues"
SAME = (
    *("place", "place_en", "team", "team_en", "group_name", "tellers", "teller_threshold"),
    *("minimum_group", "seal_batch", "valid_ballot", "stages", "notice"),
)


@dataclass(frozen=True)
class Before:
    """The valid meeting before: its definition as in the file, outcome, hashes, boxes."""

    meeting: Row
    outcome: Row
    definition: str
    outcome_hash: str
    boxes: list[Box]


def check_before(meeting: Row, boxes: list[Box], before: Before | None, findings: Findings) -> None:
    """Hold a meeting, as its file has it, against the one before; none: note what it names."""
    if before is None:
        if "continues" in meeting:
            findings.note(PLACE, "continues-unseen", "the meeting before was not given")
        return
    count = len(findings.problems)
    with findings.at(PLACE):
        _demand_follows(meeting, before)
    _check_keys(boxes, before.boxes, findings)
    if len(findings.problems) == count:
        findings.note(PLACE, "continues-holds", "it follows from the meeting before")


def _check_keys(boxes: list[Box], earlier: list[Box], findings: Findings) -> None:
    trustees = earlier[0].events[0].data[1]
    uuids = {box.election.uuid for box in earlier}
    slips = {slip for box in earlier for slip in box.credentials}
    alphas = set[str]().union(*(box.alphas for box in earlier))
    for box in boxes:
        if box.events[0].data[1] != trustees:
            findings.add(box.place, "continues-key", "not the tellers' keys of the meeting before")
        if box.election.uuid in uuids or slips & set(box.credentials) or alphas & box.alphas:
            findings.add(box.place, "continues-reused", "it stands in the meeting before")


def _demand_follows(meeting: Row, before: Before) -> None:
    earlier = before.meeting
    demand("continues" in meeting, "continues-nothing", "this meeting continues none")
    says = meeting["continues"]
    demand(says["definition"] == before.definition, "continues-other", "another meeting")
    demand(says["outcome"] == before.outcome_hash, "continues-outcome", "another outcome")
    path = earlier.get("continues", {}).get("path", [])
    demand(says["path"][:-1] == path, "continues-stage", "not the stage after the one before")
    name, last = says["path"][-1], path[-1] if path else START
    stage = next((one for one in earlier.get("stages", []) if one["id"] == name), None)
    if stage is None:
        raise Refused("continues-stage", "there is no such stage")
    may = last in stage.get("after", [START]) and path.count(name) < stage.get("most", 1)
    demand(may, "continues-stage", "this stage may not follow")
    try:
        expected = _following(meeting, stage, Came(before))
    except Nothing as why:
        raise Refused("continues-stage", f"no such meeting follows: {why}") from None
    for field, value in expected.items():
        same = meeting.get(field) == value
        demand(same, "continues-differs", f"{field} does not follow")


class Nothing(Exception):  # noqa: N818 - nothing is wrong with what was read
    """The meeting before came to nothing that a stage could start from."""


@dataclass(frozen=True)
class Came:
    """What the steps of the meeting before came to, as its outcome says."""

    before: Before

    def step(self, name: str) -> Row:
        """What a step came to."""
        for one in self.before.outcome.get("steps", []):
            if one["rule"]["id"] == name:
                return dict(one)
        raise Nothing(f"{name} is no step")

    def people(self, name: str, part: str) -> list[str]:
        """Those whom a step chose, the others, or those tied at its edge."""
        if name == "people":
            everybody = [one["id"] for one in self.before.meeting["people"]]
            return everybody if part == "chosen" else []
        found = self.step(name)
        if part == "tied":
            return self._tied(found)
        _demand_done(found)
        rows = found.get("people", [])
        return [one["person"] for one in rows if one["stays"] == (part == "chosen")]

    def _tied(self, found: Row) -> list[str]:
        if found["rule"]["kind"] != "cut" or found.get("waits", {}).get("code") != "tie":
            raise Nothing("nobody is equal at the edge")
        return list(found["waits"]["about"])

    def left(self, name: str) -> int:
        """The seats of a cut that nobody has."""
        found = self.step(name)
        rule = found["rule"]
        wanted = self._wanted(rule)
        if found.get("waits", {}).get("code") == "tie":
            return int(wanted - self._ahead(rule, self._tied(found)[0]))
        _demand_done(found)
        there = sum(one["stays"] for one in found.get("people", []))
        return int(max(wanted - there, 0))

    def _wanted(self, rule: Row) -> int:
        """How many were to stay in a cut."""
        share, seats = Fraction(rule.get("share", "0")), rule.get("seats", 0)
        if share:
            seats = floor(share * len(self._source(rule.get("share_of", "people"))))
        chosen = {one for name in rule.get("less", []) for one in self._source(name)}
        ratio = Fraction(rule.get("ratio", "1"))
        return ceil(max(int(seats) - len(chosen), 0) * ratio)

    def _source(self, name: str) -> list[str]:
        """Those of a list, or whom a step chose."""
        lists = {one["id"]: one["people"] for one in self.before.meeting.get("lists", [])}
        return list(lists[name]) if name in lists else self.people(name, "chosen")

    def _ahead(self, rule: Row, tied: str) -> int:
        """How many stand before somebody in a cut."""
        signs = [(rule["by"], rule.get("lower_first", False))]
        signs += [(one["figure"], one.get("lower_first", False)) for one in rule.get("then", [])]
        figures = [(self.figure(figure), lower) for figure, lower in signs]

        def key(person: str) -> list[Fraction]:
            return [one[person] if lower else -one[person] for one, lower in figures]

        people = self._source(rule.get("source", "people"))
        return sum(key(one) < key(tied) for one in people)

    def figure(self, name: str) -> dict[str, Fraction]:
        """A step's numbers, of those who have one."""
        found = self.step(name)
        _demand_done(found)
        rows = found.get("numbers", [])
        return {one["person"]: Fraction(one["number"]) for one in rows if "number" in one}


def _demand_done(found: Row) -> None:
    if "waits" in found:
        raise Nothing(f"{found['rule']['id']} is not worked out")


def _following(meeting: Row, stage: Row, came: Came) -> Row:
    """The fields of meeting.json that the text names, as they must be; None: left out."""
    earlier = came.before.meeting
    people, kept = _people(stage, came), _kept(came)
    ids = [one["id"] for one in people]
    path = [*earlier.get("continues", {}).get("path", []), stage["id"]]
    first = earlier["id"]
    if "continues" in earlier:
        old = earlier["continues"]["path"]
        first = first.removesuffix(f"-{len(old) + 1}-{old[-1]}")
    marks = []
    for column in earlier.get("marks", []):
        numbers = [one for one in column["numbers"] if one["person"] in ids]
        marks += [{**column, "numbers": numbers}] if numbers else []
    return {
        "schema": 2,
        "id": f"{first}-{len(path) + 1}-{stage['id']}",
        "title": stage["title"],
        "title_en": stage["title_en"],
        **{name: earlier.get(name) for name in SAME},
        "groups": stage.get("groups") or earlier["groups"],
        "people": people,
        "marks": marks or None,
        "rules": _rules(meeting.get("rules"), came, ids),
        "continues": {
            "definition": came.before.definition,
            "outcome": came.before.outcome_hash,
            "path": path,
            **({"kept": kept} if kept else {}),
        },
    }


def _people(stage: Row, came: Came) -> list[Row]:
    chosen = came.people(stage["people"], stage["part"])
    if "seats" in stage:
        chosen = _first(chosen, stage, came)
    listed = [one for one in _all_people(came.before) if one["id"] in chosen]
    others = [*stage.get("also", [])]
    if "also_step" in stage:
        others += _chosen_before(stage["also_step"], came)
    found = {one["id"]: one for one in listed}
    found |= {one["id"]: one for one in others if one["id"] not in found}
    people = list(found.values())
    if not people:
        raise Nothing("nobody stands")
    return people


def _all_people(before: Before) -> list[Row]:
    """The people of the meeting before, then the new ones of its merged names."""
    people = list(before.meeting["people"])
    for names in before.outcome.get("merged", []):
        for one in names["names"]:
            if one["new"] and one["person"] not in [each["id"] for each in people]:
                texts = dict.fromkeys(("name_en", "post", "post_en"), "")
                people.append({"id": one["person"], "name": one["name"], **texts})
    return people


def _chosen_before(name: str, came: Came) -> list[Row]:
    """Whom a step of any meeting before chose, as persons."""
    earlier = came.before.meeting
    kept = {one["step"]: one["people"] for one in earlier.get("continues", {}).get("kept", [])}
    if name in kept and name not in [one["id"] for one in earlier.get("rules", [])]:
        return list(kept[name])
    chosen = came.people(name, "chosen")
    return [one for one in _all_people(came.before) if one["id"] in chosen]


def _kept(came: Came) -> list[Row]:
    """What later stages ask of the meetings before, as far as it is known."""
    earlier = came.before.meeting
    asked = [
        name
        for stage in earlier.get("stages", [])
        for name in (stage.get("also_step"), *(one["step"] for one in stage.get("lists", [])))
    ]
    known = {one["id"] for one in earlier.get("rules", [])}
    known |= {one["step"] for one in earlier.get("continues", {}).get("kept", [])}
    rows = []
    for name in dict.fromkeys(each for each in asked if each in known):
        with suppress(Nothing):
            rows.append({"step": name, "people": _chosen_before(name, came)})
    return rows


def _first(people: list[str], stage: Row, came: Came) -> list[str]:
    """The first of them for the seats that are left; equal ones at the last place all stay."""
    left = came.left(stage["seats"])
    figure = came.figure(stage["by"])
    if not left or any(one not in figure for one in people):
        raise Nothing("no seat is left, or somebody has no number")
    wanted = ceil(left * Fraction(stage.get("ratio", "1")))
    edge = sorted((figure[one] for one in people), reverse=True)[:wanted]
    return [one for one in people if figure[one] >= edge[-1]]


def _rules(rules: list[Row] | None, came: Came, ids: list[str]) -> list[Row] | None:
    """The rules with what the meeting before says in them."""
    filled = []
    for rule in rules or []:
        new = dict(rule)
        if rule["kind"] == "earlier-figure":
            found = came.figure(rule["step"]).items()
            values = [{"person": one, "value": str(n)} for one, n in found if one in ids]
            new |= {"values": values}
        elif rule["kind"] == "earlier-people":
            chosen = came.people(rule["step"], rule.get("part", "chosen"))
            new |= {"people": [one for one in chosen if one in ids]}
        elif rule["kind"] == "cut" and rule.get("left_of"):
            new |= {"seats": came.left(rule["left_of"])}
        empty = {name for name in ("values", "people", "seats") if not new.get(name, True)}
        filled.append({name: value for name, value in new.items() if name not in empty})
    return filled or None

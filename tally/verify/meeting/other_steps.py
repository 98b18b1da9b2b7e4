"""Steps and merged names in a published outcome.json, against those that follow from the counts.

Whoever reads a verdict hears which step is another one and what differs in it, not only that bytes
do. What a step further on says otherwise may only follow from the first that differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from crypto.canonical import JSON, dumps
from crypto.place import in_file
from meeting.language import N_
from meeting.problem import Phrase
from meeting.published.folder_names import OUTCOME
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.sizes import most_outcome_bytes
from tally.outcome.file.outcome_json import outcome_value
from tally.outcome.outcome import Outcome
from tally.verify.meeting.named_versions import read_within

MOST_NAMED: Final = 5
"""Steps; of more it is only said how many they are."""
_LONGEST: Final = 40
_DIFFERS: Final = {
    "rule": N_("the rule differs from that of the meeting"),
    "waits": N_("what the step waits for differs"),
    "together": N_("the round's figures differ"),
    "wanted": N_("how many go on differs"),
    "ruling": N_("the ruling differs"),
    "numbers": N_("numbers differ: {whose}"),
    "people": N_("people differ: {whose}"),
    "doubtful": N_("of whom it is not certain differs: {whose}"),
    "said": N_("what is said of it differs"),
}
"""What is said of the first field of a step that differs."""


class OtherStep(NamedTuple):
    """A step that is not as it should be: its place among those found, None if it is none."""

    at: int | None
    detail: Detail


def name_other_steps(
    found: bytes, outcome: Outcome, rendering: int | None, general: Findings
) -> bool:
    """Report the steps and merges of an outcome.json that are other ones.

    Says whether nothing else differs.
    """
    shown = read_within(found, most_outcome_bytes(outcome.meeting))
    if not isinstance(shown, dict):
        return False
    expected = outcome_value(outcome, rendering)
    others, place = list(other_steps(shown, expected)), in_file(OUTCOME) / "steps"
    for each in others[:MOST_NAMED]:
        at = place if each.at is None else place / each.at
        general.problem("outcome-differs", each.detail, at)
    if len(others) > MOST_NAMED:
        more = f"and {len(others) - MOST_NAMED} more steps that differ"
        general.problem("outcome-differs", more, place)
    merges = list(_other_merges(shown, expected))
    for detail in merges:
        general.problem("outcome-differs", detail, in_file(OUTCOME) / "merged")
    rest, right = (
        {name: each[name] for name in each if name not in ("steps", "merged")}
        for each in (shown, expected)
    )
    return bool(others or merges) and dumps(rest) == dumps(right)


def other_steps(found: Mapping[str, JSON], expected: Mapping[str, JSON]) -> Iterator[OtherStep]:
    """Yield what differs in the steps of two outcomes, a step at a time; nothing if they agree."""
    theirs, ours = _by_id(found), _by_id(expected)
    for name, (_at, step) in ours.items():
        if name not in theirs:
            yield OtherStep(None, _told(step, N_("it is missing")))
    for name, (at, step) in theirs.items():
        if name not in ours:
            yield OtherStep(at, _told(step, N_("the meeting has no such step"), key=name))
    both = [name for name in theirs if name in ours]
    if both != [name for name in ours if name in theirs]:
        yield OtherStep(None, Detail.of(N_("the steps stand in another order")))
    for name in both:
        at, step = theirs[name]
        if step != ours[name][1]:
            yield OtherStep(at, _difference(step, ours[name][1]))
    if not (theirs or ours) and found.get("steps") != expected.get("steps"):
        yield OtherStep(None, Detail.of(N_("steps where the meeting has none")))


def _other_merges(found: Mapping[str, JSON], expected: Mapping[str, JSON]) -> Iterator[Detail]:
    """Yield the papers whose written names are put together otherwise; nothing if they agree."""
    theirs, ours = _merges(found), _merges(expected)
    for about in {**ours, **theirs}:
        there, here = theirs.get(about, {}), ours.get(about, {})
        if there != here:
            whose = _whose(there.get("names"), here.get("names"))
            said = N_("names of {about} that were put together differ: {whose}")
            yield Detail.of(said, about=about, whose=whose)
    if theirs == ours and found.get("merged") != expected.get("merged"):
        yield Detail.of(N_("names that were put together stand otherwise"))


def _merges(outcome: Mapping[str, JSON]) -> dict[str, Mapping[str, Any]]:
    """The merges of an outcome by round and paper."""
    merged = outcome.get("merged")
    found = [
        each for each in (merged if isinstance(merged, list) else []) if isinstance(each, dict)
    ]
    return {f"{each.get('round')}+{each.get('paper')}"[:_LONGEST]: each for each in found}


def _by_id(outcome: Mapping[str, JSON]) -> dict[str, tuple[int, dict[str, Any]]]:
    """The steps of an outcome by id, with their places; what is no step by its place alone."""
    steps = outcome.get("steps")
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    for at, step in enumerate(steps if isinstance(steps, list) else []):
        value = step if isinstance(step, dict) else {}
        name = _rule(value).get("id")
        key = name if isinstance(name, str) and name not in found else f"#{at + 1}"
        found[key] = at, value
    return found


def _difference(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> Detail:
    for name, said in _DIFFERS.items():
        if theirs.get(name) != ours.get(name):
            return _told(ours, said, _whose(theirs.get(name), ours.get(name)))
    return _told(ours, N_("its fields differ"))


def _whose(theirs: Any, ours: Any) -> str:
    """The ids of the people of whom something else is said; none where only their order differs."""
    rows = [each if isinstance(each, list) else [] for each in (theirs, ours)]
    here, there = ({_person(row): row for row in each} for each in rows)
    people = [name for name in {**there, **here} if here.get(name) != there.get(name)]
    more = ["…"] if len(people) > MOST_NAMED else []
    return ", ".join([*people[:MOST_NAMED], *more]) or "–"


def _person(row: Any) -> str:
    return str(row.get("name", row.get("person")) if isinstance(row, dict) else row)[:_LONGEST]


def _told(step: Mapping[str, Any], said: str, whose: str = "", key: str = "") -> Detail:
    """What is said of a step, under its id and the name that it has in reports."""
    rule = _rule(step)
    name, title = (str(rule.get(each, ""))[:_LONGEST] for each in ("id", "name"))
    name = key[:_LONGEST] or name
    called = f"{name} ({title})" if title else name
    what = Detail.of(said, whose=whose) if whose else Phrase(said)
    return Detail.of(N_("step {step}: {what}"), step=called, what=what)


def _rule(step: Mapping[str, Any]) -> Mapping[str, Any]:
    rule = step.get("rule")
    return rule if isinstance(rule, dict) else {}

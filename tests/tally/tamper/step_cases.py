"""Outcomes of a meeting with rules, a step of which is another one than follows from its counts.

Or it is another one than people decided, drew, or merged.

Each case says by which code it is found, and which words name the step and what differs in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from meeting.draws.draw_list import DrawList
from meeting.published.act_files import merge_name
from meeting.published.setups import meeting_fingerprint
from tally.findings.finding import Finding, Level
from tally.folder.ruling import MERGE, Answer, MergedName, Ruling, decided_on_names
from tally.opening.sign_ruling import sign_ruling
from tally.opening.work_folder import WorkFolder
from tally.outcome.merged_names import written_tally
from tally.outcome.written_names import written_names
from tests.tally.fixtures.draws import draw_of, write_draw
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.ruled_hall import VETTED, published_with, ruling_of, signed_in
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.tamper.figures_cases import judged

PEOPLE = ("chen", "lin")
Steps = list[dict[str, Any]]
Make = Callable[[Held, Path], list[Finding]]


class StepCase(NamedTuple):
    """The folder, the code by which it is refused, and what is said of it."""

    make: Make
    code: str
    told: str


def _outcome(change: Callable[[Steps], object], told: str) -> StepCase:
    """The published folder, with other steps in outcome.json."""

    def edit(value: dict[str, Any]) -> None:
        change(value["steps"])

    return StepCase(_edited("outcome.json", edit), "outcome-differs", told)


def _rule(change: Callable[[dict[str, Any]], object], step: str, told: str) -> StepCase:
    """The published folder, with another rule in meeting.json."""

    def edit(value: dict[str, Any]) -> None:
        change(next(each for each in value["rules"] if each["id"] == step))

    return StepCase(_edited("meeting.json", edit), "meeting-other", told)


def _edited(name: str, edit: Callable[[dict[str, Any]], object]) -> Make:
    def make(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path)
        return _changed(path, name, edit)

    return make


def _changed(path: Path, name: str, edit: Callable[[dict[str, Any]], object]) -> list[Finding]:
    file = path / name
    file.write_bytes(edited(file.read_bytes(), edit))
    return judged(path)


def _decided(change: Callable[[Steps], object], told: str) -> StepCase:
    """A meeting whose gate, decision and draw were made, with other steps in outcome.json."""

    def make(held: Held, path: Path) -> list[Finding]:
        vetted = ruling_of(held, "vetted", VETTED, PEOPLE)
        chosen = ruling_of(held, "decided", (Answer("lin", "yes"),), PEOPLE)
        work = signed_in(held, path / "work", vetted, chosen)
        of = DrawList(vetted.meeting, "lot", "抽签", 1, ("陈志远", "林 嵘"))
        write_draw(held.hall, work.folder.path, draw_of(held.hall, of))
        out = published_with(held, path / "out", WorkFolder.open(work.folder.path))
        assert not [each for each in judged(out) if each.level is not Level.NOTE]
        return _changed(out, "outcome.json", lambda value: change(value["steps"]))

    return StepCase(make, "outcome-differs", told)


def _merged(change: Callable[[dict[str, Any]], object], told: str) -> StepCase:
    """A meeting whose written names were put together, with another merge in outcome.json."""

    def make(held: Held, path: Path) -> list[Finding]:
        work = signed_in(held, path / "work")
        sign_merge(held, work)
        out = published_with(held, path / "out", work)
        return _changed(out, "outcome.json", lambda value: change(value["merged"][0]))

    return StepCase(make, "outcome-differs", told)


def sign_merge(held: Held, work: WorkFolder) -> None:
    """Tellers 1 and 3 say who is meant by every text that was written on the slate."""
    slate = held.hall.meeting.papers[0]
    counts: dict[str, dict[str, Any]] = {
        item.id: {
            count.box.group.id: count.items[at] for count in held.outcome.boxes if count.items
        }
        for at, item in enumerate(slate.items)
    }
    written = written_tally(slate, counts)
    names = tuple(
        MergedName(
            each.listed[0] if each.listed else "",
            "" if each.listed else each.name,
            tuple(text for text, _votes in each.spellings),
        )
        for each in written_names(written, slate, held.hall.meeting.people)
    )
    about = merge_name("r1", slate.id)
    on = decided_on_names("r1", slate.id, written)
    fingerprint = meeting_fingerprint(work.setups())
    ruling = Ruling(MERGE, about, "2026-12-01", "记录", "经辨认", (), fingerprint, on, names)
    for teller in (1, 3):
        sign_ruling(work, about, ruling, held.hall.key(teller))


def _of(steps: Steps, name: str) -> dict[str, Any]:
    return next(each for each in steps if each["rule"]["id"] == name)


def _person(steps: Steps, step: str, person: str, part: str = "people") -> dict[str, Any]:
    rows: list[dict[str, Any]] = _of(steps, step)[part]
    return next(each for each in rows if each["person"] == person)


def _term(steps: Steps) -> None:
    """One vote more in one group, and the number that follows from it."""
    row = _person(steps, "recommended", "lin", "numbers")
    row["terms"][0]["amount"] = "2"


def _stays(steps: Steps) -> None:
    """Lin Rong stays on the shortlist although two others are before him."""
    _person(steps, "shortlist", "lin").update(stays=True, why="first")


def _tie(steps: Steps) -> None:
    """Whoever is first is said to be there only as an equal."""
    _person(steps, "shortlist", "chen").update(why="equal-kept")


def _other_edge(steps: Steps) -> None:
    _of(steps, "shortlist")["wanted"] = 3


def _other_rule(steps: Steps) -> None:
    _of(steps, "over-quarter")["rule"]["limit"] = "1/5"


def _waits(steps: Steps) -> None:
    """The step is said to wait for a new vote."""
    step = _of(steps, "shortlist")
    del step["people"], step["wanted"]
    step["waits"] = {"code": "tie", "about": ["chen", "lin"]}


def _quorum(steps: Steps) -> None:
    _of(steps, "quorum")["together"]["there"] = "16"


def _one_more(steps: Steps) -> None:
    rule = {"kind": "only", "id": "picked", "people": ["lin"]}
    people = [{"person": "lin", "stays": True, "why": "named"}]
    steps.append({"rule": rule, "people": people})


def _another_sentence(steps: Steps) -> None:
    _of(steps, "shortlist")["said"]["zh"]["people"]["lin"] = "林嵘：继续。"


def _two_others(steps: Steps) -> None:
    _stays(steps)
    _person(steps, "both", "lin").update(stays=True, why="in")


CASES: dict[str, StepCase] = {
    "a rule": _rule(lambda rule: rule.update(limit="1/5"), "over-quarter", "its hash is"),
    "how equals are decided": _rule(
        lambda rule: rule.update(ties="stop"), "shortlist", "its hash is"
    ),
    "a number of a term": _outcome(_term, "step recommended (推荐得票率): numbers differ: lin"),
    "a person who stays": _outcome(_stays, "step shortlist (考察对象): people differ: lin"),
    "a tie decision": _outcome(_tie, "step shortlist (考察对象): people differ: chen"),
    "how many go on": _outcome(_other_edge, "step shortlist (考察对象): how many go on differs"),
    "seats that are left": _outcome(
        lambda steps: _of(steps, "rest").update(wanted=2),
        "step rest (剩余名额): how many go on differs",
    ),
    "the order of people": _outcome(
        lambda steps: _of(steps, "both")["people"].reverse(), "step both: people differ: –"
    ),
    "the rule of a step": _outcome(
        _other_rule, "step over-quarter: the rule differs from that of the meeting"
    ),
    "a step that waits": _outcome(
        _waits, "step shortlist (考察对象): what the step waits for differs"
    ),
    "a quorum": _outcome(_quorum, "step quorum (法定人数): the round's figures differ"),
    "a step left out": _outcome(
        lambda steps: steps.pop(13), "step shortlist (考察对象): it is missing"
    ),
    "a step added": _outcome(_one_more, "step picked: the meeting has no such step"),
    "steps in another order": _outcome(
        lambda steps: steps.insert(0, steps.pop()), "the steps stand in another order"
    ),
    "all steps left out": _outcome(
        lambda steps: steps.clear(), "step quorum (法定人数): it is missing"
    ),
    "no step at all": _outcome(
        lambda steps: steps.insert(3, {}), "step #4: the meeting has no such step"
    ),
    "a sentence": _outcome(
        _another_sentence, "step shortlist (考察对象): what is said of it differs"
    ),
    "two steps": _outcome(_two_others, "step both: people differ: lin"),
}

DECIDED: dict[str, StepCase] = {
    "a gate": _decided(
        lambda steps: _person(steps, "vetted", "lin").update(stays=False, why="stopped"),
        "step vetted (纪委把关): people differ: lin",
    ),
    "the words of a gate": _decided(
        lambda steps: _of(steps, "vetted")["ruling"].update(words="对人选有意见。"),
        "step vetted (纪委把关): the ruling differs",
    ),
    "a decision": _decided(
        lambda steps: _person(steps, "decided", "chen").update(stays=True, why="decided"),
        "step decided (研究决定): people differ: chen",
    ),
    "a draw": _decided(
        lambda steps: _of(steps, "lot")["people"].reverse(), "step lot (抽签): people differ: –"
    ),
}
MERGED: dict[str, StepCase] = {
    "a merge": _merged(
        lambda merge: merge["names"][0].update(votes=99),
        "names of r1+slate that were put together differ: ",
    ),
    "the ruling of a merge": _merged(
        lambda merge: merge.update(ruling="0" * 64),
        "names of r1+slate that were put together differ: –",
    ),
}

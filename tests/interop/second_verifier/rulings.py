"""What people decided, signed by two tellers (chapter 25)."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from .box import Box
from .canonical import chosen, conform, digest, natural, parse, sha256_hex, write
from .findings import Findings, demand
from .merges import Merged
from .rounds import boxes_of
from .rules import RULED
from .trustees import Trustees, signed_by

NEEDED = 2
SINCE = 2  # the schema
PERSON = {"person": str, "answer": chosen("yes", "no"), "note": str}
NAME = {"person": str, "name": str, "spellings": [str]}
MERGE = "merge"


def check_rulings(
    folder: Path, meeting: dict[str, Any], boxes: list[Box], findings: Findings
) -> dict[str, dict[str, Any]]:
    """The rulings that hold, by what they are about, each with its hash."""
    trustees = next((box.trustees for box in boxes if box.trustees), None)
    whole = len(boxes) == len(boxes_of(meeting))
    held: dict[str, dict[str, Any]] = {}
    if meeting["schema"] < SINCE or not whole or trustees is None:
        return held
    fingerprint = sha256_hex(write({box.place: box.setup for box in boxes}))
    for name, kind in _kinds(meeting).items():
        place = f"rulings/{name}.json"
        if not (folder / place).exists():
            continue
        before = len(findings.problems)
        with findings.at(place):
            text = (folder / place).read_bytes()
            about = (kind, name)
            ruling, signed = _read(text, about, fingerprint, boxes[0], trustees, place, findings)
            if len(findings.problems) == before:
                few = len(signed) < NEEDED
                demand(not few, "ruling-unsigned", "fewer than two tellers have signed")
                held[name] = ruling
    return held


def _kinds(meeting: dict[str, Any]) -> dict[str, str]:
    """What there can be rulings about, with their kind."""
    steps = {step["id"]: step["kind"] for step in meeting.get("rules", [])}
    papers = {paper["id"]: paper["items"] for paper in meeting["papers"]}
    merges = {
        f"{one['id']}+{name}": MERGE
        for one in meeting["rounds"]
        for name in one["papers"]
        if any(item.get("form") == "write_in" for item in papers[name])
    }
    return {name: kind for name, kind in steps.items() if kind in RULED} | merges


def _read(
    text: bytes,
    about: tuple[str, str],
    fingerprint: str,
    box: Box,
    trustees: Trustees,
    place: str,
    findings: Findings,
) -> tuple[dict[str, Any], set[int]]:
    """A ruling of this kind about this, and whose signatures under it hold."""
    group, raw = box.election.group, parse(text)
    names = dict.fromkeys(("date", "source", "words"), str)
    head = {"version": 1, "meeting": digest, "kind": str, "about": str, "decided_on": digest}
    entry = {"owner": natural, "signature": group.proof}
    merging = isinstance(raw, dict) and raw.get("kind") == MERGE
    said: dict[str, Any] = {"names": [NAME]} if merging else {"people": [PERSON]}
    value = conform(raw, {**head, **names, **said, "signatures": [entry]})
    whole = all(each["spellings"] for each in value.get("names", []))
    demand(whole, "array-length", "nobody wrote this name")
    demand(value["meeting"] == fingerprint, "ruling-meeting", "a ruling of another meeting")
    same = (value["kind"], value["about"]) == about
    demand(same, "ruling-step", "a ruling about something else")
    demand(0 < len(value["source"]) <= 200, "ruling-source", "nobody can tell whose it is")
    good = 0 < len(value["words"]) <= 1000 and _is_day(value["date"])
    good = good and all(len(each["note"]) <= 200 for each in value.get("people", []))
    for each in value.get("names", []):
        good = good and (not each["person"]) <= len(each["name"]) <= 60
    demand(good, "ruling-content", "its day, its words or a note cannot be read")
    del raw["signatures"]
    value["hash"], signed = sha256_hex(write(raw)), set[int]()
    for one in value["signatures"]:
        with findings.at(place):
            key = trustees.owner(one["owner"]).certificate
            message = f"piaoxiang-ruling|{fingerprint}|{value['hash']}|{one['owner']}"
            holds = key and signed_by(group, key, message, one["signature"])
            demand(holds and one["owner"] not in signed, "ruling-signature", "it does not hold")
            signed.add(one["owner"])
    return value, signed


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None


def check_acts_used(
    meeting: dict[str, Any],
    steps: list[dict[str, Any]],
    merges: dict[str, Merged],
    folder: Path,
    findings: Findings,
) -> None:
    """Say why a step did not take its ruling or its draw, or a merge is not taken."""
    persons = {person["id"] for person in meeting["people"]}
    persons.update(person for each in merges.values() for person in each.new)
    for name, each in merges.items():
        place = f"rulings/{name}.json"
        if each.waits == "names-unfit":
            findings.add(place, "ruling-names", "it does not fit what was written")
        elif each.waits and not (folder / place).exists():
            findings.note(place, "ruling-missing", "nobody has said who is meant")
    for step in steps:
        waits, name = step.get("waits", {"code": "", "about": []}), step["rule"]["id"]
        place = f"rulings/{name}.json"
        if waits["code"] == "draw-unfit":
            findings.add(f"draws/{name}", "draw-other-list", "not the list of the step")
        elif waits["code"] == "ruling-unfit":
            if not waits["about"]:
                findings.add(place, "ruling-other-people", "others came to the step")
            for person in waits["about"]:
                code = "ruling-people" if person in persons else "ruling-person"
                findings.add(place, code, f"what is said of {person}")
        elif _is_unruled(step) and not (folder / place).exists():
            findings.note(place, "ruling-missing", "nobody has ruled yet, or it is about nobody")


def _is_unruled(step: dict[str, Any]) -> bool:
    """Whether a step waits for its ruling, or people came and it is about nobody without one."""
    if "waits" in step:
        return bool(step["waits"]["code"] == "ruling-awaited")
    return step["rule"]["kind"] in RULED and "ruling" not in step and bool(step.get("people"))

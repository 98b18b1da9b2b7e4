"""What people decided, signed by two tellers (chapter 25)."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from .box import Box
from .canonical import chosen, conform, digest, natural, parse, sha256_hex, write
from .findings import Findings, demand
from .rounds import boxes_of
from .rules import RULED
from .trustees import Trustees, signed_by

NEEDED = 2
SINCE = 2  # the schema
PERSON = {"person": str, "answer": chosen("yes", "no"), "note": str}


def check_rulings(
    folder: Path, meeting: dict[str, Any], boxes: list[Box], findings: Findings
) -> dict[str, dict[str, Any]]:
    """The rulings that hold, by the id of their step, each with its hash."""
    trustees = next((box.trustees for box in boxes if box.trustees), None)
    whole = len(boxes) == len(boxes_of(meeting))
    held: dict[str, dict[str, Any]] = {}
    if meeting["schema"] < SINCE or not whole or trustees is None:
        return held
    fingerprint = sha256_hex(write({box.place: box.setup for box in boxes}))
    for step in meeting.get("rules", []):
        place = f"rulings/{step['id']}.json"
        if step["kind"] not in RULED or not (folder / place).exists():
            continue
        before = len(findings.problems)
        with findings.at(place):
            text = (folder / place).read_bytes()
            ruling, signed = _read(text, step, fingerprint, boxes[0], trustees, place, findings)
            if len(findings.problems) == before:
                few = len(signed) < NEEDED
                demand(not few, "ruling-unsigned", "fewer than two tellers have signed")
                held[step["id"]] = ruling
    return held


def _read(
    text: bytes,
    step: dict[str, Any],
    fingerprint: str,
    box: Box,
    trustees: Trustees,
    place: str,
    findings: Findings,
) -> tuple[dict[str, Any], set[int]]:
    """A ruling about a step, and whose signatures under it hold."""
    group, raw = box.election.group, parse(text)
    names = dict.fromkeys(("date", "source", "words"), str)
    head = {"version": 1, "meeting": digest, "kind": str, "about": str, "decided_on": digest}
    entry = {"owner": natural, "signature": group.proof}
    value = conform(raw, {**head, **names, "people": [PERSON], "signatures": [entry]})
    demand(value["meeting"] == fingerprint, "ruling-meeting", "a ruling of another meeting")
    same = (value["kind"], value["about"]) == (step["kind"], step["id"])
    demand(same, "ruling-step", "a ruling about another step")
    demand(0 < len(value["source"]) <= 200, "ruling-source", "nobody can tell whose it is")
    good = 0 < len(value["words"]) <= 1000 and _is_day(value["date"])
    good = good and all(len(each["note"]) <= 200 for each in value["people"])
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
    meeting: dict[str, Any], steps: list[dict[str, Any]], folder: Path, findings: Findings
) -> None:
    """Say why a step did not take its ruling or its draw."""
    persons = {person["id"] for person in meeting["people"]}
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
        elif waits["code"] == "ruling-awaited" and not (folder / place).exists():
            findings.note(place, "ruling-missing", "nobody has ruled yet")

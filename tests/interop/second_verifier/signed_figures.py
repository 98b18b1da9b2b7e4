"""Who signed the figures of the hall (chapter 18)."""

from pathlib import Path
from typing import Any

from .box import Box
from .canonical import digest, natural, read, sha256_hex, write
from .findings import Findings, demand
from .rounds import boxes_of
from .trustees import signed_by

PLACE = "figures-signed.json"
NEEDED = 2
SINCE = 2  # the schema


def check_signed_figures(
    folder: Path, meeting: dict[str, Any], boxes: list[Box], findings: Findings
) -> None:
    """Check figures-signed.json, and that two different tellers have signed."""
    trustees = next((box.trustees for box in boxes if box.trustees), None)
    whole = len(boxes) == len(boxes_of(meeting))
    if meeting["schema"] < SINCE or not whole or trustees is None:
        return
    fingerprint = sha256_hex(write({box.place: box.setup for box in boxes}))
    figures, signed = folder / "figures.json", set[int]()
    hashed = sha256_hex(figures.read_bytes()) if figures.exists() else ""
    with findings.at(PLACE):
        if (folder / PLACE).exists():
            group = boxes[0].election.group
            entry = {"owner": natural, "signature": group.proof}
            form = {"version": 1, "figures": digest, "signatures": [entry]}
            value = read((folder / PLACE).read_bytes(), form)
            demand(value["figures"] == hashed, "figures-other", "other figures were signed")
            for one in value["signatures"]:
                with findings.at(PLACE):
                    key = trustees.owner(one["owner"]).certificate
                    text = f"piaoxiang-figures|{fingerprint}|{hashed}|{one['owner']}"
                    good = key and signed_by(group, key, text, one["signature"])
                    good = good and one["owner"] not in signed
                    demand(good, "figures-signature", "a signature does not hold")
                    signed.add(one["owner"])
    if hashed and len(signed) < NEEDED:
        tell = findings.add if _needed(meeting) else findings.note
        tell("figures.json", "figures-unsigned", "fewer than two tellers have signed")


def _needed(meeting: dict[str, Any]) -> bool:
    """Whether a rate is taken over those present, or over slips issued."""
    voted = {paper for one in meeting["rounds"] for paper in one["papers"]}
    for paper in meeting["papers"]:
        items = [item for item in paper["items"] if "form" not in item]
        rates = [rate["denominator"] for item in items for rate in item.get("rates", [])]
        over = {*rates, *([paper["denominator"]] if items else [])}
        if paper["id"] in voted and over & {"present", "issued"}:
            return True
    of = [step["of"] for step in meeting.get("rules", []) if step["kind"] == "quorum"]
    over = {*of, *(str(step.get("over")) for step in meeting.get("rules", []))}
    return bool(over & {"present", "issued"})

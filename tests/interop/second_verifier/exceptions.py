"""Exceptions by which a round is opened that is too small (chapter 19)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from .box import Box
from .canonical import digest, natural, read
from .findings import Findings, demand
from .group import Group
from .plans import Plan
from .trustees import Trustees, signed_by


def check_exceptions(
    folder: Path, plans: dict[str, Plan], boxes: dict[str, Box], findings: Findings
) -> None:
    """Let plans open what every trustee has signed for; name what is wrong with the signatures."""
    for name, plan in list(plans.items()):
        file = folder / "exceptions" / f"{name}.json"
        if file.exists():
            mine = next(box for box in boxes.values() if box.place.startswith(f"{name}-"))
            place = f"exceptions/{name}.json"
            with findings.at(place):
                if mine.trustees is None:
                    continue
                text, group = file.read_bytes(), mine.election.group
                signed = _signed(text, plan, group, mine.trustees, place, findings)
                whole = signed == set(range(1, len(mine.trustees.owners) + 1))
                plans[name] = replace(plan, signed=whole, begun=not whole)


def _signed(
    text: bytes, plan: Plan, group: Group, trustees: Trustees, place: str, findings: Findings
) -> set[int]:
    """The trustees whose signatures hold."""
    one: dict[str, Any] = {"owner": natural, "signature": group.proof}
    value = read(text, {"version": 1, "plan": digest, "signatures": [one]})
    same = value["plan"] == plan.hash and plan.exception
    demand(same, "exception-other", "an exception from another plan, or where none is needed")
    signed: set[int] = set()
    for entry in value["signatures"]:
        with findings.at(place):
            number = entry["owner"]
            key = trustees.owner(number).certificate
            message = f"piaoxiang-exception|{plan.hash}|{number}"
            good = number not in signed and key is not None
            good = good and signed_by(group, key or (), message, entry["signature"])
            demand(good, "exception-signature", "a signature does not hold, or stands twice")
            signed.add(number)
    return signed

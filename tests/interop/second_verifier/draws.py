"""Draws by lot (chapter 20)."""

import hashlib
import re
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from .box import Box
from .canonical import digest, natural, read, sha256_b64, sha256_hex, write
from .findings import Findings, demand
from .group import Element, Group
from .opening import combine, demand_bound
from .rounds import boxes_of
from .trustees import Trustees, signed_by

HEADINGS = "次序 Order,抽中 Drawn,名单序号 Number,名称 Entry,签码 Lot"


@dataclass(frozen=True)
class Drawn:
    """What was drawn: the list, as it was put up, and the entries in the order of their lots."""

    of: dict[str, Any]
    entries: list[str]


def check_draws(
    folder: Path, meeting: dict[str, Any], boxes: list[Box], findings: Findings
) -> dict[str, Drawn]:
    """Check every draw in a folder against the boxes that were read; those drawn, by name."""
    expected, drawn = len(boxes_of(meeting)), dict[str, Drawn]()
    setups = {box.place: box.setup for box in boxes} if len(boxes) == expected else {}
    fingerprint = sha256_hex(write(setups)) if setups else ""
    for path in sorted(folder.glob("draws/*")):
        place = f"draws/{path.name}/draw.json"
        if not (path / "draw.json").exists():
            findings.add(place, "draw-missing", "there is no list")
            continue
        with findings.at(place):
            trustees = next((box.trustees for box in boxes if box.trustees), None)
            demand(trustees, "draw-list", "nothing to check it with")
            if trustees:
                _check(path, place, fingerprint, boxes[0], trustees, findings, drawn)
    return drawn


def _check(
    path: Path,
    place: str,
    fingerprint: str,
    box: Box,
    trustees: Trustees,
    findings: Findings,
    drawn: dict[str, Drawn],
) -> None:
    group = box.election.group
    entry = {"owner": natural, "share": group.element, "bound": group.proof}
    listed = {"version": 1, "meeting": digest, "name": str, "purpose": str, "take": natural}
    listed |= {"entries": [str]}
    form = {"version": 1, "list": listed, "shares": [{**entry, "signature": group.proof}]}
    value = read((path / "draw.json").read_bytes(), form)
    of = value["list"]
    entries: list[str] = of["entries"]
    good = of["name"] == path.name and 1 <= of["take"] <= len(entries) == len(set(entries))
    good = good and not any(re.match("[=+@＝＋－＠-]|$", each) for each in entries)
    demand(good, "draw-list", "nothing can be drawn from this list")
    demand(of["meeting"] == fingerprint, "draw-meeting", "a list of another meeting")
    shares: dict[int, list[Element]] = {}
    for one in value["shares"]:
        with findings.at(place):
            demand(one["owner"] not in shares, "owner-repeated", "two shares of one owner")
            _demand_share(one, sha256_hex(write(of)), fingerprint, box, trustees)
            shares[one["owner"]] = [one["share"]]
    if len(shares) < trustees.thresholds[0]:
        findings.add(place, "draw-unfinished", "too few shares hold")
        return
    raised = combine(box.election, trustees, shares, 1)[0]
    lots = _lots(group.text(raised), len(entries))
    drawn[path.name] = Drawn(of, [entries[number - 1] for number in lots.values()][: of["take"]])
    table = _table(lots, entries, of["take"])
    if not (path / "drawn.csv").exists():
        findings.add(f"{path.name}/drawn.csv", "file-missing", "there is no table")
    else:
        same = (path / "drawn.csv").read_bytes() == table
        demand(same, "draw-differs", "the shares give another table")


def _demand_share(
    one: dict[str, Any], list_hash: str, fingerprint: str, box: Box, trustees: Trustees
) -> None:
    """Whether the owner signed the share, and raised the point of this draw by its key."""
    group, owner = box.election.group, trustees.owner(one["owner"])
    payload = sha256_hex(group.text(one["share"]).encode())
    text = f"piaoxiang-act|{fingerprint}|{list_hash}|{one['owner']}|{payload}"
    demand(owner.certificate is not None, "act-without-certificate", "no key to sign with")
    good = owner.certificate and signed_by(group, owner.certificate, text, one["signature"])
    demand(good, "act-signature", "a share's signature does not hold")
    point = hash_to_group(group, f"draw|{fingerprint}|{list_hash}")
    name = sha256_b64(f"piaoxiang-draw|{list_hash}".encode())
    election = replace(box.election, fingerprint=name)
    names = [fingerprint, list_hash, str(one["owner"])]
    demand_bound(election, names, owner.key, [[(point, group.one)]], [one["share"]], one["bound"])


def hash_to_group(group: Group, text: str) -> Element:
    """The element that a text becomes."""
    for attempt in count():
        said = f"piaoxiang-hash-to-group-1|{group.name}|{attempt}|{text}"
        number = int.from_bytes(hashlib.shake_256(said.encode()).digest(288))
        element = group.led_to(number)
        if element is not None and not group.same(element, group.one):
            return element
    raise AssertionError


def _lots(raised: str, count_: int) -> dict[str, int]:
    """The lots of the entries, in the order in which they are drawn, with their numbers."""
    lots = {
        hashlib.sha256(f"piaoxiang-lot|{raised}|{number}".encode()).hexdigest(): number
        for number in range(1, count_ + 1)
    }
    return {lot: lots[lot] for lot in sorted(lots)}


def _table(lots: dict[str, int], entries: list[str], take: int) -> bytes:
    """drawn.csv."""
    lines = [HEADINGS]
    for order, (lot, number) in enumerate(lots.items(), 1):
        said = "是 yes" if order <= take else "否 no"
        entry = entries[number - 1]
        if set(entry) & set(',"'):
            entry = '"' + entry.replace('"', '""') + '"'
        lines.append(f"{order},{said},{number},{entry},{lot}")
    return b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode()

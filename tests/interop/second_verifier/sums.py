"""Sums of boxes: what is opened as one, and how it was opened (chapter 19)."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .ballots import Ballot
from .box import Box
from .canonical import (
    anything,
    conform,
    digest,
    natural,
    parse,
    read,
    sha256_b64,
    sha256_hex,
    write,
)
from .election import Election
from .findings import Findings, demand
from .group import Element
from .opening import combine, demand_bound, read_result
from .rounds import boxes_of
from .shuffles import Rows, read_shuffle
from .trustees import Trustees, signed_by

PART = {"id": str, "setup": digest, "head": digest, "ballots": natural}
CLOSED = {"EncryptedTally", "Shuffle"}
"""What the record of a box ends with that was not opened by itself."""


@dataclass
class Sum:
    """What is known of a sum while its files are read."""

    name: str
    findings: Findings
    hash: str = ""
    opening: str = ""  # the hash of opening.json
    ids: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)  # once they are boxes of this meeting
    election: Election | None = None
    trustees: Trustees | None = None
    result: list[list[Any]] | None = None
    marked: set[tuple[int, int]] = field(default_factory=set)
    begun: bool = False
    whole: bool = True  # without a fault

    @property
    def place(self) -> str:
        """What it is called in findings."""
        return self.name

    @property
    def ballots(self) -> list[Ballot]:
        """Those of its boxes."""
        return [ballot for box in self.boxes for ballot in box.ballots]

    @property
    def count(self) -> int:
        """How many these are."""
        return sum(box.count for box in self.boxes)


def read_sums(
    folder: Path,
    meeting: dict[str, Any],
    definition_hash: str,
    boxes: dict[str, Box],
    exceptions: list[list[str]],
    findings: Findings,
) -> list[Sum]:
    """Check every folder in `sums/`; in the meeting's order of their first boxes."""
    found: list[Sum] = []
    taken: set[str] = set()
    for path in sorted(folder.glob("sums/*")):
        one, before = Sum(path.name, findings), len(findings.problems)
        with findings.at(f"{path.name}: sum.json"):
            demand((path / "sum.json").exists(), "sum-missing", "there is no sum.json")
            text = (path / "sum.json").read_bytes()
            value = read(text, {"version": 1, "meeting": digest, "boxes": [PART]})
            one.hash, one.ids = sha256_hex(text), [part["id"] for part in value["boxes"]]
            again = taken.intersection(one.ids)
            taken.update(one.ids)
            if again:
                findings.add(path.name, "sums-overlap", f"{sorted(again)} in two sums")
            _define(one, value, meeting, definition_hash, boxes, exceptions)
            _open(one, path / "opening.json", meeting["required_shuffles"])
        one.whole = len(findings.problems) == before
        found.append(one)
    order = list(boxes)
    return sorted(found, key=lambda one: order.index(one.boxes[0].place) if one.boxes else -1)


def _define(
    one: Sum,
    value: dict[str, Any],
    meeting: dict[str, Any],
    definition_hash: str,
    boxes: dict[str, Box],
    exceptions: list[list[str]],
) -> None:
    """What sum.json says, against the meeting and the boxes."""
    at = one.findings.at
    with at(one.name):
        demand(value["meeting"] == definition_hash, "sum-meeting", "of another meeting")
    rounds = [each["id"] for each in meeting["rounds"]]
    names = [name for name, _round, _group in boxes_of(meeting)]
    known = [name for name in names if name in one.ids]
    good = one.ids == known and len(known) > 1 and one.name == named(known, meeting)
    demand(good, "sum-boxes", "boxes of this meeting in its order, and a folder named after them")
    mine = [boxes[name] for name in known if name in boxes]
    of = {next(name for name in rounds if box.startswith(f"{name}-")) for box in known}
    fields = ("group", "public_key", "questions")
    asked = [[box.election.value[name] for name in fields] for box in mine]
    same = len(of) == 1 and all(each == asked[0] for each in asked)
    demand(same, "sum-papers", "the boxes are not of one round with the same papers")
    one.boxes = mine
    with at(one.name):
        enough = sum(part["ballots"] for part in value["boxes"]) >= meeting["minimum_group"]
        demand(enough or one.ids in exceptions, "sum-too-small", "fewer than the minimum")
    for part in value["boxes"]:
        box = boxes.get(part["id"])
        if box is None:
            continue
        head = box.events[box.closing].hash if box.closing is not None else None
        for name, right in (("setup", box.setup), ("head", head), ("ballots", box.count)):
            with at(one.name):
                demand(part[name] == right, "sum-box-differs", f"another {name} of {box.place}")
        with at(one.name):
            alone = head is not None and box.events[-1].type not in CLOSED
            demand(not alone, "box-opened-twice", f"{box.place} was opened by itself, too")
    if len(mine) == len(known):
        fingerprint = sha256_b64(f"piaoxiang-sum|{one.hash}".encode())
        one.election = replace(mine[0].election, fingerprint=fingerprint)
        one.trustees = mine[0].trustees


def named(ids: list[str], meeting: dict[str, Any]) -> str:
    """The name of the sum of these boxes."""
    groups = [group["id"] for group in meeting["groups"]]
    mine = [next(group for group in groups if one.endswith(f"-{group}")) for one in ids]
    return f"{ids[0].removesuffix(mine[0])}{'+'.join(mine)}"


def _tally(one: Sum, election: Election) -> Rows:
    """The tallies of the boxes, added up."""
    group, rows = election.group, Rows()
    for i, question in enumerate(election.questions):
        columns = [box.rows[i] for box in one.boxes]
        if question.single:
            rows.append(sorted((one for row in columns for one in row), key=group.sorting))
            continue
        pairs = [list(column) for column in zip(*columns, strict=True)]
        rows.append(
            [
                (
                    group.product((alpha, 1) for alpha, _beta in pair),
                    group.product((beta, 1) for _alpha, beta in pair),
                )
                for pair in pairs
            ]
        )
    return rows


def _open(one: Sum, file: Path, required: int) -> None:
    """What opening.json says."""
    election, trustees = one.election, one.trustees
    if election is None or trustees is None:
        return
    demand(file.exists(), "sum-unfinished", "nobody has begun to open it")
    text, group = file.read_bytes(), election.group
    one.opening = sha256_hex(text)
    act = {"owner": natural, "shuffle": anything, "signature": group.proof}
    share = {"owner": natural, "factors": anything, "bound": group.proof, "signature": group.proof}
    form = {"version": 1, "sum": digest, "shuffles": [act], "shares": [share], "result?": anything}
    value = conform(parse(text), form)
    one.begun = bool(value["shuffles"] or value["shares"])
    with one.findings.at(one.name):
        demand(value["sum"] == one.hash, "sum-other", "the opening of another sum")
    rows, head = _shuffled(one, value, election, trustees, required)
    shares = _shares(one, value["shares"], election, trustees, rows, head)
    demand("result" in value, "sum-unfinished", "there is no result yet")
    factors = combine(election, trustees, shares, sum(map(len, rows)))
    result = write({"result": value["result"]})
    one.result = read_result(result, election, rows, factors, one.count, one.marked)
    for question, number in sorted(one.marked):
        answer = f"question {question}, answer {number} is marked and counts as invalid"
        one.findings.note(one.name, "single-answer-marked", answer)


def _demand_signed(
    one: Sum, trustees: Trustees, entry: dict[str, Any], parent: str, payload: Any
) -> str:
    """Whether the owner signed this act; gives the hash of what is signed."""
    election, number = one.boxes[0].election, entry["owner"]
    text = f"piaoxiang-act|{one.hash}|{parent}|{number}|{sha256_hex(write(payload))}"
    with one.findings.at(one.name):
        key = trustees.owner(number).certificate
        demand(key, "act-without-certificate", "an act of an owner without certificate")
        good = signed_by(election.group, key or (), text, entry["signature"])
        demand(good, "act-signature", "an act's signature does not hold")
    return sha256_hex(text.encode())


def _shuffled(
    one: Sum, value: dict[str, Any], election: Election, trustees: Trustees, required: int
) -> tuple[Rows, str]:
    """The rows after all shuffles, and the head that all shares have."""
    rows, head, tellers = _tally(one, election), one.hash, set[int]()
    group, problems = election.group, one.findings.problems
    seen = {group.text(alpha) for row in rows for alpha, _beta in row}
    for entry in value["shuffles"]:
        before = len(problems)
        sources = [rows[i] for i in election.singles]
        demand(sources, "shuffle-nothing", "there is nothing to be shuffled")
        shuffled = read_shuffle(write(entry["shuffle"]), election, sources)
        head = _demand_signed(one, trustees, entry, head, entry["shuffle"])
        alphas = [group.text(alpha) for row in shuffled for alpha, _beta in row]
        with one.findings.at(one.name):
            fresh = len(set(alphas)) == len(alphas) and not seen.intersection(alphas)
            demand(fresh, "alpha-reused", "an α that went in comes out")
        seen.update(alphas)
        for i, row in zip(election.singles, shuffled, strict=True):
            rows[i] = row
        if len(problems) == before:
            tellers.add(entry["owner"])
    least = max(2, required) if election.singles else 0
    if value["shares"] and len(tellers) < least:
        one.findings.add(one.name, "shuffles-few", "too few different tellers shuffled")
    return rows, head


def _shares(
    one: Sum,
    entries: list[dict[str, Any]],
    election: Election,
    trustees: Trustees,
    rows: Rows,
    head: str,
) -> dict[int, list[Element]]:
    """The shares that hold, by their owners."""
    group, shares = election.group, dict[int, list[Element]]()
    for entry in entries:
        before, number = len(one.findings.problems), entry["owner"]
        if number in shares:
            one.findings.add(one.name, "owner-repeated", f"owner {number} has a share already")
        _demand_signed(one, trustees, entry, head, entry["factors"])
        with one.findings.at(one.name):
            owner = trustees.owner(number)
            lists = conform(entry["factors"], [[group.element]])
            same = list(map(len, lists)) == list(map(len, rows))
            demand(same, "array-length", "the form of a share")
            factors = [factor for row in lists for factor in row]
            names = [one.hash, head, str(number)]
            demand_bound(election, names, owner.key, rows, factors, entry["bound"])
            if len(one.findings.problems) == before:
                shares[number] = factors
    return shares

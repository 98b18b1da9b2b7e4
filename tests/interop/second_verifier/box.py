"""The record of one box from its Setup to its result."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .archive import Event, chain
from .ballots import Ballot, read_ballot
from .canonical import conform, weight, write
from .election import Election, read_credentials, read_election
from .findings import Findings, demand
from .group import Element
from .opening import Acts, combine, demand_bound, demand_signed, read_acts, read_result, read_share
from .shuffles import Rows, as_json, read_shuffle, tally
from .trustees import Trustees, read_trustees


@dataclass
class Box:
    """What is known of a box while its record is read."""

    place: str
    ours: bool
    required: int  # shuffles by different tellers
    events: list[Event]
    election: Election
    findings: Findings
    acts: Acts | None = None
    trustees: Trustees | None = None
    credentials: dict[str, int] = field(default_factory=dict)
    ballots: list[Ballot] = field(default_factory=list)
    alphas: set[str] = field(default_factory=set)
    result: list[list[Any]] | None = None
    marked: set[tuple[int, int]] = field(default_factory=set)
    count: int = 0  # Ballot events
    rows: Rows = field(default_factory=list)  # the tally of its ballots

    @property
    def named_ours(self) -> bool:
        """Whether it is one of ours by what it was given as or by its own description."""
        described = re.search(r" meeting [0-9a-f]{64}\Z", self.election.value["description"])
        return self.ours or described is not None

    @property
    def setup(self) -> str:
        """The Setup hash."""
        return self.events[0].hash

    @property
    def opened(self) -> bool:
        """Whether anything was decrypted."""
        return any(event.type in {"PartialDecryption", "Result"} for event in self.events)

    @property
    def closing(self) -> int | None:
        """The height of the encrypted tally's event, which the checkpoint goes through."""
        heights = (i for i, event in enumerate(self.events) if event.type == "EncryptedTally")
        return next(heights, None)

    @property
    def opening_head(self) -> int | None:
        """The height of the event on which the opening builds (chapter 8)."""
        heights = [
            height
            for height, event in enumerate(self.events)
            if event.type in {"EncryptedTally", "EndShuffles"}
        ]
        return heights[-1] if heights else None

    def of_type(self, kind: str) -> Iterator[tuple[str, Event]]:
        """The events of one type with their places."""
        for height, event in enumerate(self.events):
            if event.type == kind:
                yield f"{self.place}: event {height} ({kind})", event


def read_box(
    file: bytes,
    acts: bytes | None,
    place: str,
    findings: Findings,
    *,
    ours: bool,
    required: int = 0,
) -> Box | None:
    """Check a whole record; None if it could not even be read."""
    with findings.at(place):
        events = chain(file, findings, place)
        election = read_election(events[0].data[0])
        box = Box(place, ours, max(2, required), events, election, findings)
        with findings.at(f"{place}: trustees"):
            box.trustees = read_trustees(events[0].data[1], election.group, old=not ours)
            same = election.group.same(box.trustees.joint, election.key)
            demand(same, "election-key", "the election's key is not the trustees' joint key")
        with findings.at(f"{place}: credentials"):
            box.credentials = read_credentials(
                events[0].data[2], election.group, findings, ours=ours
            )
        with findings.at(f"{place}: acts.json"):
            if acts is not None:
                box.acts = Acts({})  # what cannot be read signs nothing
                box.acts = read_acts(acts, election, events, findings)
        counted = _ballots(box)
        rows = box.rows = _closing(box, counted)
        if box.trustees is not None:
            rows = _shuffles(box, box.trustees, rows)
            shares = _shares(box, box.trustees, rows)
            _result(box, box.trustees, rows, shares, sum(weight for _, weight in counted))
        return box
    return None


def _ballots(box: Box) -> list[tuple[Ballot, int]]:
    """The ballots that count, with their weights (chapters 6 and 9)."""
    counted: dict[str, tuple[Ballot, int]] = {}
    for place, event in box.of_type("Ballot"):
        box.count += 1
        with box.findings.at(place):
            ballot = read_ballot(event.data[0], box.election, place, box.findings)
            if ballot is None:
                continue
            box.ballots.append(ballot)
            known = ballot.credential in box.credentials
            demand(known, "credential-unknown", "a credential that is not on the list")
            own = box.credentials[ballot.credential]
            demand(own == 1 or not box.election.singles, "single-answer-weight", "a weight")
            again = ballot.credential in counted
            counted[ballot.credential] = (ballot, own)
            alphas = ballot.alphas(box.election.group)
            twice = len(set(alphas)) < len(alphas) or box.alphas.intersection(alphas)
            box.alphas.update(alphas)
            demand(not (again and box.ours), "credential-reused", "a credential votes twice")
            demand(not (twice and box.ours), "alpha-reused", "an α stands twice in the box")
    return list(counted.values())


def _closing(box: Box, counted: list[tuple[Ballot, int]]) -> Rows:
    """The tally, computed from the ballots and compared (chapter 9)."""
    rows = tally(box.election, counted)
    for place, event in box.of_type("EncryptedTally"):
        with box.findings.at(place):
            right = event.payload["num_tallied"] == len(counted)
            demand(right, "tally-num-tallied", "the number of ballots is another")
        with box.findings.at(place):
            total = sum(own for _ballot, own in counted)
            right = conform(event.payload["total_weight"], weight) == total
            demand(right, "tally-total-weight", "the total weight is another")
        with box.findings.at(place):
            same = event.data[0] == write(as_json(box.election.group, rows))
            demand(same, "tally-differs", "the tally is not the product of the ballots")
    return rows


def _shuffles(box: Box, trustees: Trustees, rows: Rows) -> Rows:
    """The rows after all shuffles (chapter 10)."""
    election, singles, tellers = box.election, box.election.singles, set[int]()
    unsigned = box.findings.unbound if box.named_ours else box.findings.notes
    for place, event in box.of_type("Shuffle"):
        with box.findings.at(place):
            demand(singles, "shuffle-nothing", "there is nothing to be shuffled")
            shuffled = read_shuffle(event.data[0], election, [rows[i] for i in singles])
            rows = list(rows)
            for i, row in zip(singles, shuffled, strict=True):
                rows[i] = row
            alphas = [election.group.text(alpha) for row in shuffled for alpha, _beta in row]
            fresh = len(set(alphas)) == len(alphas) and not box.alphas.intersection(alphas)
            box.alphas.update(alphas)
            demand(fresh, "alpha-reused", "an α that went in comes out")
            owner = trustees.owner(event.payload["owner"])
            if box.acts is None:
                unsigned.append((place, "shuffle-unsigned", "a shuffle that nobody signed"))
                tellers.add(event.payload["owner"])
                continue
            act = box.acts.of(event)
            demand(act, "shuffle-unsigned", "a shuffle that nobody signed")
            demand(act and "bound" not in act, "act-kind", "a shuffle's act has a bound proof")
            demand_signed(event, box.setup, election, owner, act)
            tellers.add(event.payload["owner"])
    over = {"EndShuffles", "PartialDecryption"} & {event.type for event in box.events}
    if singles and over and len(tellers) < box.required:
        strict = box.named_ours or box.acts is not None
        add = box.findings.add if strict else box.findings.note
        add(box.place, "shuffles-few", "too few different tellers shuffled")
    return rows


def _shares(box: Box, trustees: Trustees, rows: Rows) -> dict[int, list[Element]]:
    """The shares that hold, by their owners (chapters 11 and 14)."""
    shares: dict[int, list[Element]] = {}
    head = box.events[box.opening_head or 0].hash
    unsigned = box.findings.unbound if box.named_ours else box.findings.notes
    for place, event in box.of_type("PartialDecryption"):
        with box.findings.at(place):
            number = event.payload["owner"]
            owner = trustees.owner(number)
            factors = read_share(event.data[0], box.election, owner, rows)
            if box.acts is None:
                unsigned.append((place, "not-bound", "nothing binds a share, nobody signed it"))
            else:
                act = box.acts.of(event)
                if act is None or "bound" not in act:
                    demand(False, "not-bound", "a share without bound proof")
                    continue
                names = [box.setup, head, str(number)]
                demand_bound(box.election, names, owner.key, rows, factors, act["bound"])
                demand_signed(event, box.setup, box.election, owner, act)
            shares[number] = factors
    return shares


def _result(
    box: Box, trustees: Trustees, rows: Rows, shares: dict[int, list[Element]], most: int
) -> None:
    """The result (chapter 11)."""
    for place, event in box.of_type("Result"):
        with box.findings.at(place):
            count = sum(map(len, rows))
            factors = combine(box.election, trustees, shares, count)
            box.result = read_result(event.data[0], box.election, rows, factors, most, box.marked)
    for question, number in sorted(box.marked):
        answer = f"question {question}, answer {number} is marked and counts as invalid"
        box.findings.note(box.place, "single-answer-marked", answer)

"""What is found in a record does not depend on how many processes look for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tally.findings.finding import Level
from tally.verify.record.box import VerifiedBox, verify_record
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.spoiled_records import edited

Tamper = Callable[[Parts], Parts]

RECORD = "ed25519-nh-60-v3.3.0"


def in_ballots(*places: int) -> Tamper:
    """Exchange the response of some ballots' signatures for 0."""

    def tamper(parts: Parts) -> Parts:
        ballots = list(parts.ballots)
        for place in places:
            ballots[place] = edited(
                ballots[place], lambda ballot: ballot["signature"]["proof"].update(response="0")
            )
        return replace(parts, ballots=tuple(ballots))

    return tamper


def in_shuffle(number: int, edit: Callable[[Any], Any]) -> Tamper:
    def tamper(parts: Parts) -> Parts:
        shuffles = list(parts.shuffles)
        owner, text = shuffles[number]
        shuffles[number] = owner, edited(text, edit)
        return replace(parts, shuffles=tuple(shuffles))

    return tamper


def turned(number: int, part: int, array: int) -> Tamper:
    """Turn round an array of the proof of a shuffle: its parts are t, s, c and ĉ."""
    return in_shuffle(number, lambda shuffle: shuffle["proofs"][0][part][array].reverse())


def in_shares(*places: int) -> Tamper:
    """Exchange the response of some proofs of the first share for 0."""

    def edit(share: Any) -> None:
        for place in places:
            share["decryption_proofs"][0][place]["response"] = "0"

    def tamper(parts: Parts) -> Parts:
        (owner, text), *others = parts.shares
        return replace(parts, shares=((owner, edited(text, edit)), *others))

    return tamper


def in_result(parts: Parts) -> Parts:
    assert parts.result is not None
    return replace(parts, result=edited(parts.result, lambda value: value["result"][0].reverse()))


CASES: dict[str, tuple[Tamper, set[str]]] = {
    "nothing": (lambda parts: parts, set()),
    "ballots": (in_ballots(3, 42, 43, 59), {"ballot-signature"}),
    "a link of the first shuffle": (turned(0, 1, 4), {"shuffle-proof"}),
    "a product of the second": (turned(1, 1, 5), {"shuffle-proof"}),
    "an unreadable second shuffle": (
        in_shuffle(1, lambda shuffle: shuffle["proofs"][0][3].pop()),
        {"json-type"},
    ),
    "shares": (in_shares(31, 55), {"decryption-proof", "shares-missing"}),
    "the result": (in_result, {"result-value"}),
}


@pytest.mark.parametrize("case", CASES)
def test_one_process_and_several_find_the_same_in_the_same_order(vectors: Path, case: str) -> None:
    tamper, codes = CASES[case]
    record = tamper(Parts.of((vectors / RECORD / "record.bel").read_bytes())).record()
    alone, together = (
        verify_record(record, "box", foreign=True, workers=workers) for workers in (1, 3)
    )
    assert problems(alone) == codes
    assert alone.findings.found == together.findings.found
    assert alone.ballots is not None
    assert together.ballots is not None
    assert alone.ballots.tally == together.ballots.tally
    assert alone.opening == together.opening


def problems(verified: VerifiedBox) -> set[str]:
    return {each.code for each in verified.findings.found if each.level is Level.PROBLEM}

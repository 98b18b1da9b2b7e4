"""Sets of trustees as releases 2.x of Belenios wrote them: read as foreign, refused as ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crypto.canonical import dumps
from crypto.groups.named import group_named
from crypto.trustees.old_threshold import OldThreshold
from crypto.trustees.trustee import Trustees
from tally.findings.finding import Level
from tally.folder.source import SingleRecord
from tally.verify.record.box import verify_record
from tally.verify.single import NOT_CHECKED, verify_single
from tally.verify.verdict import Word
from tests.tally.fixtures.record_parts import Parts


@pytest.fixture(scope="module")
def path() -> Path:
    return Path(__file__).parents[2] / "vectors/belenios2048-th-3-v2.0/record.bel"


def test_such_a_record_is_valid_and_what_it_lacks_is_named(path: Path) -> None:
    verdict = verify_single(SingleRecord(path, path.read_bytes()), workers=1)
    assert verdict.word is Word.VALID
    assert {each.code for each in verdict.findings} == {
        "old-trustees",
        "not-bound",
        *(code for code, _detail in NOT_CHECKED),
    }
    opening = verdict.boxes[0].opening
    assert opening is not None
    assert opening.result is not None
    assert opening.result.counts == ((0, 3, 0),)


def test_it_is_written_again_as_it_was_read(path: Path) -> None:
    text = Parts.of(path.read_bytes()).trustees
    trustees = Trustees.parse(group_named("BELENIOS-2048"), text, old=True)
    assert isinstance(trustees.items[0], OldThreshold)
    assert trustees.to_json().encode() == text


def test_our_own_profile_refuses_it(path: Path) -> None:
    verdict = verify_single(SingleRecord(path, path.read_bytes()), strict=True, workers=1)
    assert verdict.word is Word.INVALID
    assert "json-fields" in {each.code for each in verdict.findings}


def test_a_record_that_says_it_is_ours_may_not_be_so(path: Path) -> None:
    parts = Parts.of(path.read_bytes())
    election = json.loads(parts.election) | {"description": f"x r1-A meeting {'0' * 64}"}
    data = replace(parts, election=dumps(election).encode()).record()
    found = verify_record(data, "x", foreign=True, workers=1).findings.found
    assert ("json-fields", "trustees[0][1]") in {(each.code, each.where) for each in found}


def _off(proof: dict[str, str]) -> None:
    proof["challenge"] = str(int(proof["challenge"]) ^ 1)


def _swap(values: list[Any]) -> None:
    values[0], values[1] = values[1], values[0]


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "certificate": (lambda v: _off(v["certs"][0]["signature"]), "message-signature"),
    "coefexps": (lambda v: _off(v["coefexps"][2]["signature"]), "message-signature"),
    "coefexps of another": (lambda v: _swap(v["coefexps"]), "message-signature"),
    "certificate of another": (lambda v: _swap(v["certs"]), "message-signature"),
    "proof": (lambda v: _off(v["verification_keys"][1]["pok"]), "proof-of-knowledge"),
    "keys in another order": (lambda v: _swap(v["verification_keys"]), "verification-key"),
    "threshold": (lambda v: v.update(threshold=3), "coefexps-length"),
    "the same twice": (
        lambda v: v["certs"].__setitem__(1, v["certs"][0]),
        "trustee-duplicate",
    ),
    "one too few": (lambda v: v["coefexps"].pop(), "array-length"),
    "a signature that nothing signed": (
        lambda v: v["verification_keys"][0].update(signature=v["verification_keys"][0]["pok"]),
        "key-signature",
    ),
    "an empty list of signatures": (lambda v: v.update(signatures=[]), "json-fields"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_changed_in_it_is_refused(path: Path, change: str) -> None:
    edit, code = CHANGES[change]
    parts = Parts.of(path.read_bytes())
    trustees = json.loads(parts.trustees)
    edit(trustees[0][1])
    data = replace(parts, trustees=dumps(trustees).encode()).record()
    found = verify_record(data, "x", foreign=True, workers=1).findings.found
    problems = [each for each in found if each.level is Level.PROBLEM]
    assert problems[0].code == code
    assert problems[0].where.startswith("trustees")

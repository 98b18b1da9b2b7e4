"""An election with a threshold of trustees, made by Debian's belenios-tool 2.0, is verified here.

Releases 2.x sign less of what makes such a set than those after them, and our own tellers.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tally.folder.source import SingleRecord
from tally.verify.single import verify_single
from tally.verify.verdict import Word
from tests.interop.fixtures.judge import run
from tests.interop.second_verifier.box import read_box
from tests.interop.second_verifier.findings import Findings

GROUP = ("--group", "BELENIOS-2048")
STEP = ("setup", "generate-trustee-key-threshold", *GROUP)
QUESTION = {"answers": ["A", "B"], "blank": True, "min": 1, "max": 1, "question": "q"}
VOTES = ([0, 1, 0], [0, 1, 0], [1, 0, 0])


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of an election of three voters, opened by trustees 1 and 3 of three."""
    folder = tmp_path_factory.mktemp("threshold")
    keys = _trustees(folder)
    uuid = run(folder, "setup", "generate-token").strip()
    (folder / "voters.txt").write_text("".join(f"{at}@example.com\n" for at in range(len(VOTES))))
    run(folder, "setup", "generate-credentials", "--uuid", uuid, *GROUP, "--file", "voters.txt")
    next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
    slips = [line.split()[1] for line in next(folder.glob("*.privcreds")).read_text().splitlines()]
    template = {"description": "d", "name": "n", "questions": [QUESTION]}
    (folder / "template.json").write_text(json.dumps(template))
    run(folder, "setup", "make-election", "--uuid", uuid, *GROUP, "--template", "template.json")
    run(folder, "archive", "init")
    for slip, vote in zip(slips, VOTES, strict=True):
        (folder / "slip").write_text(slip)
        (folder / "vote").write_text(json.dumps([vote]))
        cast = ("generate-ballot", "--privcred", "slip", "--ballot", "vote")
        _add(folder, "Ballot", run(folder, "election", *cast))
    run(folder, "archive", "add-event", "--type=EndBallots")
    _add(folder, "EncryptedTally", run(folder, "election", "compute-encrypted-tally"))
    for number in (1, 3):
        key = keys[number - 1]
        own = ("--key", key.name, "--decryption-key", key.with_suffix(".dkey").name)
        share = run(folder, "election", "decrypt-threshold", *own, "--trustee-id", str(number))
        _add(folder, "PartialDecryption", share)
    _add(folder, "Result", run(folder, "election", "compute-result"))
    run(folder, "election", "verify")
    return folder / f"{uuid}.bel"


def _trustees(folder: Path) -> list[Path]:
    """Six steps, after which trustees.json lies in the folder; the trustees' keys in order."""
    for _ in range(3):
        run(folder, *STEP, "--step", "1")
    keys = sorted(folder.glob("*.key"))
    certificates = "".join(key.with_suffix(".cert").read_text() for key in keys)
    (folder / "certs").write_text(certificates)
    known = (*STEP, "--certs", "certs", "--step")
    run(folder, *known, "2")
    dealt = [run(folder, *known, "3", "--key", key.name, "--threshold", "2") for key in keys]
    (folder / "polynomials").write_text("".join(dealt))
    run(folder, *known, "4", "--polynomials", "polynomials")
    outputs = [
        run(folder, *known, "5", "--key", key.name, given=key.with_suffix(".vinput").read_text())
        for key in keys
    ]
    last = run(folder, *known, "6", "--polynomials", "polynomials", given="".join(outputs))
    (folder / "threshold.json").write_text(last)
    (folder / "public_keys.jsons").touch()
    run(folder, "setup", "make-trustees")
    return keys


def _add(folder: Path, kind: str, data: str) -> None:
    run(folder, "archive", "add-event", f"--type={kind}", given=data)


def test_ours_finds_it_valid_and_says_what_is_missing(record: Path) -> None:
    verdict = verify_single(SingleRecord(record, record.read_bytes()), workers=1)
    assert verdict.word is Word.VALID
    assert "old-trustees" in {each.code for each in verdict.findings}
    opening = verdict.boxes[0].opening
    assert opening is not None
    assert opening.result is not None
    assert opening.result.counts == ((1, 2, 0),)


def test_our_own_profile_refuses_it(record: Path) -> None:
    source = SingleRecord(record, record.read_bytes())
    assert verify_single(source, strict=True, workers=1).word is Word.INVALID


def test_the_second_verifier_agrees(record: Path) -> None:
    found = Findings()
    read_box(record.read_bytes(), None, "box", found, ours=False)
    assert found.verdict == "valid"
    strict = Findings()
    read_box(record.read_bytes(), None, "box", strict, ours=True)
    assert strict.verdict == "INVALID"

"""Debian's belenios-tool 2.0 and our code judge each other's ballots, in one election.

The election, its key and its archive are the tool's; the list of credentials
holds some made by the tool (in its older form, for its own ballots) and some
made by us.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from crypto.ballots.answer import Answer
from crypto.ballots.ballot import (
    Ballot,
    Choices,
    parse_ballot,
    prepare_ballot,
    sign_ballot,
    verify_ballot,
)
from crypto.canonical import dumps
from crypto.election.credential import (
    PublicCredential,
    make_credential,
    public_credential,
    secret_exponent,
)
from crypto.election.election import Election
from crypto.election.question import Question
from crypto.errors import ProofError
from tests.interop.fixtures.judge import run

UUID = "H9u2rTLDheWv4n"
GROUP = "BELENIOS-2048"
TEMPLATE = {
    "description": "民主测评 <与> 推荐",
    "name": "互认\u007f\u0001",
    "questions": [
        {
            "answers": ["张三", "李四", "王五"],
            "blank": True,
            "min": 1,
            "max": 2,
            "question": "推荐",
        },
        {"answers": ["优秀", "称职"], "blank": False, "min": 1, "max": 1, "question": "评价"},
        {"answers": ["A", "B"], "min": 0, "max": 2, "question": "any"},
    ],
    "administrator": "组织部",
    "credential_authority": "登记员",
}
VOTES: tuple[Choices, ...] = (
    ((0, 1, 0, 1), (0, 1), (0, 0)),
    ((1, 0, 0, 0), (1, 0), (1, 1)),
    ((0, 0, 1, 0), (1, 0), (0, 1)),
)


@dataclass(frozen=True)
class Shared:
    """An election in a folder of its own, with two kinds of private credentials."""

    folder: Path
    election: Election
    theirs: tuple[str, ...]
    ours: tuple[str, ...]


def accepts(folder: Path) -> None:
    """Have the tool verify the archive."""
    run(folder, "election", "verify", "--dir", ".")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    folder = tmp_path_factory.mktemp("election")
    common = ["--group", GROUP]
    run(folder, "setup", "generate-trustee-key", *common)
    (key,) = folder.glob("*.pubkey")
    key.rename(folder / "public_keys.jsons")
    run(folder, "setup", "make-trustees")
    (folder / "template.json").write_text(json.dumps(TEMPLATE), "utf-8")
    with_uuid = [*common, "--uuid", UUID]
    run(folder, "setup", "make-election", *with_uuid, "--template", "template.json")
    run(folder, "setup", "generate-credentials", *with_uuid, "--count", "3")
    (private,) = folder.glob("*.privcreds")
    theirs = tuple(line.split()[-1] for line in private.read_text().splitlines())

    election = Election.parse((folder / "election.json").read_bytes().rstrip(b"\n"))
    ours = tuple(make_credential() for _ in VOTES)
    (public,) = folder.glob("*.pubcreds")
    # The tool's list before "archive init" names the voter too: "key,weight,voter".
    listed = [entry.split(",")[0] for entry in json.loads(public.read_text())]
    for credential in ours:
        public_key = public_credential(election.group, election.uuid, credential)
        listed.append(PublicCredential.of(election.group, public_key).text)
    numbered = [f"{key},,{number}" for number, key in enumerate(sorted(listed), start=1)]
    (folder / "public_creds.json").write_text(dumps(numbered))
    run(folder, "archive", "init")
    return Shared(folder, election, theirs, ours)


@pytest.fixture
def shared(prepared: Shared, tmp_path: Path) -> Shared:
    """A copy of the election in which no ballot has been cast yet."""
    folder = tmp_path / "election"
    shutil.copytree(prepared.folder, folder)
    return replace(prepared, folder=folder)


def cast(shared: Shared, number: int) -> Ballot:
    election = shared.election
    arguments = election.group, election.uuid, shared.ours[number]
    unsigned = prepare_ballot(
        election, public_credential(*arguments), VOTES[number], bytes([number]) * 32
    )
    return sign_ballot(unsigned, secret_exponent(*arguments))


def add(shared: Shared, ballot: Ballot) -> None:
    run(shared.folder, "archive", "add-event", "--type=Ballot", given=f"{ballot.to_json()}\n")


def test_the_election_made_by_the_tool_is_read_exactly(prepared: Shared) -> None:
    election = prepared.election
    assert [q.blank for q in election.questions if isinstance(q, Question)] == [True, False, None]
    assert election.administrator == "组织部"
    assert election.name == "互认\u007f\u0001"


def test_the_tool_accepts_our_ballots(shared: Shared) -> None:
    for number in range(len(VOTES)):
        add(shared, cast(shared, number))
    accepts(shared.folder)


def test_we_accept_the_ballots_of_the_tool(shared: Shared) -> None:
    for credential, votes in zip(shared.theirs, VOTES, strict=True):
        (shared.folder / "credential").write_text(credential)
        (shared.folder / "choices.json").write_text(json.dumps(votes))
        made = run(
            shared.folder,
            *("election", "generate-ballot", "--dir", "."),
            *("--privcred", "credential", "--ballot", "choices.json"),
        ).rstrip("\n")
        ballot = parse_ballot(shared.election, made)

        assert ballot.to_json() == made
        verify_ballot(shared.election, ballot)
        assert ballot.tracker == run(shared.folder, "sha256-b64", given=made).strip()


def test_both_refuse_what_was_altered(shared: Shared) -> None:
    ballot = cast(shared, 0)
    first, *rest = ballot.answers
    assert isinstance(first, Answer)
    proof = first.overall_proof[0]
    worse = replace(proof, response=(proof.response + 1) % shared.election.group.order)
    altered = replace(first, overall_proof=(worse, *first.overall_proof[1:]))
    forged = replace(ballot, answers=(altered, *rest))

    with pytest.raises(ProofError, match="ballot-hash"):
        verify_ballot(shared.election, forged)
    add(shared, forged)
    with pytest.raises(AssertionError):
        accepts(shared.folder)

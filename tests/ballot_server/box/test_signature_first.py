"""Whoever cannot sign for a slip costs the server one signature, however much they send."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from ballot_server.box.verified_ballot import read_ballot
from ballot_server.problems.refusals import BallotInvalid
from crypto.canonical import dumps, sha256_b64
from crypto.errors import ProofError
from crypto.groups.group import Group
from tests.ballot_server.fixtures.small_meeting import BOX, Slip, config_in, loaded_server


class Looked:
    """How many elements a group was asked to look at, and how many powers it computed."""

    def __init__(self, group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
        self.elements = self.powers = 0
        decode, expecting, products = group.decode, group.expecting, group.products_of_powers

        def counting(text: object, where: Any = "") -> Any:
            self.elements += 1
            return decode(text, where)

        def announcing(texts: Iterable[str]) -> AbstractContextManager[None]:
            all_of_them = list(texts)
            self.elements += len(all_of_them)
            return expecting(all_of_them)

        def computing(requests: Any) -> Any:
            self.powers += sum(len(terms) for terms in requests)
            return products(requests)

        monkeypatch.setattr(group, "decode", counting)
        monkeypatch.setattr(group, "expecting", announcing)
        monkeypatch.setattr(group, "products_of_powers", computing)


def unsigned(slip: Slip) -> bytes:
    """A ballot as anybody can make it who has seen a credential in the record."""
    ballot = json.loads(slip.text())
    ballot["signature"]["proof"] = {"challenge": "1", "response": "1"}
    return dumps(ballot).encode()


def garbage(slip: Slip) -> bytes:
    """No point of it is one."""
    ballot = json.loads(unsigned(slip))
    for answer in ballot["answers"]:
        for choice in answer["choices"]:
            choice["alpha"] = choice["beta"] = "0" * len(choice["alpha"])
    rest = {name: value for name, value in ballot.items() if name != "signature"}
    ballot["signature"]["hash"] = sha256_b64(dumps(rest))
    return dumps(ballot).encode()


def other_text(slip: Slip) -> bytes:
    """Another ballot under a good signature of this slip."""
    ballot, other = json.loads(slip.text()), json.loads(slip.text())
    ballot["answers"] = other["answers"]
    return dumps(ballot).encode()


@pytest.mark.parametrize("group_name", ["Ed25519", "BELENIOS-2048"])
@pytest.mark.parametrize(
    ("made", "code", "powers"),
    [
        (unsigned, "ballot-signature", 2),
        (garbage, "ballot-signature", 2),
        (other_text, "ballot-hash", 0),
    ],
)
def test_a_bad_signature_is_found_before_any_point_but_the_credential_is_looked_at(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    group_name: str,
    made: Any,
    code: str,
    powers: int,
) -> None:
    """The attack: a list of credentials is public, and each post with one cost a whole ballot.

    Every point was decoded and every proof computed before the signature was found to be none.
    """
    loaded = loaded_server(config_in(tmp_path / "server"), slips=5, group=group_name)
    electorate = loaded.board.electorate_of(BOX)
    slip = loaded.slips[BOX][0]
    body, good = made(slip), slip.text()
    looked = Looked(electorate.election.group, monkeypatch)
    with pytest.raises(BallotInvalid) as refused:
        read_ballot(electorate, body)
    assert isinstance(refused.value.__cause__, ProofError)
    assert refused.value.__cause__.code == code
    assert (looked.elements, looked.powers) == (1, powers)
    read_ballot(electorate, good)
    assert looked.elements > 10
    loaded.board.store.dispose()

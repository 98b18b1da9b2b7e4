"""A published sum checked as chapter 19 of docs/protocol.md says it, hash by hash.

Nothing of this room is used but to hold the meeting: the texts that are hashed are put together
here from the JSON files, so that a change of what is published shows even where both ends agree.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest

from crypto.groups.group import Element, Group
from crypto.record.record import read_record
from tests.tally.fixtures.held_meeting import Held

PLACE = "sums/r1-A+B"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lp(item: str | bytes) -> bytes:
    raw = item.encode() if isinstance(item, str) else item
    return len(raw).to_bytes(4, "big") + raw


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def product(group: Group, elements: list[Element]) -> Element:
    whole = group.identity
    for each in elements:
        whole = group.multiply(whole, each)
    return whole


@pytest.fixture
def files(summed: Held) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """S, sum.json and opening.json."""
    text = (summed.out / PLACE / "sum.json").read_text(encoding="utf-8")
    opening = (summed.out / PLACE / "opening.json").read_text(encoding="utf-8")
    assert compact(json.loads(text)) == text
    assert compact(json.loads(opening)) == opening
    return sha(text), json.loads(text), json.loads(opening)


def added_up(summed: Held, ids: list[str]) -> list[tuple[Element, Element]]:
    """Every choice of the one question, (α, β) of both boxes' tallies multiplied."""
    group = summed.hall.elections["r1-A"].group
    tallies = []
    for box in ids:
        record = read_record((summed.out / "boxes" / box / "record.bel").read_bytes())
        tallies.append(json.loads(record.encrypted_tally_bytes or b"")[0])
    return [
        (
            product(group, [group.decode(cell["alpha"]) for cell in cells]),
            product(group, [group.decode(cell["beta"]) for cell in cells]),
        )
        for cells in zip(*tallies, strict=True)
    ]


def test_sum_json_names_the_boxes_as_they_are(
    summed: Held, files: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    s, definition, opening = files
    assert opening["sum"] == s
    assert definition["meeting"] == sha((summed.out / "meeting.json").read_text(encoding="utf-8"))
    for each in definition["boxes"]:
        record = read_record((summed.out / "boxes" / each["id"] / "record.bel").read_bytes())
        assert (each["setup"], each["ballots"]) == (record.setup_hash, len(record.ballots))
        assert each["head"] == record.head.hash  # the EncryptedTally event is the last


def test_every_share_is_signed_for_this_sum(
    summed: Held, files: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    s, _definition, opening = files
    group = summed.hall.elections["r1-A"].group
    for share in opening["shares"]:
        payload = sha(compact(share["factors"]))
        message = f"piaoxiang-act|{s}|{s}|{share['owner']}|{payload}"
        c, r = (int(share["signature"][name]) for name in ("challenge", "response"))
        key = summed.hall.trustees.owner(share["owner"]).certificate_key
        assert key is not None
        a = group.multiply(group.base_power(r), group.power(key, c))
        hashed = int(sha(f"sigmsg|{message}|{group.encode(a)}"), 16)
        assert hashed % group.order == c


def test_every_share_is_bound_to_this_sum(
    summed: Held, files: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    s, definition, opening = files
    group = summed.hall.elections["r1-A"].group
    cells = added_up(summed, [each["id"] for each in definition["boxes"]])
    digest = hashlib.sha256(f"piaoxiang-sum|{s}".encode()).digest()
    fp = base64.b64encode(digest).decode().rstrip("=")
    for share in opening["shares"]:
        owner = summed.hall.trustees.owner(share["owner"])
        factors = [group.decode(each) for each in share["factors"][0]]
        head = ["piaoxiang-bound-1", group.name, fp, s, s, str(share["owner"])]
        items = [*head, group.encode(owner.public_key), str(len(cells))]
        for (alpha, beta), factor in zip(cells, factors, strict=True):
            items += [group.encode(alpha), group.encode(beta), group.encode(factor)]
        seed = hashlib.sha512(b"".join(lp(each) for each in items)).digest()
        rho = [
            int.from_bytes(hashlib.sha256(seed + k.to_bytes(8, "big")).digest()[:16], "big")
            for k in range(len(cells))
        ]
        pairs = zip(cells, rho, strict=True)
        alpha = product(group, [group.power(each[0], weight) for each, weight in pairs])
        factor = product(group, [group.power(f, w) for f, w in zip(factors, rho, strict=True)])
        c, r = (int(share["bound"][name]) for name in ("challenge", "response"))
        a = group.multiply(group.base_power(r), group.power(owner.public_key, c))
        b = group.multiply(group.power(alpha, r), group.power(factor, c))
        texts = [lp(group.encode(each)) for each in (alpha, factor, a, b)]
        hashed = hashlib.sha512(lp(seed) + b"".join(texts)).digest()
        assert int.from_bytes(hashed, "big") % group.order == c


def test_the_result_follows_from_two_shares(
    summed: Held, files: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    """Tellers 1 and 3: the Lagrange coefficients at 0 are 3/2 and -1/2."""
    _s, definition, opening = files
    group = summed.hall.elections["r1-A"].group
    cells = added_up(summed, [each["id"] for each in definition["boxes"]])
    half = pow(2, -1, group.order)
    first, third = (share["factors"][0] for share in opening["shares"])
    counts = opening["result"][0]
    for (_alpha, beta), one, three, count in zip(cells, first, third, counts, strict=True):
        factor = group.multiply(
            group.power(group.decode(one), 3 * half % group.order),
            group.power(group.decode(three), -half % group.order),
        )
        assert group.multiply(group.base_power(count), factor) == beta

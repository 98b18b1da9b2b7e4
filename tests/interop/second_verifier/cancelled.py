"""Cancelled slips, and slips accounted for (chapter 21)."""

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .box import Box
from .canonical import digest, read, sha256_hex, strict_base64, write
from .findings import Findings, Refused, demand
from .trustees import signed_by

SIGNATURE = 64  # bytes
PARTS = ("audited", "left_over")


def check_cancelled(box: Box, file: bytes | None, server_key: str, findings: Findings) -> None:
    """Check cancelled.json of a box, if there is one; name what is missing."""
    place = f"{box.place}: cancelled.json"
    listed = 0
    if file is not None:
        with findings.at(place):
            listed = _check(box, file, server_key, place, findings)
    missing = len(box.credentials) - len({one.credential for one in box.ballots}) - listed
    if box.closing is not None and missing:
        findings.note(box.place, "slips-missing", f"{missing} slips neither used nor cancelled")


def _check(box: Box, file: bytes, server_key: str, place: str, findings: Findings) -> int:
    group = box.election.group
    value = read(file, _form(box))
    demand(value["setup"] == box.setup, "cancelled-box", "a list of another box")
    with findings.at(place):
        _demand_signed(value, server_key)
    names: list[list[str]] = [[one["credential"] for one in value[name]] for name in PARTS]
    together = [name for each in names for name in each]
    with findings.at(place):
        good = all(each == sorted(each) for each in names) and len({*together}) == len(together)
        good = good and {*together} <= set(box.credentials)
        demand(good, "cancelled-list", "not slips of this box, each once and sorted")
    voted = {one.credential for one in box.ballots}
    for one in (*value["audited"], *value["left_over"]):
        with findings.at(place):
            demand(one["credential"] not in voted, "cancelled-voted", "a cancelled slip voted")
        with findings.at(place):
            key = group.element(one["credential"])
            text = f"piaoxiang-cancel|{box.setup}|{one['credential']}"
            good = signed_by(group, key, text, one["proof"])
            demand(good, "cancelled-unsigned", "not cancelled by its holder")
    return len(together)


def parts_of(box: Box, file: bytes | None) -> dict[str, set[str]] | None:
    """The slips of each part of a box's list, of none where there is none; None if unreadable."""
    if file is None:
        return {name: set() for name in PARTS}
    try:
        value = read(file, _form(box))
    except Refused:
        return None
    if value["setup"] != box.setup:
        return None
    return {name: {one["credential"] for one in value[name]} for name in PARTS}


def _form(box: Box) -> dict[str, Any]:
    part = [{"credential": str, "proof": box.election.group.proof}]
    return {"version": 1, "setup": digest, **dict.fromkeys(PARTS, part), "signature": str}


def _demand_signed(value: dict[str, Any], server_key: str) -> None:
    listed = write({name: _plain(value[name]) for name in PARTS})
    message = f"piaoxiang-cancelled|{value['setup']}|{sha256_hex(listed)}".encode()
    try:
        signature = strict_base64(value["signature"] + "==")
    except Refused:
        signature = b""
    demand(len(signature) == SIGNATURE, "cancelled-signature", "no signature of 64 bytes")
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(server_key))
        key.verify(signature, message)
    except InvalidSignature:
        raise Refused("server-signature", "the server did not sign this list") from None


def _plain(part: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As it was written: proofs are numbers here."""
    return [
        {
            "credential": one["credential"],
            "proof": dict(zip(("challenge", "response"), map(str, one["proof"]), strict=True)),
        }
        for one in part
    ]

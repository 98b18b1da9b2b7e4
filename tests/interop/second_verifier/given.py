"""What an observer holds against a folder: receipts, and words on cancelled slips (16 and 21)."""

import base64
import re
from pathlib import Path
from typing import Any

from . import checkpoint
from .box import Box
from .cancelled import SIGNATURE, parts_of
from .canonical import chosen, digest, fingerprint, read, write
from .checked import Checked, Server, decoded
from .findings import Findings, Refused, demand

RECEIPT = {"setup": digest, "fingerprint": fingerprint, "signature": str, "checkpoint": str}
WORD = {
    "setup": digest,
    "part": chosen("audited", "left_over"),
    "credential": str,
    "signature": str,
}
QR = re.compile(
    "PXR1:([A-Za-z][A-Za-z0-9_-]{0,31}):([A-Za-z0-9_-]{43}):([A-Za-z0-9_-]{43})"
    ":([A-Za-z0-9_-]{86}):([1-9][0-9]{0,9}):([A-Za-z0-9_-]{43}):([A-Za-z0-9_-]{91})"
)


def read_receipt(text: str) -> dict[str, Any]:
    """A receipt, from its code or its JSON; what is none is refused."""
    match = QR.fullmatch(text.strip())
    if match is None:
        value = read(text.strip().encode(), RECEIPT)
    else:
        parts = list(match.groups())
        sizes = {1: 32, 2: 32, 3: 64, 5: 32, 6: 68}
        data = {at: decoded(parts[at], size) for at, size in sizes.items()}
        plain = {at: base64.b64encode(one).decode() for at, one in data.items()}
        name = f"piaoxiang/{parts[0]}/{data[1].hex()}"
        note = f"{name}\n{parts[4]}\n{plain[5]}\n\n— {name} {plain[6]}\n"
        names = {"fingerprint": plain[2].rstrip("="), "signature": plain[3].rstrip("=")}
        value = {"setup": data[1].hex(), **names, "checkpoint": note}
        value = read(write(value), RECEIPT)
    decoded(value["signature"], SIGNATURE)
    setup = checkpoint.claimed(value["checkpoint"].encode()).setup
    demand(setup == value["setup"], "receipt-form", "a checkpoint of another box")
    return dict(value)


def check_receipt(
    receipt: dict[str, Any], boxes: list[Box], server: Server, findings: Findings
) -> None:
    """Whether the closed record has the ballot that the server acknowledged."""
    place = f"receipt {receipt['fingerprint']}"
    box = next((one for one in boxes if one.setup == receipt["setup"]), None)
    note = receipt["checkpoint"].encode()
    text = f"piaoxiang-receipt|{receipt['setup']}|{receipt['fingerprint']}"
    fault = None if server.signed(text, receipt["signature"]) else "server-signature"
    claimed = checkpoint.claimed(note)
    try:
        checkpoint.demand_signed(note, server.key)
    except Refused as refused:
        fault = fault or refused.code
    if box is None:
        of_this = fault is None and claimed.meeting == server.meeting
        tell = findings.add if of_this else findings.note
        tell(place, "receipt-foreign", "no box of this meeting")
        return
    if fault:
        findings.note(place, fault, "the server of this meeting did not sign it")
        return
    with findings.at(place):
        checkpoint.demand_continued(claimed, [event.text for event in box.events])
    if any(one.fingerprint == receipt["fingerprint"] for one in box.ballots):
        return
    if any(event.type == "EndBallots" for event in box.events):
        findings.add(place, "receipt-not-honoured", "the record does not hold its ballot")
    else:
        findings.add(place, "receipt-waiting", "the box is not closed")


def read_words(text: bytes) -> list[dict[str, str]]:
    """The words of a file, in any order."""
    return list(read(text, {"version": 1, "words": [WORD]})["words"])


def check_words(
    name: str, words: list[dict[str, str]], folder: Path, checked: Checked, findings: Findings
) -> None:
    """Whether the lists of the boxes have what the server signed."""
    for setup in sorted({word["setup"] for word in words}):
        mine = [word for word in words if word["setup"] == setup]
        box = next((one for one in checked.boxes if one.setup == setup), None)
        if box is None:
            if checked.whole:
                findings.note(name, "cancelled-foreign", "no box of this meeting")
            continue
        head = f"piaoxiang-slip-cancelled|{setup}|"
        signed = [
            word
            for word in mine
            if checked.server.signed(
                f"{head}{word['part']}|{word['credential']}", word["signature"]
            )
        ]
        if len(signed) < len(mine):
            findings.note(name, "cancelled-word", "the server did not sign it")
        if signed and box.closing is None:
            findings.add(name, "cancelled-waiting", "the box is not closed")
        elif signed:
            file = folder / "boxes" / box.place / "cancelled.json"
            listed = parts_of(box, file.read_bytes() if file.exists() else None)
            if listed and any(word["credential"] not in listed[word["part"]] for word in signed):
                findings.add(name, "cancelled-dropped", "a cancelled slip that is not listed")


def _is_signed(word: dict[str, str], server: Server) -> bool:
    names = f"{word['setup']}|{word['part']}|{word['credential']}"
    return server.signed(f"piaoxiang-slip-cancelled|{names}", word["signature"])

"""Whose act a shuffle or a share is: the teller's signature beside the record.

The archive does not authenticate owners: anybody could swap them unnoticed. So each shuffle and
each partial decryption has beside it a signature by that teller's certificate key over Setup
event, parent event, owner and payload (`crypto.trustees.act`). An act without one counts as
nobody's.
"""

from __future__ import annotations

from crypto.canonical import sha256_hex
from crypto.errors import ProofError
from crypto.groups.group import Group
from crypto.place import Part, Place, at_event
from crypto.proofs.schnorr import Proof
from crypto.record.record import OwnedData, Record
from crypto.trustees.act import act_message, check_act
from crypto.trustees.trustee import Trustees
from tally.findings.finding import Findings
from tally.folder.acts import FILE, Act


def act_of(owned: OwnedData, acts: tuple[Act, ...]) -> Act | None:
    """The entry of acts.json for this shuffle or share, under the same owner."""
    payload = sha256_hex(owned.data)
    return next((a for a in acts if a.payload == payload and a.owner == owned.owner), None)


def check_signature(
    record: Record, group: Group, trustees: Trustees, owned: OwnedData, act: Act
) -> None:
    """Raise ProofError (`act-signature`, `act-without-certificate`) unless the owner signed."""
    event = owned.event.event
    message = act_message(record.setup_hash, event.parent or "", owned.owner, act.payload)
    where = at_event(event.height)
    check_signed(group, trustees, owned.owner, message, act.signature, where)


def check_signed(
    group: Group, trustees: Trustees, owner: int, message: str, signature: Proof, where: Place
) -> None:
    """Raise ProofError unless the owner of that number signed this act's message."""
    key = trustees.owner(owner, where=where / Part("owner")).certificate_key
    if key is None:
        raise ProofError(
            "act-without-certificate", "this trustee has no certificate key", where=where
        )
    try:
        check_act(group, key, message, signature, where=where)
    except ProofError as error:
        detail = f"it stands in the name of owner {owner}: {error.detail}"
        raise ProofError("act-signature", detail, where=where) from error


def check_no_stray_acts(record: Record, acts: tuple[Act, ...], findings: Findings) -> None:
    """Report entries of acts.json that belong to nothing in the record."""
    done = (*record.shuffles, *record.partial_decryptions)
    recorded = {sha256_hex(owned.data) for owned in done}
    for index, act in enumerate(acts):
        if act.payload in recorded:
            continue
        # Until the count this is what a crash leaves behind; afterwards nothing explains it.
        report = findings.problem if record.finished else findings.note
        report(
            "act-stray",
            f"an act of owner {act.owner} belongs to no shuffle and no share of this record",
            FILE / Part("acts") / index,
        )

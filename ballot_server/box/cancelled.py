"""The slips of a box that were cancelled, with what each of them signed for it."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ballot_server.store.models import BoxRow, CancelledSlipRow, table_of
from crypto.board.cancelling import CancelledSlip
from crypto.canonical import dumps, loads
from crypto.groups.group import Group
from crypto.proofs.schnorr import Proof

_LONGEST_PROOF = 4096
_SLIPS = table_of(CancelledSlipRow).c
_IS_CANCELLED = select(_SLIPS.audited).where(
    _SLIPS.box_id == bindparam("box"), _SLIPS.credential == bindparam("credential")
)


def is_cancelled(session: Session, box: BoxRow, credential: str) -> bool:
    """Whether this slip was cancelled."""
    asked = {"box": box.id, "credential": credential}
    return session.connection().execute(_IS_CANCELLED, asked).first() is not None


def is_audited(session: Session, box: BoxRow, credential: str) -> bool:
    """Whether this slip, which was cancelled, was audited and not left over."""
    return session.get_one(CancelledSlipRow, (box.id, credential)).audited


def names(session: Session, box: BoxRow) -> list[tuple[str, bool]]:
    """The public credentials of a box's cancelled slips, and whether each was audited."""
    found = select(CancelledSlipRow.credential, CancelledSlipRow.audited)
    rows = session.execute(found.where(CancelledSlipRow.box_id == box.id))
    return [(credential, audited) for credential, audited in rows]


def put(session: Session, box: BoxRow, slip: CancelledSlip, *, audited: bool) -> None:
    """Cancel a slip that is not cancelled yet."""
    proof = dumps(slip.proof.to_json())
    row = CancelledSlipRow(box_id=box.id, credential=slip.credential, audited=audited, proof=proof)
    session.add(row)
    session.flush()


def all_of(
    session: Session, box: BoxRow, group: Group
) -> tuple[list[CancelledSlip], list[CancelledSlip]]:
    """The audited ones of a box, and those left over, sorted by their credentials."""
    rows = session.scalars(
        select(CancelledSlipRow)
        .where(CancelledSlipRow.box_id == box.id)
        .order_by(CancelledSlipRow.credential)
    )
    parts: tuple[list[CancelledSlip], list[CancelledSlip]] = [], []
    for row in rows:
        proof = Proof.from_json(group, loads(row.proof, limit=_LONGEST_PROOF), "proof")
        parts[0 if row.audited else 1].append(CancelledSlip(row.credential, proof))
    return parts

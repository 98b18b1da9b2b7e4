"""Boxes with single answers, shuffled, opened and counted, and put together again with other parts.

`changed` replaces what tellers made and lets them sign it: so whatever is wrong with it, it is
really theirs, and no signature is at fault unless a test puts another one there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from crypto.canonical import sha256_hex
from crypto.election.shape import flat
from crypto.opening.combine import combine
from crypto.opening.decryption import PartialDecryption
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.opening.result import decode
from crypto.proofs.bound import prove_bound
from crypto.proofs.schnorr import Proof
from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from crypto.shuffles.shuffle import make_shuffle, shuffled
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.teller_keys import derive_keys
from tally.findings.finding import Finding, Level
from tally.folder.acts import Act, acts_bytes
from tally.verify.record.box import verify_record
from tally.verify.record.opening import bound_context
from tests.tally.cheating import honest_share, secret_of
from tests.tally.small_hall import Hall

SHUFFLERS, OPENERS = (1, 2), (1, 3)
Edit = Callable[[Any], Any]


@dataclass(frozen=True)
class Counted:
    """A counted box: the closed record, what tellers added to it, and their acts."""

    hall: Hall
    box: str
    closed: bytes
    shuffles: tuple[tuple[int, bytes], ...]
    shares: tuple[tuple[int, bytes], ...]
    bounds: tuple[Proof, ...]
    result: bytes

    def acts(self) -> tuple[Act, ...]:
        """Acts by the owners of everything, as the record has it now."""
        record = read_record(self.record())
        done = (*record.shuffles, *record.partial_decryptions)
        bounds = (*(None for _each in self.shuffles), *self.bounds)
        return tuple(
            self.signed(owned.owner, owned.data, owned.event.event.parent or "", bound)
            for owned, bound in zip(done, bounds, strict=True)
        )

    def signed(self, owner: int, text: bytes, parent: str, bound: Proof | None) -> Act:
        group = self.hall.elections[self.box].group
        signing = derive_keys(group, self.hall.key(owner).key.seed).signing
        setup = read_record(self.closed).setup_hash
        message = act_message(setup, parent, owner, sha256_hex(text))
        return Act(owner, sha256_hex(text), bound, sign_act(group, signing, message))

    def record(self) -> bytes:
        data = self.closed
        for owner, text in self.shuffles:
            data += RecordBuilder.after(read_record(data)).add_shuffle(owner, text).appended_bytes()
        data += RecordBuilder.after(read_record(data)).end_shuffles().appended_bytes()
        for owner, text in self.shares:
            builder = RecordBuilder.after(read_record(data)).add_partial_decryption(owner, text)
            data += builder.appended_bytes()
        return (
            data + RecordBuilder.after(read_record(data)).add_result(self.result).appended_bytes()
        )

    def judged(self, acts: tuple[Act, ...] | None = None) -> list[Finding]:
        """What the verifier finds, but for notes."""
        beside = acts_bytes(self.acts() if acts is None else acts)
        found = verify_record(self.record(), self.box, acts=beside, workers=1).findings.found
        return [each for each in found if each.level is not Level.NOTE]

    def changed(self, what: str, number: int, text: bytes) -> Counted:
        """With another shuffle or share in the place of one, from the same teller."""
        items = list(getattr(self, what))
        items[number] = (items[number][0], text)
        named: dict[str, Any] = {what: tuple(items)}
        return replace(self, **named)


def counted(hall: Hall, box: str) -> Counted:
    """Shuffled by tellers 1 and 2, opened by 1 and 3."""
    election, closed = hall.elections[box], hall.closed_record(box)
    record = read_record(closed)
    size = len(record.ballots)
    tally = EncryptedTally.parse(election, record.encrypted_tally_bytes or b"", single_answers=size)
    data = closed
    shuffles: list[tuple[int, bytes]] = []
    shares: dict[int, PartialDecryption] = {}
    bounds: list[Proof] = []
    for teller in SHUFFLERS:
        made = make_shuffle(election, tally)
        tally = shuffled(election, tally, made)
        text = made.to_json().encode()
        shuffles.append((teller, text))
        data += RecordBuilder.after(read_record(data)).add_shuffle(teller, text).appended_bytes()
    data += RecordBuilder.after(read_record(data)).end_shuffles().appended_bytes()
    ended = read_record(data)
    for teller in OPENERS:
        share = honest_share(hall, election, tally, teller)
        context = bound_context(ended, election, hall.trustees, teller)
        factors = flat(share.factors)
        bounds.append(prove_bound(context, tally.ciphertexts, factors, secret_of(hall, teller)))
        shares[teller] = share
    result = decode(election, tally, combine(election, hall.trustees, shares), size)
    return Counted(
        hall,
        box,
        closed,
        tuple(shuffles),
        tuple((teller, share.to_json().encode()) for teller, share in shares.items()),
        tuple(bounds),
        result.to_json().encode(),
    )

"""The verdict as a person reads it: boxes, findings with their places, and the word at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from meeting.language import N_
from tally.verify.evidence.receipts import Honour, JudgedReceipt
from tally.verify.meeting.draws import VerifiedDraw
from tally.verify.meeting.sums import VerifiedSum
from tally.verify.record.box import VerifiedBox
from tally.verify.record.closing import closing_head
from tally.verify.verdict import Verdict, Word
from tally.verify.words.cause import cause_lines
from tally.verify.words.findings import finding_lines
from tally.verify.words.last_word import word_lines
from tally.words.figures_and_names import short_hash

Translate = Callable[[str], str]

_HONOURS = {
    Honour.HONOURED: N_("✓ Receipt {fingerprint}: the ballot is in box {box}, event {height}."),
    Honour.NOT_HONOURED: N_(
        "✗ Receipt {fingerprint}: NOT honoured. Its ballot is missing from box {box}. This receipt "
        "is evidence against the server with the key {server}; keep it."
    ),
    Honour.WAITING: N_(
        "… Receipt {fingerprint}: box {box} is still open; the ballot may be waiting to be sealed."
    ),
    Honour.REFUSED: N_(
        "✗ Receipt {fingerprint}: not usable; it is mistyped, or not a receipt of this meeting."
    ),
    Honour.SEALED: N_(
        "✓ Fingerprint {fingerprint}: the ballot is in box {box}, event {height}. This is a "
        "fingerprint, not a receipt: give the receipt's whole text to check its signature too."
    ),
    Honour.ABSENT: N_(
        "✗ Fingerprint {fingerprint}: no box here holds such a ballot; it may be mistyped. This is "
        "a fingerprint, not a receipt: only the receipt's whole text (it begins with PXR1:) is "
        "evidence."
    ),
    Honour.NOT_JUDGED: N_(
        "… Receipt or fingerprint {fingerprint}: NOT judged, as meeting.json cannot be read here. "
        "Keep it, and give it again with the true folder."
    ),
}
_STAGES = {
    "empty": N_("empty"),
    "voting": N_("open for voting"),
    "closed": N_("closed"),
    "tallied": N_("closed, not opened"),
    "shuffling": N_("being shuffled"),
    "shuffled": N_("shuffled"),
    "opening": N_("being opened"),
    "finished": N_("counted"),
}


def verdict_lines(
    verdict: Verdict,
    receipts: list[JudgedReceipt],
    _: Translate,
    notes: Iterable[str] = (),
) -> Iterator[str]:
    """The lines of the verdict, the last one being the verdict itself.

    `notes` are lines about kept checkpoints, to stand below the receipts.
    """
    if found := verdict.meeting_fingerprint:
        yield _("Meeting fingerprint: {short}").format(short=short_hash(found))
        yield f"    {found}"
    for box in verdict.boxes:
        yield _box_line(box, _)
    for each in verdict.sums:
        yield _sum_line(each, _)
    for draw in verdict.draws:
        yield _draw_line(draw, _)
    if verdict.findings:
        yield ""
    yield from cause_lines(verdict, _)
    yield from finding_lines(verdict.causes, _)
    if receipts:
        yield ""
    for receipt in receipts:
        yield _(_HONOURS[receipt.honour]).format(
            fingerprint=receipt.fingerprint,
            box=receipt.box,
            height=receipt.height,
            server=receipt.server,
        )
    yield from notes
    if verdict.word is not Word.INVALID:
        yield ""
    yield from word_lines(verdict, _)


def _box_line(verified: VerifiedBox, _: Translate) -> str:
    record = verified.record
    if record is None:
        return _("Box {box}: unreadable or missing").format(box=verified.findings.box)
    closing = closing_head(record)
    return _(
        "Box {box}: {stage}; ballots: {ballots}; shares: {shares}; board fingerprint (at closing) "
        "{closing}; record root (final) {head}"
    ).format(
        box=verified.findings.box,
        ballots=verified.count,
        stage=_(_STAGES[str(record.stage)]),
        shares=len(record.partial_decryptions),
        closing=short_hash(closing) if closing else "–",
        head=short_hash(record.head.hash),
    )


def _draw_line(verified: VerifiedDraw, _: Translate) -> str:
    of = verified.draw.list
    told = _("Draw {name} ({purpose}); entries: {entries}; shares: {shares}; drawn: {drawn}")
    return told.format(
        name=verified.name,
        purpose=of.purpose,
        entries=len(of.entries),
        shares=len(verified.shares),
        drawn=_(", ").join(verified.drawn) or "–",
    )


def _sum_line(verified: VerifiedSum, _: Translate) -> str:
    definition = verified.definition
    if definition is None:
        return _("Sum {name}: unreadable").format(name=verified.findings.box)
    return _(
        "Sum {name} (opened as one: {boxes}); ballots: {ballots}; shares: {shares}; fingerprint "
        "of the sum {hash}"
    ).format(
        name=verified.findings.box,
        boxes=_(", ").join(definition.ids),
        ballots=definition.ballots,
        shares=len(verified.acts.shares) if verified.acts else 0,
        hash=short_hash(definition.hash),
    )

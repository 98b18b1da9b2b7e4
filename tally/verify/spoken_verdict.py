"""The verdict as a person reads it: boxes, findings with their places, and the word at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from meeting.printable import printable
from tally.closing import closing_head
from tally.marked import N_
from tally.spoken import short_hash
from tally.verify.box import VerifiedBox
from tally.verify.finding import Finding, Level
from tally.verify.receipts import Honour, JudgedReceipt
from tally.verify.sentences import sentence
from tally.verify.spoken_place import spoken_place
from tally.verify.spoken_rules import rule_lines
from tally.verify.sums import VerifiedSum
from tally.verify.verdict import Verdict, Word

Translate = Callable[[str], str]

_MARKS = {Level.PROBLEM: "✗", Level.UNBOUND: "?", Level.UNFINISHED: "…", Level.NOTE: "·"}
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


class Aside(str):
    """A line of technical detail, in English whatever the language; it is printed dim."""

    __slots__ = ()


def verdict_lines(
    verdict: Verdict,
    receipts: list[JudgedReceipt],
    _: Translate,
    notes: Iterable[str] = (),
) -> Iterator[str]:
    """The lines of the verdict, the last one being the verdict itself.

    `notes` are lines about kept checkpoints, to stand below the receipts.
    """
    if verdict.meeting:
        yield _("Meeting definition: {hash}").format(hash=verdict.meeting)
    if verdict.setups:
        yield _("Boxes' fingerprint: {short}").format(short=short_hash(verdict.setups))
        yield f"    {verdict.setups}"
    for box in verdict.boxes:
        yield _box_line(box, _)
    for each in verdict.sums:
        yield _sum_line(each, _)
    if verdict.findings:
        yield ""
    for finding in verdict.findings:
        yield from _finding_lines(finding, _)
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
    yield ""
    yield from _word_lines(verdict, _)


def _box_line(verified: VerifiedBox, _: Translate) -> str:
    record = verified.record
    if record is None:
        return _("Box {box}: unreadable or missing").format(box=verified.findings.box)
    closing = closing_head(record)
    return _(
        "Box {box}: {ballots} ballots, {stage}, {shares} shares; board fingerprint (at closing) "
        "{closing}; record root (final) {head}"
    ).format(
        box=verified.findings.box,
        ballots=verified.count,
        stage=_(_STAGES[str(record.stage)]),
        shares=len(record.partial_decryptions),
        closing=short_hash(closing) if closing else "–",
        head=short_hash(record.head.hash),
    )


def _sum_line(verified: VerifiedSum, _: Translate) -> str:
    definition = verified.definition
    if definition is None:
        return _("Sum {name}: unreadable").format(name=verified.findings.box)
    return _(
        "Sum {name} (opened as one: {boxes}): {ballots} ballots, {shares} shares; fingerprint of "
        "the sum {hash}"
    ).format(
        name=verified.findings.box,
        boxes=", ".join(definition.ids),
        ballots=definition.ballots,
        shares=len(verified.acts.shares) if verified.acts else 0,
        hash=short_hash(definition.hash),
    )


def _finding_lines(finding: Finding, _: Translate) -> Iterator[str]:
    """What is said of the finding; and below, for whoever looks into the files, the exact place."""
    mark, place, said = _MARKS[finding.level], spoken_place(finding, _), sentence(finding, _)
    if place:
        said = _("{place}: {sentence}").format(place=place, sentence=said)
    yield printable(f"{mark} {said} [{finding.code}]", keep="")
    exact = f"{finding.where}: " if finding.where and finding.where != place else ""
    yield Aside(printable(f"    {exact}{finding.detail}", keep=""))


def _word_lines(verdict: Verdict, _: Translate) -> Iterator[str]:
    problems = sum(finding.level is Level.PROBLEM for finding in verdict.findings)
    if verdict.word is Word.INVALID:
        yield _("INVALID — {count} problems. Do not rely on this result.").format(count=problems)
    elif verdict.word is Word.NOT_BOUND:
        yield _(
            "NOT BOUND — nothing wrong was found, but nothing binds the tellers' shares to these "
            "ballots: the count is not verified. Ask for acts.json, or the whole published folder."
        )
    elif verdict.word is Word.UNFINISHED:
        yield _("UNFINISHED — nothing wrong was found, but the count is not complete.")
    elif verdict.meeting:
        if verdict.pages_compared:
            yield _(
                "VALID — every ballot, every share and every figure holds. "
                "Compare the meeting's hash with a slip."
            )
        else:
            yield _(
                "VALID — every ballot and every share holds, and outcome.json follows from them. "
                "The printed reports and README.txt were NOT compared: outcome.json says that they "
                "are of another version; anybody can write that. Do not rely on a figure in them, "
                "nor on README.txt; hold them against outcome.json. Compare the meeting's hash "
                "with a slip."
            )
        if verdict.unexpected:
            yield _(
                "! {count} things in this folder are no part of it (see above): nobody checked "
                "what they say."
            ).format(count=verdict.unexpected)
        if not verdict.setups_compared:
            yield _(
                "! Not compared with a slip: a server that invents a whole meeting, tellers, slips "
                "and ballots, is found out only so. Compare the boxes' fingerprint {short} with "
                "the one printed on a slip, or give it with --setups-hash."
            ).format(short=short_hash(verdict.setups))
        yield from rule_lines(verdict.boxes, _)
    elif verdict.profile == "piaoxiang":
        yield _("VALID as a record of ours; what needs the whole meeting was not checked.")
        yield from rule_lines(verdict.boxes, _)
    else:
        yield _("VALID as a Belenios record; what could not be checked is noted above.")
        yield from rule_lines(verdict.boxes, _)

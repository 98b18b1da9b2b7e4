"""Where a finding is, in words: which box, event, question; the exact place is left to the detail.

Numbers are those that people count by, from 1, but for events and blocks of the file, which bear
their own from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crypto.place import Place
from meeting.language import N_
from tally.findings.finding import Finding

_ENTRIES = ("acts", "shuffles", "shares")
_TELLERS = ("certs", "coefexps", "signatures", "verification_keys")
_NAMED = {
    "trustees": N_("the tellers' keys"),
    "election": N_("the questions and keys of the box"),
}
"""What the outermost step is, whatever is meant inside it."""


def spoken_place(finding: Finding, _: Callable[[str], str]) -> str:
    """The place in the reader's language; what no word is known for stands as it is."""
    parts = list(_parts(finding.place, _)) or ([finding.where] if finding.where else [])
    if finding.box:
        whole = finding.box.endswith(".bel") or "+" in finding.box
        parts.insert(0, finding.box if whole else _("box {box}").format(box=finding.box))
    said = parts[0] if parts else ""
    for part in parts[1:]:
        said = _("{place}, {part}").format(place=said, part=part)
    return said


def _parts(place: Place, _: Callable[[str], str]) -> Iterator[str]:
    if place.receipt:
        inner = Place(place.steps[1:])
        told = f"{place.receipt}.{inner}" if inner else place.receipt
        yield _("receipt {fingerprint}").format(fingerprint=told)
        return
    if place.file:
        yield place.file
    if place.event is not None:
        yield _("event {number}").format(number=place.event)
    if place.block is not None:
        yield _("block {number} of the file").format(number=place.block)
    yield from _named(place, _)
    for number, said in (
        (place.index_in("answers", "result", "questions"), N_("question {number}")),
        (_position(place), N_("position {number}")),
        (place.index_in("credentials"), N_("credential {number} of the list")),
        (place.index_in(*_ENTRIES), N_("entry {number}")),
        (place.index_in(*_TELLERS), N_("teller {number}")),
        (place.index_in("steps"), N_("step {number} of the rules")),
    ):
        if number is not None:
            yield _(said).format(number=number + 1)


def _named(place: Place, _: Callable[[str], str]) -> Iterator[str]:
    first, last = place.steps[:1], place.steps[-1:]
    if first and isinstance(first[0], str) and first[0] in _NAMED:
        yield _(_NAMED[first[0]])
    if place.steps == ("credentials",):
        yield _("the list of credentials")
    if last == ("credential",):
        yield _("its slip")


def _position(place: Place) -> int | None:
    return place.second_index_in("ciphertexts") if place.answer is None else place.answer

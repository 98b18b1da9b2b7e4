"""Where a finding is, in words: which box, event, question; the exact place is left to the detail.

Numbers are those that people count by, from 1, but for events and blocks of the file, which bear
their own from 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from meeting.language import N_
from tally.findings.finding import Finding

_FILE = re.compile(r"\A(?:[\w+-]+/)*[\w+-]+\.(?:json|txt|bel|html|css)\b")
_AS_IT_IS = (
    (re.compile(r"\bevent (\d+)"), N_("event {number}")),
    (re.compile(r"\bblock (\d+)"), N_("block {number} of the file")),
)
_COUNTED = (
    (re.compile(r"\b(?:answers|result|questions)\[(\d+)\]"), N_("question {number}")),
    (
        re.compile(r"(?:\b(?:choices|individual_proofs)|\b(?:result|ciphertexts)\[\d+\])\[(\d+)\]"),
        N_("position {number}"),
    ),
    (re.compile(r"\bcredentials\[(\d+)\]"), N_("credential {number} of the list")),
    (re.compile(r"\b(?:acts|shuffles|shares)\[(\d+)\]"), N_("entry {number}")),
    (
        re.compile(r"\b(?:certs|coefexps|signatures|verification_keys)\[(\d+)\]"),
        N_("teller {number}"),
    ),
)
_NAMED = (
    (re.compile(r"\Atrustees\b"), N_("the tellers' keys")),
    (re.compile(r"\Aelection\b"), N_("the questions and keys of the box")),
    (re.compile(r"\Acredentials\Z"), N_("the list of credentials")),
    (re.compile(r"\bcredential\Z"), N_("its slip")),
)


def spoken_place(finding: Finding, _: Callable[[str], str]) -> str:
    """The place in the reader's language; what no word is known for stands as it is."""
    parts = list(_parts(finding, _)) or ([finding.where] if finding.where else [])
    if finding.box:
        whole = finding.box.endswith(".bel") or "+" in finding.box
        parts.insert(0, finding.box if whole else _("box {box}").format(box=finding.box))
    said = parts[0] if parts else ""
    for part in parts[1:]:
        said = _("{place}, {part}").format(place=said, part=part)
    return said


def _parts(finding: Finding, _: Callable[[str], str]) -> Iterator[str]:
    where = finding.where
    if where.startswith("receipt "):
        yield _("receipt {fingerprint}").format(fingerprint=where.removeprefix("receipt "))
        return
    if match := _FILE.search(where):
        yield match[0]
    for pattern, said in _AS_IT_IS:
        if match := pattern.search(where):
            yield _(said).format(number=match[1])
    for pattern, named in _NAMED:
        if pattern.search(where):
            yield _(named)
    for pattern, counted in _COUNTED:
        if match := pattern.search(where):
            yield _(counted).format(number=int(match[1]) + 1)

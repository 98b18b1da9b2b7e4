"""Which findings only follow from another one, so that a reader sees one cause where there is one.

One altered byte takes a piece of a record away; then an event lacks its data, a ballot is missing
from the sum, and a share is missing. All of that is found and told, but below the altered piece.
A finding that can be a fault of its own (a false proof, an act in a teller's name, a receipt that
is not honoured) is never told as a consequence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from meeting.published.folder_names import (
    ACTS,
    CHECKPOINT,
    FIGURES,
    FIGURES_SIGNED,
    MEETING,
    OPENING,
    RULINGS,
    SUM,
)
from tally.findings.codes import CODES
from tally.findings.finding import Finding, Level

_ACTS = (ACTS, OPENING, SUM)
_GRAVEST = (Level.PROBLEM, Level.UNBOUND, Level.UNFINISHED, Level.NOTE)


def _codes_of(*rules: str) -> frozenset[str]:
    return frozenset(code for code, each in CODES.items() if each.rule in rules)


_ARCHIVE = _codes_of("archive")
_CHAIN = _codes_of("chain") | {"event-order"}
_TALLY = {"tally-num-tallied", "tally-total-weight", "tally-differs"}
_SHARES = {"shares-missing", "shuffles-few"}
_LOST = {*_TALLY, *_SHARES, "act-stray", "ballots-unsorted", "record-unfinished"}
"""What is found of a record from which a piece was lost."""
_AGAINST_CHECKPOINT = {"checkpoint-box", "checkpoint-early"}
"""Not that the server signed another record than this one: that is evidence, whatever else is."""
_AGAINST_MEETING = {
    *_AGAINST_CHECKPOINT,
    *("election-not-meeting", "tellers-not-meeting", "credentials-not-slips", "minimum-group"),
    *("checkpoint-meeting", "note-unsigned", "note-signature", "shuffles-few", "not-opened"),
    "ballots-unsorted",
    *("record-unfinished", "record-missing", "box-unknown", "ballot-election", "election-key"),
    *("sum-meeting", "sum-boxes", "sum-papers", "sum-too-small", "sum-missing", "file-unexpected"),
}
"""What is found by comparing records with a meeting.json that is not theirs."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A finding and those that follow from it, in the order in which they were found."""

    finding: Finding
    consequences: tuple[Finding, ...] = ()


def causes(findings: Iterable[Finding]) -> tuple[Cause, ...]:
    """Every finding once: under the one that it follows from, the gravest causes first."""
    found = list(findings)
    parents = list(_parents(found))
    below: dict[int, list[Finding]] = {}
    roots = []
    for at, finding in enumerate(found):
        root = _root(at, parents)
        if root == at:
            roots.append(at)
        else:
            below.setdefault(root, []).append(finding)
    roots.sort(key=lambda at: (_GRAVEST.index(found[at].level), found[at].file != MEETING))
    return tuple(Cause(found[at], tuple(below.get(at, ()))) for at in roots)


def _root(at: int, parents: list[int | None]) -> int:
    seen: set[int] = set()
    while (above := parents[at]) is not None and above not in seen:
        seen.add(at)
        at = above
    return at


def _parents(found: list[Finding]) -> Iterator[int | None]:
    """For each finding, the place of the first one that explains it."""
    first: list[dict[str | None, int]] = []
    for rule in _RULES:
        explaining: dict[str | None, int] = {}
        for at, finding in enumerate(found):
            if finding.level is not Level.NOTE and rule.applies(finding):
                explaining.setdefault(rule.near(finding), at)
        first.append(explaining)
    for finding in found:
        places = [
            explaining[rule.of(finding)]
            for rule, explaining in zip(_RULES, first, strict=True)
            if finding.code in rule.effects and rule.of(finding) in explaining
        ]
        yield min(places, default=None)


def _box(finding: Finding) -> str:
    return finding.box


def _file(finding: Finding) -> str:
    return finding.file


def _anywhere(_finding: Finding) -> str:
    return ""


def _part_of_sum(finding: Finding) -> str | None:
    return None if "+" in finding.box else ""


def _sum(finding: Finding) -> str:
    return "" if "+" in finding.box else finding.box


def _coded(codes: Iterable[str]) -> Callable[[Finding], bool]:
    known = frozenset(codes)
    return lambda finding: finding.code in known


def _unreadable(finding: Finding) -> bool:
    """A ballot, share or list that is not written as it must be is missing in what follows."""
    note = finding.place.file == CHECKPOINT
    return finding.family == "parse" and finding.level is Level.PROBLEM and not note


def _unreadable_record(finding: Finding) -> bool:
    """What stands beside the record says nothing about its encrypted totals."""
    return _unreadable(finding) and finding.place.file not in _ACTS


def _unreadable_acts(finding: Finding) -> bool:
    acts = finding.place.file in _ACTS
    return acts and (_unreadable(finding) or finding.code in {"act-duplicate", "act-kind"})


def _about_figures(finding: Finding) -> bool:
    """What is wrong with the figures of the hall themselves."""
    own = finding.place.file == FIGURES or finding.code == "figures-disagree"
    return own and finding.level is Level.PROBLEM


def _about_signatures(finding: Finding) -> bool:
    """What is wrong with the signatures under the figures of the hall."""
    return finding.place.file == FIGURES_SIGNED and finding.level is Level.PROBLEM


def _about_ruling(finding: Finding) -> bool:
    """What is wrong with a ruling, which then enters no outcome."""
    ruling = finding.place.file.startswith(f"{RULINGS}/")
    return ruling and finding.level in (Level.PROBLEM, Level.UNFINISHED)


def _blocks(finding: Finding) -> bool:
    return finding.level in (Level.PROBLEM, Level.UNBOUND)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What `applies` to explains the `effects` whose `of` is the cause's `near`."""

    applies: Callable[[Finding], bool]
    effects: frozenset[str]
    near: Callable[[Finding], str | None]
    of: Callable[[Finding], str | None]


def _within(
    near: Callable[[Finding], str], applies: Callable[[Finding], bool], *effects: str
) -> _Rule:
    return _Rule(applies, frozenset(effects), near, near)


_OPENING_FAULTS = _coded(
    {
        *("not-bound", "bound-proof", "decryption-proof", "act-signature", "owner-unknown"),
        *("act-without-certificate", "shuffle-proof", "shuffle-unsigned"),
    }
)
_UNPLAIN = _coded({"file-symlink", "file-special", "file-size"})
_RULES = (
    _within(_anywhere, _coded({"meeting-other"}), *_AGAINST_MEETING),
    _within(_box, _coded(_ARCHIVE), *_CHAIN, *_LOST, *_AGAINST_CHECKPOINT),
    _within(_box, _coded(_CHAIN - {"data-unreferenced"}), *_LOST, *_AGAINST_CHECKPOINT),
    _within(_box, _coded({"data-missing", "event-height"}), "data-unreferenced", "setup-missing"),
    _within(_box, _coded({"election-key", "election-not-meeting"}), "ballot-election"),
    _within(_box, _coded({"ballot-hash"}), "ballots-unsorted"),
    _within(_box, _unreadable_record, *_TALLY),
    _within(_box, _unreadable, *_SHARES),
    _within(_box, _unreadable_acts, "not-bound", "act-signature", *_SHARES),
    _within(_box, _coded({"act-stray"}), "not-bound"),
    _within(_box, _OPENING_FAULTS, *_SHARES),
    _within(_box, _coded({"sum-box-differs", "sum-meeting"}), "sum-other"),
    _within(_file, _UNPLAIN, "file-missing", "record-missing", "checkpoint-missing"),
    _Rule(_blocks, frozenset({"sum-box-differs"}), _part_of_sum, _sum),
    _within(_anywhere, _coded({"figures-differ"}), "outcome-differs", "report-differs"),
    _within(_anywhere, _about_figures, "figures-other", "figures-unsigned"),
    _within(_anywhere, _about_signatures, "figures-unsigned", "report-signers-differ"),
    _within(_anywhere, _about_ruling, "outcome-differs", "report-differs"),
    _within(_anywhere, _blocks, "outcome-not-compared"),
)
"""What kind of finding explains which codes, and where; the first one that does is the cause."""

"""The outcome and the reports of a folder, compared with what follows from the verified records.

The outcome is computed again and compared byte for byte, in the version that outcome.json names. So
are the pages, if they were made with the rendering of this version of the program; which one it was
stands in outcome.json. Words of another version cannot be made again here: then it is said that
nobody compared them. So does the rule stand in outcome.json that written lines were read by, and
they are read by that one here too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from crypto.canonical import JSON, loads
from crypto.election.visible import RULE
from crypto.errors import ParseError
from crypto.place import Part, in_file
from meeting.limits import LARGEST_OUTCOME
from meeting.organiser.figures import BoxFigures
from meeting.problem import Problem
from meeting.published.folder_names import README, REPORTS
from tally.findings.finding import Findings
from tally.folder.figures import FILE as FIGURES_FILE
from tally.folder.figures import VERSIONS as FIGURES_VERSIONS
from tally.folder.figures import HallFigures, parse_figures
from tally.folder.source import Folder
from tally.outcome.box_count import BoxCount
from tally.outcome.file.outcome_json import VERSION, outcome_bytes
from tally.outcome.file.rendering_version import RENDERING
from tally.outcome.file.version_1 import VERSION_1, version_1_bytes
from tally.outcome.outcome import Outcome, outcome_of
from tally.outcome.sum_count import SumCount
from tally.report.pages import pages
from tally.verify.meeting.figures import note_figures
from tally.verify.meeting.figures_shown import other_figures
from tally.verify.meeting.limits import note_limits
from tally.verify.meeting.sum_result import sum_count
from tally.verify.meeting.sums import VerifiedSum
from tally.verify.meeting.verified_count import box_count, unopened_count
from tally.verify.record.box import VerifiedBox

_FILE = "outcome.json"
_VERSIONS = (VERSION_1, VERSION)
_FIRST_RENDERING_OF_2 = 2
"""The first rendering of an outcome.json of version 2."""
_FIRST_IMPOSSIBLE = 1 << 20
_FIRST_IMPOSSIBLE_VERSION = 100


def check_outcome(
    folder: Folder,
    boxes: tuple[VerifiedBox, ...],
    sums: tuple[VerifiedSum, ...],
    general: Findings,
) -> None:
    """Report everything in the folder that does not follow from records, meeting and figures."""
    found = folder.optional(_FILE)
    rule = _lines_rule(found)
    counts = _counts(folder, boxes, sums, rule)
    together = _sum_counts(folder, boxes, sums, rule)
    hall = _hall_figures(folder, general)
    if counts is None or together is None or hall is None:
        if not _other_outcome(found, general):
            _note_not_compared(folder, general)
        return

    def made_from(figures: Mapping[str, BoxFigures]) -> Outcome:
        return outcome_of(
            folder.meeting, folder.meeting_hash, counts, figures, together, hall.earlier, rule
        )

    outcome: Outcome | None = None
    with general.catching(in_file(_FILE)):
        outcome = made_from(hall.boxes)
    if outcome is None:
        return
    note_limits(outcome, general)
    note_figures(outcome, general)
    if not _other_outcome(found, general):
        _compare_versions(folder, found, general)
        _compare_all(folder, outcome, found, made_from, general)


def _compare_versions(folder: Folder, found: bytes | None, general: Findings) -> None:
    """Whether outcome.json is what a release wrote, and figures.json of its version."""
    files = {_FILE: found, "figures.json": folder.optional("figures.json")}
    named = {name: _fields(data).get("version") for name, data in files.items()}
    later = "lines" in _fields(found) or (_rendering(found) or 0) >= _FIRST_RENDERING_OF_2
    if named[_FILE] == VERSION_1 and later:
        detail = f"version {VERSION_1} with lines or a rendering of version {VERSION}"
        general.problem("json-fields", detail, in_file(_FILE))
    if set(named.values()) != {VERSION_1, VERSION}:
        return
    for name in (name for name, version in named.items() if version == VERSION_1):
        general.problem(
            "integer-out-of-range",
            f"version {VERSION_1} found beside a file of version {VERSION}",
            in_file(name) / Part("version"),
        )


def _compare_all(
    folder: Folder,
    outcome: Outcome,
    found: bytes | None,
    made_from: Callable[[Mapping[str, BoxFigures]], Outcome],
    general: Findings,
) -> None:
    """Compare outcome.json and pages; `made_from` gives the outcome of other figures."""
    rendering = _rendering(found)
    expected = outcome_bytes(outcome, rendering)
    if _fields(found).get("version") == VERSION_1:
        expected = version_1_bytes(outcome, rendering) or expected
    _compare(_FILE, found, expected, "outcome-differs", general)
    if rendering != RENDERING:
        general.note(
            "report-other-version",
            f"outcome.json names rendering {rendering or 'none'}, this program's is {RENDERING}: "
            "what reports and README.txt say was not compared",
            in_file(_FILE),
        )
    there: dict[str, bytes] = {}
    for name, expected in pages(outcome).items():
        page = folder.optional(name)
        if page is None or rendering == RENDERING:
            _compare(name, page, expected, "report-differs", general)
        if page is not None:
            there[name] = page
    if found is not None and there and rendering == RENDERING:
        for detail in other_figures(outcome, made_from, found, there):
            general.problem("figures-differ", detail, FIGURES_FILE)


def _missing(name: str, general: Findings) -> None:
    detail = "this file of a published folder is not here"
    general.unfinished("file-missing", detail, in_file(name))


def _compare(name: str, found: bytes | None, expected: bytes, code: str, general: Findings) -> None:
    if found is None:
        _missing(name, general)
    elif found != expected:
        general.problem(
            code,
            f"not what follows from the records; the first difference is at byte "
            f"{_first_difference(found, expected)}",
            in_file(name),
        )


def _other_outcome(found: bytes | None, general: Findings) -> bool:
    """Whether outcome.json is of another version, or names a rule of lines not known here."""
    named = _fields(found).get("lines")
    later = type(named) is int and RULE < named < _FIRST_IMPOSSIBLE_VERSION
    if later:
        detail = f"written lines were read by rule {named}, this program knows rules 1 to {RULE}"
        general.unfinished("file-other-version", detail, in_file(_FILE))
    return _other_version(_FILE, found, _VERSIONS, general) or later


def _other_version(
    name: str, found: bytes | None, versions: tuple[int, ...], general: Findings
) -> bool:
    """Whether a file says that it is of a version which this program cannot make again.

    A number that no version has is none: such a file is judged as if it were of this version.
    """
    *_, ours = versions
    named = _fields(found).get("version", ours)
    other = type(named) is int and named not in versions and 0 < named < _FIRST_IMPOSSIBLE_VERSION
    if other:
        general.unfinished(
            "file-other-version", f"version {named} found, this program makes {ours}", in_file(name)
        )
    return other


@lru_cache(maxsize=2)
def _fields(found: bytes | None) -> Mapping[str, JSON]:
    """What a file of canonical JSON says of itself; nothing where it cannot be read.

    Tables are left out, and the answer is kept: a large outcome takes seconds to be read.
    """
    try:
        value = loads(found, limit=LARGEST_OUTCOME) if found is not None else {}
    except ParseError:
        return {}
    named = value.items() if isinstance(value, dict) else ()
    return {name: "" if isinstance(each, dict | list) else each for name, each in named}


def _rendering(found: bytes | None) -> int | None:
    """The rendering that outcome.json names; None for none, and ours where nothing can be read."""
    fields = _fields(found)
    if not fields:
        return RENDERING
    named = fields.get("rendering")
    if isinstance(named, int) and not isinstance(named, bool) and 0 < named < _FIRST_IMPOSSIBLE:
        return named
    return None if named is None else RENDERING


def _lines_rule(found: bytes | None) -> int:
    """The rule of written lines that outcome.json names; ours where nothing can be read.

    What names no rule is judged as if it were ours; the file differs then.
    """
    fields = _fields(found)
    named = fields.get("lines", 1 if fields else RULE)
    return named if type(named) is int and 0 < named <= RULE else RULE


def _counts(
    folder: Folder,
    boxes: tuple[VerifiedBox, ...],
    sums: tuple[VerifiedSum, ...],
    lines_rule: int,
) -> tuple[BoxCount, ...] | None:
    """The counts of all boxes, or None if a box is not finished or does not hold."""
    in_sums = {box.id for each in sums for box in each.boxes}
    counts = []
    for verified in boxes:
        record, opening = verified.record, verified.opening
        if record is None or verified.findings.bad:
            return None
        box = folder.meeting.box(verified.findings.box)
        if opening and opening.result:
            try:
                counts.append(box_count(folder.meeting, box, verified, opening.result, lines_rule))
            except Problem as problem:
                verified.findings.refused(problem)
                return None
        elif record.sized_tally and (
            verified.count < folder.meeting.minimum_group or box.id in in_sums
        ):
            counts.append(unopened_count(box, record))
        else:
            return None
    return tuple(counts)


def _sum_counts(
    folder: Folder,
    boxes: tuple[VerifiedBox, ...],
    sums: tuple[VerifiedSum, ...],
    lines_rule: int,
) -> tuple[SumCount, ...] | None:
    """The counts of all sums in the meeting's order, or None if one is not finished or sound."""
    by_id = {box.findings.box: box for box in boxes}
    counts = []
    for each in sums:
        if each.findings.bad or each.opening is None or each.opening.result is None:
            return None
        try:
            counts.append(sum_count(folder.meeting, each, by_id, lines_rule))
        except Problem as problem:
            each.findings.refused(problem)
            return None
    order = [box.id for box in folder.meeting.boxes()]
    return tuple(sorted(counts, key=lambda count: order.index(count.parts[0].box.id)))


def _hall_figures(folder: Folder, general: Findings) -> HallFigures | None:
    data = folder.optional("figures.json")
    if data is None:
        return HallFigures({})
    if _other_version("figures.json", data, FIGURES_VERSIONS, general):
        return None
    with general.catching(FIGURES_FILE):
        return parse_figures(folder.meeting, data)
    return None


def _note_not_compared(folder: Folder, general: Findings) -> None:
    if folder.optional(_FILE) is None:
        _missing(_FILE, general)
    if any(folder.optional(name) is not None for name in (_FILE, *REPORTS.values(), README)):
        general.note(
            "outcome-not-compared",
            "the outcome could not be computed from the records, so nothing was compared with it",
            in_file(_FILE),
        )


def _first_difference(found: bytes, expected: bytes) -> int:
    for index, (one, other) in enumerate(zip(found, expected, strict=False)):
        if one != other:
            return index
    return min(len(found), len(expected))

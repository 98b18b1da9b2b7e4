"""The outcome and the reports of a folder, compared with what follows from the verified records.

The outcome is computed again and compared byte for byte, in the version that outcome.json names. So
are the pages, if they were made with the rendering of this version of the program; which one it was
stands in outcome.json. Words of another version cannot be made again here: then it is said that
nobody compared them. Steps of the rules that differ are named. So does the rule stand in
outcome.json that written lines were read by, and they are read by that one here too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from crypto.canonical import JSON, dumps
from crypto.place import Part, in_file
from meeting.language import N_
from meeting.organiser.figures import BoxFigures
from meeting.problem import Phrase
from meeting.published.folder_names import FIGURES, OUTCOME, README, REPORTS
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.figures import FILE as FIGURES_FILE
from tally.folder.figures import LARGEST_FILE as FIGURES_LIMIT
from tally.folder.figures import VERSIONS as FIGURES_VERSIONS
from tally.folder.figures import HallFigures, figures_bytes, parse_figures
from tally.folder.ruling import HeldRuling
from tally.folder.sizes import most_outcome_bytes
from tally.folder.source import Folder
from tally.outcome.acts import Acts
from tally.outcome.file.outcome_json import VERSION, outcome_bytes
from tally.outcome.file.rendering_version import RENDERING
from tally.outcome.file.steps_json import without_said
from tally.outcome.file.version_1 import VERSION_1, version_1_bytes
from tally.outcome.outcome import Outcome, outcome_of
from tally.report.pages import pages, without_signers
from tally.verify.meeting.beside import beside
from tally.verify.meeting.counts import all_begun, box_counts, sum_counts
from tally.verify.meeting.draws import VerifiedDraw, check_draws_used, drawn_lots
from tally.verify.meeting.figures import note_figures
from tally.verify.meeting.figures_shown import other_figures
from tally.verify.meeting.limits import note_limits
from tally.verify.meeting.named_versions import (
    fields_of,
    lines_rule,
    other_outcome,
    other_version,
    read_within,
    rendering_of,
)
from tally.verify.meeting.other_steps import name_other_steps
from tally.verify.meeting.plans import RoundPlan, openings_told
from tally.verify.meeting.rulings import check_rulings_used
from tally.verify.meeting.signed_figures import FiguresSignatures
from tally.verify.meeting.sums import VerifiedSum
from tally.verify.record.box import VerifiedBox

_FIRST_RENDERING_OF_2 = 2
"""The first rendering of an outcome.json of version 2."""


def check_outcome(
    folder: Folder,
    boxes: tuple[VerifiedBox, ...],
    sums: tuple[VerifiedSum, ...],
    plans: Mapping[str, RoundPlan],
    draws: tuple[VerifiedDraw, ...],
    signatures: FiguresSignatures | None,
    rulings: tuple[HeldRuling, ...],
    general: Findings,
) -> Outcome | None:
    """Report everything in the folder that does not follow from records, meeting and figures.

    Gives the outcome that follows from them, None where there is none yet.
    """
    found = folder.optional(OUTCOME)
    fields = fields_of(found, most_outcome_bytes(folder.meeting))
    rule = lines_rule(fields)
    counts = box_counts(folder, boxes, sums, rule)
    together = sum_counts(folder, boxes, sums, rule) if all_begun(folder, sums, plans) else None
    hall = _hall_figures(folder, general)
    if counts is None or together is None or hall is None:
        if not other_outcome(fields, general):
            _note_not_compared(folder, general)
        return None

    acts = Acts(openings_told(plans.values()), rulings, drawn_lots(draws))

    def made_from(figures: Mapping[str, BoxFigures]) -> Outcome:
        outcome = outcome_of(
            folder.meeting,
            folder.definition_hash,
            counts,
            figures,
            together,
            hall.earlier,
            rule,
            acts,
        )
        if signatures is None:
            return outcome
        file = figures_bytes(folder.meeting, figures, hall.earlier)
        return replace(outcome, figures_signed=signatures.under(file))

    outcome: Outcome | None = None
    with general.catching(in_file(OUTCOME)):
        outcome = made_from(hall.boxes)
    if outcome is None:
        return None
    note_limits(outcome, general)
    note_figures(outcome, general)
    check_rulings_used(outcome, folder, general)
    check_draws_used(outcome, general)
    if not other_outcome(fields, general):
        _compare_versions(folder, fields, general)
        _compare_all(folder, outcome, draws, found, fields, made_from, general)
    return outcome


def _compare_versions(folder: Folder, fields: Mapping[str, JSON], general: Findings) -> None:
    """Whether outcome.json is what a release wrote, and figures.json of its version."""
    figures = fields_of(folder.optional(FIGURES), FIGURES_LIMIT)
    named = {OUTCOME: fields.get("version"), FIGURES: figures.get("version")}
    later = "lines" in fields or (rendering_of(fields) or 0) >= _FIRST_RENDERING_OF_2
    if named[OUTCOME] == VERSION_1 and later:
        detail = f"version {VERSION_1} with lines or a rendering of version {VERSION}"
        general.problem("json-fields", detail, in_file(OUTCOME))
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
    draws: tuple[VerifiedDraw, ...],
    found: bytes | None,
    fields: Mapping[str, JSON],
    made_from: Callable[[Mapping[str, BoxFigures]], Outcome],
    general: Findings,
) -> None:
    """Compare outcome.json and pages; `made_from` gives the outcome of other figures."""
    rendering = rendering_of(fields)
    expected = outcome_bytes(outcome, rendering)
    if fields.get("version") == VERSION_1:
        expected = version_1_bytes(outcome, rendering) or expected
    if found is not None and rendering != RENDERING:
        found = _without_said(found, most_outcome_bytes(folder.meeting))
    if (
        found is None
        or found == expected
        or not name_other_steps(found, outcome, rendering, general)
    ):
        _compare(OUTCOME, found, expected, "outcome-differs", general)
    if rendering != RENDERING:
        general.note(
            "report-other-version",
            Detail.of(
                N_(
                    "outcome.json names rendering {found}, this program's is {own}: what reports, "
                    "README.txt and the sentences of steps say was not compared"
                ),
                found=rendering or Phrase(N_("none")),
                own=RENDERING,
            ),
            in_file(OUTCOME),
        )
    there: dict[str, bytes] = {}
    lying = beside(folder, {count.box.id: count.setup for count in outcome.boxes}, draws)
    for name, expected in pages(outcome, lying).items():
        page = folder.optional(name)
        if page is None or rendering == RENDERING:
            alike = page is not None and without_signers(page) == without_signers(expected)
            code = "report-signers-differ" if alike else "report-differs"
            _compare(name, page, expected, code, general)
        if page is not None:
            there[name] = page
    if found is not None and there and rendering == RENDERING:
        for detail in other_figures(outcome, made_from, found, there, lying):
            general.problem("figures-differ", detail, FIGURES_FILE)


def _without_said(found: bytes, limit: int) -> bytes:
    """outcome.json without the sentences of its steps, which are words of another rendering."""
    value = read_within(found, limit)
    if value is None or dumps(value).encode() != found:
        return found
    return dumps(without_said(value)).encode()


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


def _hall_figures(folder: Folder, general: Findings) -> HallFigures | None:
    data = folder.optional(FIGURES)
    if data is None:
        return HallFigures({})
    if other_version(FIGURES, fields_of(data, FIGURES_LIMIT), FIGURES_VERSIONS, general):
        return None
    with general.catching(FIGURES_FILE):
        return parse_figures(folder.meeting, data)
    return None


def _note_not_compared(folder: Folder, general: Findings) -> None:
    if folder.optional(OUTCOME) is None:
        _missing(OUTCOME, general)
    if any(folder.optional(name) is not None for name in (OUTCOME, *REPORTS.values(), README)):
        general.note(
            "outcome-not-compared",
            Detail.of(
                N_(
                    "the outcome could not be computed from the records, so nothing was compared "
                    "with it"
                )
            ),
            in_file(OUTCOME),
        )


def _first_difference(found: bytes, expected: bytes) -> int:
    for index, (one, other) in enumerate(zip(found, expected, strict=False)):
        if one != other:
            return index
    return min(len(found), len(expected))

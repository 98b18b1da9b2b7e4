"""The published folder: everything a reader, an observer or a web server needs, and nothing else.

    index.html, report.en.html, report.css   the count report
    README.txt                               how to verify; in English too if the meeting is
    meeting.json, outcome.json, figures.json
    figures-signed.json                      who signed the figures of the hall
    boxes/<box>/record.bel, acts.json, checkpoint.txt, cancelled.json
    sums/<name>/sum.json, opening.json       of boxes that were opened as one, if any
    draws/<name>/draw.json, drawn.csv        of draws by lot, if any
    exceptions/<round>.json                  of rounds that were opened although too small, if any
    rulings/<step>.json                      of what people decided, if any

The same work folder always gives the same bytes. The folder appears whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crypto.record.stored import parts
from meeting.files import write_atomically
from meeting.published.folder_names import (
    BOX_FILES,
    BOXES,
    DRAW_FILES,
    DRAWS,
    EXCEPTIONS,
    MEETING_FILES,
    OUTCOME,
    RULINGS,
    SUM_FILES,
    SUMS,
    exception_file,
    ruling_file,
)
from meeting.staged_folder import staged_folder
from meeting.system_files import is_free
from tally.counting.work_draws import draws_of
from tally.opening.work_folder import WorkFolder
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.outcome import Outcome
from tally.problem import Problem
from tally.report.beside import Beside
from tally.report.pages import pages
from tally.verify.meeting.beside import beside


def publish(work: WorkFolder, outcome: Outcome, out: Path) -> None:
    """Write the published folder to `out`, which must not exist yet or be empty.

    Raises Problem "publish-exists", "publish-outcome" (count again), Problem for disk errors.
    """
    refuse_occupied(out)
    files = {OUTCOME: outcome_bytes(outcome), **pages(outcome, _beside(work, outcome))}
    if work.folder.optional(OUTCOME) != files[OUTCOME]:
        raise Problem(
            "publish-outcome",
            "outcome.json is missing or does not follow from the records. Count again: "
            "piaoxiang count.",
            where=str(work.folder.path / OUTCOME),
        )
    with staged_folder(out) as new:
        _copy(work, new)
        _copy_exceptions(work, outcome, new)
        _copy_rulings(work, outcome, new)
        for name, data in files.items():
            write_atomically(new / name, data)


def refuse_occupied(out: Path) -> None:
    """Raise Problem("publish-exists") before long work, rather than after it."""
    if not is_free(out):
        raise Problem(
            "publish-exists",
            "This place is not empty. Publish to a new folder.",
            where=str(out),
        )


def _copy(work: WorkFolder, new: Path) -> None:
    for name in _names(work):
        data = work.folder.source(name)
        if data is not None:
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(new / name, parts(data))


def _beside(work: WorkFolder, outcome: Outcome) -> Beside:
    """What lies beside the records, as the verifier will read it in the published folder."""
    setups = {count.box.id: count.setup for count in outcome.boxes}
    return beside(work.folder, setups, draws_of(work))


def _names(work: WorkFolder) -> Iterator[str]:
    """The names of the files that are copied as they are, where they are there."""
    yield from MEETING_FILES
    for box in work.meeting.boxes():
        yield from (f"{BOXES}/{box.id}/{name}" for name in BOX_FILES)
    for sum_name in work.folder.sum_names():
        yield from (f"{SUMS}/{sum_name}/{name}" for name in SUM_FILES)
    for draw in work.folder.draw_names():
        yield from (f"{DRAWS}/{draw}/{name}" for name in DRAW_FILES)


def _copy_exceptions(work: WorkFolder, outcome: Outcome, new: Path) -> None:
    """The exceptions that every teller has signed; others opened nothing, and are left out."""
    for each in outcome.rounds:
        data = work.folder.exception(each.round.id) if each.excepted else None
        if data is not None:
            (new / EXCEPTIONS).mkdir(exist_ok=True)
            write_atomically(new / exception_file(each.round.id), data)


def _copy_rulings(work: WorkFolder, outcome: Outcome, new: Path) -> None:
    """The rulings that enough tellers have signed; no other enters the outcome."""
    for each in outcome.rulings:
        name = each.ruling.about
        data = work.folder.ruling(name)
        if data is not None:
            (new / RULINGS).mkdir(exist_ok=True)
            write_atomically(new / ruling_file(name), data)

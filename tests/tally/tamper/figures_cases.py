"""Meetings counted with other figures of the hall, and figures that were not corrected properly."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from meeting.organiser.figures import BoxFigures
from tally.findings.finding import Finding
from tally.folder.figures import EarlierFigures, HallFigures
from tally.folder.figures_signed import SignedFigures, parse_signed_figures
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tests.tally.fixtures.held_meeting import FIGURES, Held, again
from tests.tally.fixtures.spoiled_records import edited

TOO_FEW_ISSUED = HallFigures(FIGURES | {"r1-A": BoxFigures(7, 5)})
"""6 ballots were received."""
UNUSUAL = HallFigures(FIGURES | {"r1-A": BoxFigures(7, 8)})
CORRECTED = HallFigures(FIGURES, (EarlierFigures("误将 A 票发出数填成 5", TOO_FEW_ISSUED.boxes),))


def _counted(figures: HallFigures) -> Callable[[Held, Path], list[Finding]]:
    return lambda held, path: judged(again(held, path.parent / "again", figures))


def judged(path: Path) -> list[Finding]:
    return list(verify_folder(open_folder(path), workers=1).findings)


def _no_reason(held: Held, path: Path) -> list[Finding]:
    again(held, path.parent / "again", CORRECTED).rename(path)
    file = path / "figures.json"
    file.write_bytes(edited(file.read_bytes(), lambda value: value["earlier"][0].update(reason="")))
    return judged(path)


def _signed(change: Callable[[SignedFigures], SignedFigures]) -> Callable[..., list[Finding]]:
    """The published folder with other signatures under its figures."""

    def make(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path)
        file = path / "figures-signed.json"
        group = next(iter(held.hall.elections.values())).group
        file.write_bytes(change(parse_signed_figures(group, file.read_bytes())).to_bytes())
        return judged(path)

    return make


def _without_signatures(held: Held, path: Path) -> list[Finding]:
    shutil.copytree(held.out, path)
    (path / "figures-signed.json").unlink()
    return judged(path)


def _under_another_name(found: SignedFigures) -> SignedFigures:
    first, *others = found.signed
    return replace(found, signed=(replace(first, owner=2), *others))


CASES: dict[str, Callable[[Held, Path], list[Finding]]] = {
    "round-void": _counted(TOO_FEW_ISSUED),
    "figures-unusual": _counted(UNUSUAL),
    "figures-corrected": _counted(CORRECTED),
    "figures-reason": _no_reason,
    "report-signers-differ": _without_signatures,
    "figures-unsigned": _signed(lambda found: replace(found, signed=found.signed[:1])),
    "figures-other": _signed(lambda found: replace(found, figures="0" * 64)),
    "figures-signature": _signed(_under_another_name),
}

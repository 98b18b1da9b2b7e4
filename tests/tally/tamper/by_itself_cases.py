"""A record by itself, without its folder: what is not known of it, and what others do otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tally.findings.finding import Finding
from tally.folder.source import SingleRecord, open_folder, open_source
from tally.verify.folder import verify_folder
from tally.verify.record.box import verify_record
from tally.verify.single import verify_single
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.tamper.checkpoint_cases import BOX
from tests.tally.tamper.folder_cases import FolderCase

VECTORS = Path(__file__).parents[2] / "vectors"


def _by_itself(held: Held, _path: Path) -> list[Finding]:
    source = open_source(held.out / "boxes" / BOX / "record.bel")
    assert isinstance(source, SingleRecord)
    return list(verify_single(source, workers=1).findings)


def _foreign(name: str) -> FolderCase:
    def make(_held: Held, _path: Path) -> list[Finding]:
        source = open_source(VECTORS / name / "record.bel")
        assert isinstance(source, SingleRecord)
        return list(verify_single(source, workers=1).findings)

    return make


def _no_place(_held: Held, _path: Path) -> list[Finding]:
    """Single answers in a group that cannot hold them."""
    parts = Parts.of((VECTORS / "belenios2048-hs-10-v3.3.0" / "record.bel").read_bytes())
    value = {"answers": ["1"], "question": "名次"}
    question = {"type": "NonHomomorphic", "value": value}
    election = edited(parts.election, lambda e: e | {"questions": [question]})
    data = replace(parts, election=election).record()
    return verify_record(data, BOX, foreign=True, workers=1).findings.found


def _earlier(_held: Held, _path: Path) -> list[Finding]:
    """A folder that an earlier release published."""
    folder = open_folder(VECTORS / "earlier" / "published")
    return list(verify_folder(folder, workers=1).findings)


BY_ITSELF: dict[str, FolderCase] = {
    "foreign-acts": _by_itself,
    "no-checkpoint": _by_itself,
    "no-meeting": _by_itself,
    "no-outcome": _by_itself,
    "no-slips": _by_itself,
    "foreign-credential-order": _foreign("belenios2048-hs-10-v3.3.0"),
    "single-trustees": _foreign("belenios2048-hs-10-v3.3.0"),
    "earlier-rules": _earlier,
    "old-trustees": _foreign("belenios2048-th-3-v2.0"),
    "group-no-embedding": _no_place,
}

"""Draws beside a published meeting: whole ones hold, and everything that is wrong has its name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tally.findings.finding import Level
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tests.tally.fixtures.draws import draw_of, list_of, write_draw
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.rewritten_pages import rewrite_pages
from tests.tally.tamper import draw_cases


def test_a_draw_by_any_tellers_is_valid_and_drawn_alike(tiny: Held, tmp_path: Path) -> None:
    drawn = []
    for number, tellers in enumerate(((3, 1), (1, 2), (2, 3, 1))):
        path = Path(shutil.copytree(tiny.out, tmp_path / str(number)))
        write_draw(tiny.hall, path, draw_of(tiny.hall, list_of(tiny.hall, path), tellers))
        rewrite_pages(tiny, path)
        verdict = verify_folder(open_folder(path), workers=1)
        assert verdict.word == "valid"
        [found] = verdict.draws
        drawn.append(found.drawn)
    assert len({*drawn}) == 1
    assert len(drawn[0]) == 2


@pytest.mark.parametrize("told", draw_cases.ALSO)
def test_what_is_wrong_with_a_draw_is_named(tiny: Held, tmp_path: Path, told: str) -> None:
    case, expected = draw_cases.ALSO[told]
    found = case(tiny, tmp_path / "out")
    assert {each.code for each in found if each.level is not Level.NOTE} == expected

"""What reports say beside the outcome follows from the files that lie there, and is compared."""

from __future__ import annotations

import shutil
from pathlib import Path

from tally.findings.finding import Level
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tests.tally.fixtures.cancelled import cancelled_list
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.rewritten_pages import rewrite_pages
from tests.tally.tamper.cancelled_cases import BOX, unused


def problems(path: Path) -> set[str]:
    found = verify_folder(open_folder(path), workers=1).findings
    return {each.code for each in found if each.level is not Level.NOTE}


def test_a_list_exchanged_after_publishing_is_not_what_the_report_says(
    tiny: Held, tmp_path: Path
) -> None:
    """The attack: with the server's help slips are said to be left over once all have read it."""
    path = Path(shutil.copytree(tiny.out, tmp_path / "out"))
    setup = next(each.setup for each in tiny.outcome.boxes if each.box.id == BOX)
    found = cancelled_list(tiny.hall, BOX, setup, (), unused(tiny))
    (path / "boxes" / BOX / "cancelled.json").write_bytes(found.to_bytes())
    assert problems(path) == {"report-differs"}
    rewrite_pages(tiny, path)
    assert not problems(path)
    assert f"<td>{len(unused(tiny))}</td><td>0</td></tr>" in (path / "index.html").read_text()
    assert "cancelled.json" in (path / "README.txt").read_text()


def test_a_figure_of_the_report_that_does_not_follow_from_the_list_is_refused(
    tiny: Held, tmp_path: Path
) -> None:
    path = Path(shutil.copytree(tiny.out, tmp_path / "out"))
    page = path / "index.html"
    missing = f"<td>0</td><td>{len(unused(tiny))}</td></tr>"
    assert missing in page.read_text()
    page.write_text(page.read_text().replace(missing, "<td>0</td><td>0</td></tr>", 1))
    assert problems(path) == {"report-differs"}

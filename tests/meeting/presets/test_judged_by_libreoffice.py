"""The panel of judges once more, as an office would do it: in a workbook, by LibreOffice.

Its own functions drop five and five of thirty scores (TRIMMEAN) and give the places (RANK).
"""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.meeting.fixtures.preset_cases import drawn, meeting_of, results_on, typed

JUDGES, DROPPED = 30, 10
LAST = "AE"
"""The column of the thirtieth score; the first is B."""


def worked_out(book: Workbook, folder: Path) -> list[list[str]]:
    """The rows of the first sheet, every formula worked out."""
    book.save(folder / "panel.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "csv", "--outdir", str(folder)]
    command.append(str(folder / "panel.xlsx"))
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with (folder / "panel.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("seed", [1, 30])
def test_a_workbook_drops_five_and_five_and_comes_to_the_same(seed: int, tmp_path: Path) -> None:
    """S0.6: 去掉5个最高分和5个最低分，取平均分; three for two posts."""
    meeting = meeting_of("judges_panel", tmp_path)
    ballots = drawn(meeting, seed)
    found = results_on(meeting, tmp_path, typed(meeting, ballots))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    people = [person.id for person in meeting.people]
    for at, person in enumerate(people, 1):
        tenths = ballots[ballots["person"] == person]["answer"]
        assert len(tenths) == JUDGES
        mean = f"=TRIMMEAN(B{at}:{LAST}{at},{DROPPED}/{JUDGES})*1000000"
        place = f"=RANK(AF{at},AF$1:AF${len(people)})"
        sheet.append([person, *(each / 10 for each in tenths), mean, place])
    rows = worked_out(book, tmp_path)
    numbers = found["mean"].numbers
    for row in rows:
        number = numbers[row[0]].number
        assert number is not None
        assert round(float(row[-2])) == round(number * 1_000_000)
    assert set(found["shortlist"].people) == {row[0] for row in rows if int(row[-1]) <= 3}

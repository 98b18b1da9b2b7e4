"""The report on paper: Chromium prints it, and the pages are read back from the PDF.

However many people there are, signatures stand below a table: below all of a short one, or below
several rows of a long one. A page with three rows and the signatures alone is laid aside, and
somebody signs what they do not see.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser

from meeting.definition.person import Person
from meeting.published.folder_names import REPORTS
from tally.outcome.outcome import Outcome
from tally.report.pages import pages
from tests.tally.fixtures.sample_outcomes import HALL, PLAIN, outcome
from tests.tally.fixtures.small_papers import evaluation, recommendation

SIZES = [2, 5, 9, 12, 20, 28, 45]
FEW = 6
"""Rows: a table that is as short as this stands whole above the signatures."""


def counted(people: int) -> Outcome:
    """So many people, evaluated and recommended by twice ten voters."""
    listed = tuple(
        Person(f"p{at:02}", f"欧阳志{at:02}", f"Ouyang {at:02}", "党委委员、副镇长", "Deputy head")
        for at in range(people)
    )
    papers = (evaluation(listed), recommendation(listed))
    each = [((0, 6, 2, 2), (2, 3, 5)) for _ in listed]
    slate = (2, *(16 // people + (at < 16 % people) for at in range(people)))
    result = ((1, 5, 3, 1), *(vector for both in each for vector in both), slate)
    meeting = replace(PLAIN, people=listed, papers=papers)
    return outcome(meeting, {"r1-A": result, "r1-B": result}, HALL)


def printed(chromium: Browser, folder: Path, people: int, language: str) -> list[str]:
    """The text of every page of the report on A4."""
    for name, content in pages(counted(people)).items():
        (folder / name).write_bytes(content)
    page = chromium.new_page()
    page.goto((folder / REPORTS[language]).as_uri())
    pdf = folder / "report.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    page.close()
    document = pdfium.PdfDocument(pdf)
    texts = [document[at].get_textpage().get_text_bounded() for at in range(len(document))]
    document.close()
    return texts


def rows(text: str, language: str) -> int:
    """How many people stand on a page, in all its tables."""
    return len(re.findall("副镇长" if language == "zh" else r"Deputy\s+head", text))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("people", SIZES)
def test_signatures_stand_below_a_table(
    chromium: Browser, tmp_path: Path, people: int, language: str
) -> None:
    texts = printed(chromium, tmp_path, people, language)
    signed = "总监票人" if language == "zh" else "Chief teller"
    (above,) = [text[: text.index(signed)] for text in texts if signed in text]
    last_table = above[max(above.rfind("全额定向推荐"), above.rfind("Slate"), 0) :]
    assert rows(last_table, language) >= min(people, FEW)

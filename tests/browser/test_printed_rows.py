"""Tables on paper where a page ends between two rows: every row has all its lines.

A line that two rows share lies half outside the page when a row ends exactly where the page does,
and is cut off there. The report is printed with its annex moved down until a row ends so.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from playwright.sync_api import Browser, Page

from meeting.published.folder_names import REPORTS
from tally.report.pages import pages
from tests.browser.test_printed_report import counted

MILLIMETRE = 96 / 25.4
WIDTH, HEIGHT = 180, 262.98
"""Of what A4 leaves between the margins, in millimetres."""
BELOW_PAGE = 18.02
"""The margin there, in millimetres."""
DOTS = 300 / 25.4
"""Of the picture, in a millimetre; a line of a table is three or four of them thick."""
THICK = 2
DARK = 140
BELOW = (-2, -1.5, -1, -0.5, 0, 0.25, 0.5, 0.75, 1)
"""Pixels by which the row passes the end of the page."""
SOME = 20
NEAR, ROW = 0.5, 6
"""Millimetres between the last line and the end of the page: at most, and with a row less."""
MOVE = """([height, by]) => {
    const annex = document.querySelector(".annex");
    annex.style.paddingTop = "1px";  // its heading keeps its margin to itself
    const top = annex.getBoundingClientRect().top + 1;
    const ends = [...annex.querySelectorAll("tbody tr")].map(
        (row) => row.getBoundingClientRect().bottom - top);
    const last = Math.max(...ends.filter((end) => end < height - 2));
    annex.style.paddingTop = `${height - last + by}px`;
}"""


def printed(page: Page, pdf: Path, by: float) -> None:
    """Print with a row of the annex ending `by` pixels below the end of its first page."""
    page.evaluate(MOVE, [HEIGHT * MILLIMETRE, by])
    page.pdf(path=pdf, prefer_css_page_size=True)


def first_of_annex(pdf: Path) -> Image.Image:
    """The page on which the annex begins, as a picture."""
    document = pdfium.PdfDocument(pdf)
    texts = (each.get_textpage().get_text_bounded() for each in document)
    at = next(at for at, text in enumerate(texts) if "分票种情况" in text)
    picture: Image.Image = document[at].render(scale=DOTS * 25.4 / 72, grayscale=True).to_pil()
    document.close()
    return picture


def lines(picture: Image.Image) -> list[tuple[int, int]]:
    """Where each line across the page begins, in dots from its top, and how thick it is."""
    thin = picture.reduce((8, 1))  # lines go on and on; letters do not
    width, data = thin.width, thin.tobytes()
    within = slice(width // 6, width * 5 // 6)
    crossed = [
        at for at in range(thin.height) if max(data[at * width : (at + 1) * width][within]) < DARK
    ]
    runs = groupby(enumerate(crossed), key=lambda each: each[1] - each[0])
    found = [[at for _, at in run] for _, run in runs]
    return [(run[0], len(run)) for run in found]


def test_a_row_at_the_end_of_a_page_is_closed(chromium: Browser, tmp_path: Path) -> None:
    for name, content in pages(counted(28)).items():
        (tmp_path / name).write_bytes(content)
    page = chromium.new_page(viewport={"width": round(WIDTH * MILLIMETRE), "height": 900})
    page.emulate_media(media="print")
    page.goto((tmp_path / REPORTS["zh"]).as_uri())
    ends: list[float] = []
    for by in BELOW:
        printed(page, tmp_path / "report.pdf", by)
        picture = first_of_annex(tmp_path / "report.pdf")
        found = lines(picture)
        assert len(found) > SOME, "a page full of rows"
        assert all(thick >= THICK for _, thick in found), (by, found)
        ends.append(picture.height / DOTS - BELOW_PAGE - found[-1][0] / DOTS)
    page.close()
    assert min(ends) < NEAR, "no row ended where the page does"
    assert max(ends) > ROW, "no row was one too many for the page"

"""Slips: what printing them costs, beside what making their QR codes alone takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import segno
from rich.table import Table

from crypto.canonical import sha256_hex
from crypto.election.credential import make_credential
from crypto.election.election import new_uuid
from meeting.published.setups import meeting_fingerprint
from meeting.registrar.credentials import Slips
from meeting.registrar.slip_code import slip_code
from meeting.registrar.slip_pages import PER_PAGE, slips_pdf
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import timed
from tests.meeting.fixtures.township import township


def slip_table(extent: Extent) -> Table:
    """The table of printed slips."""
    return comparison(f"Slips, {PER_PAGE} to a page", "a slip", _rows(extent))


def _rows(extent: Extent) -> Iterator[Row]:
    meeting = township()
    box = meeting.boxes()[0]
    setups = {each.id: sha256_hex(each.id) for each in meeting.boxes()}
    for count in extent.ballots:
        codes = tuple(make_credential() for _ in range(count))
        pile = replace(Slips(box, new_uuid(), (), ()), private_credentials=codes)
        printed = timed(partial(slips_pdf, meeting, setups, (pile,)), seconds=5.0)
        texts = [slip_code(meeting_fingerprint(setups), setups[box.id], code) for code in codes]
        alone = timed(partial(_codes, texts), seconds=2.0)
        yield Row(f"print {count} slips", count, printed, "their codes by segno", alone)


def _codes(texts: list[str]) -> None:
    for text in texts:
        segno.make_qr(text, error="q")

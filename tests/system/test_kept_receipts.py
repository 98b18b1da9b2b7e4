"""A kiosk finds the ballots of all its voters in the closed box, or shows which are missing."""

from __future__ import annotations

import re
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from crypto.board.receipt import Receipt
from demo.process import Service, free_port, run
from demo.voter import vote
from tests.browser.conftest import made_hall

BOX = "r1-B"


class Day:
    """A real server whose folder a test exchanges, and a real kiosk that runs all the while."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = folder / "server"
        self.codes, self._words = made_hall(folder)
        self._port = free_port()
        self._board: Service | None = None
        self._kiosk: Service | None = None

    def start(self) -> None:
        """Start the server, always at one address, and the kiosk unless it runs."""
        self._board = Service.start(
            *("server", "server", "run", self.server),
            port=self._port,
            log=self.folder / "server.log",
        )
        if self._kiosk is None:
            words = ("kiosk", "kiosk", "run", "--server", self._board.url, *self._words)
            self._kiosk = Service.start(
                *map(str, words), port=free_port(), log=self.folder / "kiosk.log"
            )

    def stop(self) -> None:
        """Stop the server."""
        if self._board is not None:
            self._board.stop()
            self._board = None

    def end(self) -> None:
        """Stop both."""
        self.stop()
        if self._kiosk is not None:
            self._kiosk.stop()

    @property
    def kiosk(self) -> str:
        assert self._kiosk is not None
        return self._kiosk.url

    def cast(self, number: int) -> Receipt:
        """Vote with a slip, leaving everything open."""
        found = vote(self.kiosk, self.codes[BOX][number], defaultdict(tuple))
        return Receipt.parse_qr(found.receipt)

    def screen(self, sign: str) -> str:
        """The kiosk's first screen once it shows `sign`."""
        page, deadline = "", time.monotonic() + 90
        while time.monotonic() < deadline:
            page = httpx.get(self.kiosk, trust_env=False, timeout=20).text
            if sign in page:
                return page
            time.sleep(1)
        pytest.fail(f"{sign} was not shown: {page}")


@contextmanager
def open_day(folder: Path) -> Iterator[Day]:
    made = Day(folder)
    try:
        made.start()
        yield made
    finally:
        made.end()


def test_a_folder_restored_with_its_keys_is_noticed_by_the_kiosk(tmp_path: Path) -> None:
    """The attack: whoever keeps the server put back a copy of its whole folder, keys and marks too.

    Nothing in the folder can notice that; a voter would have had to look up the receipt.
    """
    with open_day(tmp_path) as day:
        kept = [day.cast(number) for number in (0, 1)]
        day.stop()
        shutil.copytree(day.server, tmp_path / "copy")
        day.start()
        lost = day.cast(2)
        day.stop()
        shutil.rmtree(day.server)
        shutil.copytree(tmp_path / "copy", day.server)
        day.start()
        run("server", "close", day.server, "--yes")
        page = day.screen('id="missing-receipts"')
        told = re.sub(r"\s", "", page)
        assert lost.fingerprint in told
        assert not any(each.fingerprint in told for each in kept)
        file = httpx.get(f"{day.kiosk}/missing/1.json", trust_env=False).text
        evidence = Receipt.parse(file)
        assert (evidence.fingerprint, evidence.signature) == (lost.fingerprint, lost.signature)
        assert "image/svg" in httpx.get(f"{day.kiosk}/missing/1.svg").headers["Content-Type"]
        assert httpx.get(f"{day.kiosk}/missing/2.svg").status_code == 404


def test_all_receipts_of_a_kiosk_are_found_and_forgotten(tmp_path: Path) -> None:
    with open_day(tmp_path) as day:
        for number in (0, 1, 2):
            day.cast(number)
        assert 'id="receipts"' not in httpx.get(day.kiosk).text
        run("server", "close", day.server, "--yes")
        page = day.screen('id="receipts"')
        assert "本机启动以来的 3 张回执，3 张全部在票箱里" in page
        assert "missing-receipts" not in page

"""Kiosks that cast as fast as they are answered.

    python -m tests.benchmarks.casting URL BOX FILE FOLDER

A process of its own, so that its work is not counted with the server's. FILE holds, as JSON, one
list of ballots for each kiosk; every kiosk is a thread with one connection, enrolled at the server
that lives in FOLDER. A server that is busy
is asked again, as kiosks do. Written to standard output, as JSON: the seconds that each cast took
until it was accepted, those of the whole, and how often a ballot was sent again.
"""

import http.client
import json
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from ballot_server.board.board import read_server_key
from ballot_server.config import ServerConfig
from tests.fixtures.enrolled_kiosk import EnrolledKiosk

_SECONDS = 60
_JSON = {"Content-Type": "application/json"}


class Kiosk(threading.Thread):
    """Casts its ballots one after another; a refusal is an error of the measurement."""

    def __init__(
        self,
        url: str,
        box: str,
        ballots: list[str],
        begin: threading.Barrier,
        enrolled: EnrolledKiosk,
    ) -> None:
        super().__init__()
        self._enrolled = enrolled
        address = urlsplit(url)
        self._connection = http.client.HTTPConnection(
            address.hostname or "", address.port, timeout=_SECONDS
        )
        self._path = f"/api/boxes/{box}/ballots"
        self._ballots = [ballot.encode() for ballot in ballots]
        self._begin = begin
        self.seconds: list[float] = []
        self.again = 0
        self.refused: str | None = None

    def run(self) -> None:
        """Wait for the others, then cast."""
        self._begin.wait()
        for ballot in self._ballots:
            start = time.perf_counter()
            status, text = self._cast(ballot)
            self.seconds.append(time.perf_counter() - start)
            if status != http.client.OK:
                self.refused = text.decode()
                break
        self._connection.close()

    def _cast(self, ballot: bytes) -> tuple[int, bytes]:
        """Send a ballot until it is dealt with; the status and the text of the answer."""
        while True:
            try:
                headers = _JSON | self._enrolled.header(self._path, ballot)
                self._connection.request("POST", self._path, ballot, headers)
                answer = self._connection.getresponse()
                text = answer.read()
            except (OSError, http.client.HTTPException):
                self._connection.close()
            else:
                if answer.status != http.client.SERVICE_UNAVAILABLE:
                    return answer.status, text
            self.again += 1


def main(url: str, box: str, file: str, folder: str) -> None:
    """Let every kiosk cast its ballots, and print how long each cast took."""
    config = ServerConfig(Path(folder))
    key = read_server_key(config).public.text
    piles: list[list[str]] = json.loads(Path(file).read_text())
    begin = threading.Barrier(len(piles) + 1)
    kiosks = [
        Kiosk(url, box, pile, begin, EnrolledKiosk(config, key, number))
        for number, pile in enumerate(piles, start=1)
    ]
    for kiosk in kiosks:
        kiosk.start()
    begin.wait()
    start = time.perf_counter()
    for kiosk in kiosks:
        kiosk.join()
    whole = time.perf_counter() - start
    for refused in (kiosk.refused for kiosk in kiosks if kiosk.refused):
        sys.exit(refused)
    casts = [seconds for kiosk in kiosks for seconds in kiosk.seconds]
    again = sum(kiosk.again for kiosk in kiosks)
    json.dump({"casts": casts, "whole": whole, "again": again}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The hall while the boxes are open: voters stand at the kiosks, all kiosks at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from demo.opinion import Choices
from demo.voter import Cast, vote


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody in the queue: the box their slip is for, the slip's code, and their choices."""

    box_id: str
    slip: str
    choices: Choices


def let_them_vote(
    voters: Iterable[Voter], kiosk_urls: Sequence[str], voted: Callable[[], None]
) -> dict[str, list[Cast]]:
    """Lead every voter to the next free kiosk; return what each box received.

    `voted` is called after each voter. The first kiosk that fails ends it: its Problem is raised.
    """
    queue: SimpleQueue[Voter] = SimpleQueue()
    received: dict[str, list[Cast]] = {}
    for voter in voters:
        queue.put(voter)
        received.setdefault(voter.box_id, [])

    def stand_at(kiosk_url: str) -> None:
        while True:
            try:
                voter = queue.get_nowait()
            except Empty:
                return
            received[voter.box_id].append(vote(kiosk_url, voter.slip, voter.choices))
            voted()

    with ThreadPoolExecutor(len(kiosk_urls)) as pool:
        for kiosk in [pool.submit(stand_at, url) for url in kiosk_urls]:
            kiosk.result()
    return received

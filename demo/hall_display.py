"""The board's first page as the hall display shows it: what tellers compare before they open."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx

_SECONDS = 60.0


def plans_in_hall(board_url: str) -> list[str]:
    """The fingerprints of the plans of all closed rounds, in short form."""
    reader = _PlanReader()
    reader.feed(httpx.get(f"{board_url}/", timeout=_SECONDS).raise_for_status().text)
    reader.close()
    return reader.plans


class _PlanReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.plans: list[str] = []
        self.depth = 0
        self.in_print = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for the large print inside the block of a plan."""
        kinds = (dict(attrs).get("class") or "").split()
        if tag == "div" and (self.depth or "plan" in kinds):
            self.depth += 1
        self.in_print = bool(self.depth) and tag == "span" and "big" in kinds

    def handle_data(self, data: str) -> None:
        """Keep the fingerprint."""
        if self.in_print:
            self.plans.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        """Leave what was entered."""
        self.in_print = False
        if tag == "div" and self.depth:
            self.depth -= 1

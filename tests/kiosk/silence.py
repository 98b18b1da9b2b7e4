"""What on a page should say something and says nothing, or has a separator with nothing beside it.

An optional text that is empty must leave no mark: no empty heading, paragraph, bracket or name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br"}
SAYS = {
    *("title", "h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "b", "small", "label", "legend"),
    *("button", "a", "summary", "th", "figcaption"),
}
NAMES = {"alt", "aria-label", "title", "data-name"}
LOOSE = re.compile(r"^[·,、，:：–—]|[·,、，–—]$|\(\)|（）|“”|\bNone\b|· *·|、、")


@dataclass
class Part:
    """An element that is open, with the text in it so far."""

    tag: str
    quiet: bool
    text: str = ""


class Silence(HTMLParser):
    """Finds every part of a page that is silent; hidden ones and status lines may be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[Part] = []
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        self.found += [f"{tag} {name}" for name in NAMES if have.get(name, "-") == ""]
        quiet = "hidden" in have or "aria-hidden" in have or have.get("role") == "status"
        if tag not in VOID:
            self.open.append(Part(tag, quiet or (bool(self.open) and self.open[-1].quiet)))
        elif tag == "img" and self.open:
            self.open[-1].text += have.get("alt") or ""

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def handle_endtag(self, tag: str) -> None:
        part = self.open.pop()
        text = " ".join(part.text.split())
        if part.tag in SAYS and not part.quiet and not text:
            self.found.append(f"{tag} is empty")
        elif part.tag in SAYS and not part.quiet and LOOSE.search(text):
            self.found.append(f"{tag}: {text}")
        if self.open:
            self.open[-1].text += f" {part.text} "


def silences(html: str) -> list[str]:
    """Return what on the page is silent or loose; a page that says all it should has none."""
    return Silence(html).found

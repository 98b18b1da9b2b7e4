"""A kiosk's screen as a program without JavaScript sees it: its name, its form, its main button."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

FORM = "page"
"""The id of the one form of a screen."""


@dataclass(slots=True)
class Page:
    """A screen: `data-page` name, form, and the values of its `<data>` elements by id."""

    name: str = ""
    problem: str = ""
    action: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    offers: dict[str, list[str]] = field(default_factory=dict)
    """Names of the round marks and ticks, each with the values it offers."""
    main_button: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, html: str) -> Page:
        """Read a screen from its HTML."""
        reader = _PageReader()
        reader.feed(html)
        reader.close()
        return reader.page

    @property
    def target(self) -> str:
        """Where the main button sends the form."""
        return self.main_button.get("formaction") or self.action

    def filled(self, answers: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
        """What a browser sends when these answers are given and the main button pressed."""
        sent = {name: list(values) for name, values in self.fields.items()}
        sent |= {name: list(values) for name, values in answers.items() if values}
        if self.main_button.get("name"):
            sent[self.main_button["name"]] = [self.main_button.get("value", "")]
        return sent


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.in_form = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the element says about the screen or its form."""
        have = {name: value or "" for name, value in attrs}
        if tag == "body":
            self.page.name = have.get("data-page", "")
            self.page.problem = have.get("data-problem", "")
        elif tag == "data" and "id" in have:
            self.page.data[have["id"]] = have.get("value", "")
        elif tag == "form":
            self.in_form = have.get("id") == FORM
            self.page.action = have["action"] if self.in_form else self.page.action
        elif self.in_form and tag == "input":
            self._keep_input(have)
        elif self.in_form and tag == "button" and "main" in have.get("class", "").split():
            self.page.main_button = have

    def _keep_input(self, have: dict[str, str]) -> None:
        name, value, kind = have.get("name", ""), have.get("value", ""), have.get("type", "text")
        if kind in ("radio", "checkbox"):
            self.page.offers.setdefault(name, []).append(value)
        elif name:
            self.page.fields.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        """Leave the form."""
        if tag == "form":
            self.in_form = False

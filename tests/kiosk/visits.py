"""Walking through the kiosk as a browser without JavaScript does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from kiosk.config import KioskConfig
from kiosk.screens.access import Kiosk
from kiosk.screens.app import KioskApp, create_app
from kiosk.visit.voter import Voter
from tests.kiosk.fake_board import FakeBoard

STAFF = "471147"


@dataclass
class Clock:
    """A clock that a test turns."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Visit:
    """One kiosk, one browser, and the page that is on the screen."""

    board: FakeBoard = field(default_factory=FakeBoard)
    clock: Clock = field(default_factory=Clock)
    status: int = 0
    html: str = ""
    path: str = ""
    headers: Any = None

    def __post_init__(self) -> None:
        config = KioskConfig("http://board.test", self.board.hash, self.board.setups_hash, STAFF)
        self.app: KioskApp = create_app(config, clock=self.clock, transport=self.board.transport())
        self.kiosk: Kiosk = self.app.extensions["kiosk"]
        self.browser: FlaskClient = self.app.test_client()

    @classmethod
    def beside(cls, other: Visit) -> Visit:
        """Another browser before the same kiosk, without a cookie."""
        beside = cls(other.board, other.clock)
        beside.app, beside.kiosk = other.app, other.kiosk
        beside.browser = other.app.test_client()
        return beside

    @property
    def page(self) -> str:
        found = re.search(r'data-page="([a-z]+)"', self.html)
        return found[1] if found else ""

    @property
    def problem(self) -> str:
        found = re.search(r'data-problem="([a-z-]+)"', self.html)
        return found[1] if found else ""

    @property
    def voter(self) -> Voter:
        assert self.kiosk.booth.voter is not None
        return self.kiosk.booth.voter

    def get(self, path: str = "/") -> Visit:
        return self._show(self.browser.get(path, follow_redirects=True))

    def post(self, path: str, *fields: tuple[str, str]) -> Visit:
        """Send the form on the screen: its hidden fields, and ``fields``."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.html)
        data = MultiDict([("csrf_token", token[1] if token else ""), *fields])
        return self._show(self.browser.post(path, data=data, follow_redirects=True))

    def _show(self, response: Any) -> Visit:
        self.status, self.html = response.status_code, response.get_data(as_text=True)
        self.path, self.headers = response.request.path, response.headers
        return self

    def scan(self, code: str | None = None) -> Visit:
        self.get("/")
        return self.post("/start", ("code", self.board.code() if code is None else code))

    def to_papers(self) -> Visit:
        return self.scan().post("/notice", ("do", "next"))

    def fill(self, *answers: tuple[str, str], do: str = "next") -> Visit:
        """Answer the screen that is shown; ("evaluation", "excellent") names the item's ending."""
        page = self.voter.page
        fields = []
        for item_name, option in answers:
            (item,) = [each for each in page.items if each.id.startswith(item_name)]
            fields.append((f"item-{item.id}", option))
        return self.post(f"/paper/{page.number}", *fields, ("do", do))

    def fill_fields(self, *fields: tuple[str, str], do: str = "next") -> Visit:
        """Send the screen that is shown with these fields, by their names."""
        return self.post(f"/paper/{self.voter.page.number}", *fields, ("do", do))

    def to_review(self) -> Visit:
        """Leave everything open and walk on to the review."""
        self.to_papers()
        while self.page == "paper":
            self.fill()
        return self

    def to_fingerprint(self) -> Visit:
        return self.to_review().post("/review", ("do", "next"))

    def to_receipt(self) -> Visit:
        return self.to_fingerprint().post("/cast")

    def to_opened(self) -> Visit:
        return self.to_fingerprint().post("/check", ("do", "check"))

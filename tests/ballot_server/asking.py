"""Asking the board over HTTP, as the tests do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballot_server.store import chain
from crypto.board.receipt import Receipt
from tests.ballot_server.small_meeting import BOX, Loaded

NewApp: TypeAlias = Callable[[Loaded], FlaskClient]
"""Starts another worker on the same folder."""


def cast(client: FlaskClient, body: bytes, box: str = BOX) -> TestResponse:
    return client.post(f"/api/boxes/{box}/ballots", data=body, content_type="application/json")


def ask(client: FlaskClient, body: bytes, box: str = BOX) -> TestResponse:
    return client.post(f"/api/boxes/{box}/slip", data=body, content_type="application/json")


def receipt_of(response: TestResponse, loaded: Loaded) -> Receipt:
    """Return the receipt of an answer, after checking both of its signatures."""
    assert response.status_code == 200, response.text
    receipt = Receipt.parse(response.data)
    receipt.check(loaded.board.key.public)
    return receipt


def refused(response: TestResponse) -> tuple[int, str]:
    """Return status and code of a refusal, which must be a well-formed problem."""
    assert response.content_type == "application/problem+json"
    body = response.json
    assert body is not None
    assert body["status"] == response.status_code
    assert body["type"] == f"urn:piaoxiang:problem:{body['code']}"
    assert body["title"] != body["title_en"]
    return response.status_code, str(body["code"])


def accepted(loaded: Loaded, box: str = BOX) -> int:
    with loaded.board.store.reading() as session:
        return chain.standing(session, box).accepted

"""A published folder at the board: linked, served as it is, and nothing outside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from ballot_server.board.result_folder import register
from ballot_server.web.headers import POLICY_OF_RESULT
from tests.ballot_server.fixtures.published_folders import published_folder
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
)


def test_a_published_folder_is_linked_and_served(
    client: FlaskClient, loaded: Loaded, tmp_path: Path
) -> None:
    assert client.get("/result/").status_code == 404
    assert 'href="/result/"' not in client.get("/").text
    source = published_folder(tmp_path / "out", loaded.board)
    register(loaded.board, source)
    register(loaded.board, source)  # published again: replaced whole
    assert 'href="/result/"' in client.get("/").text
    types = {
        "/result/": "text/html; charset=utf-8",
        "/result/report.css": "text/css; charset=utf-8",
        "/result/meeting.json": "application/json",
        f"/result/boxes/{BOX}/record.bel": "application/octet-stream",
    }
    for path, media_type in types.items():
        with client.get(path) as answer:
            assert (answer.status_code, answer.content_type) == (200, media_type)
            assert answer.headers["Content-Security-Policy"] == POLICY_OF_RESULT
            assert "Last-Modified" not in answer.headers
    assert not list(loaded.config.folder.glob(".new-*"))


def test_a_closed_box_is_published_once_there_is_a_result(
    client: FlaskClient, loaded: Loaded, tmp_path: Path
) -> None:
    """Each closed box and the headline link the result; a box that is still open stays open."""
    close(loaded.board, BOX)
    assert "已封箱" in client.get("/").text
    register(loaded.board, published_folder(tmp_path / "out", loaded.board))
    for page, links in ((client.get("/").text, 3), (client.get(f"/boxes/{BOX}").text, 2)):
        assert "已公布结果" in page
        assert "已封箱" not in page
        assert page.count('href="/result/"') == links
    assert "正在投票" in client.get(f"/boxes/{OTHER_BOX}").text
    assert "已公布" not in client.get(f"/boxes/{OTHER_BOX}").text


@pytest.mark.parametrize(
    "path",
    [
        "../keys/server.key",
        "..%2fkeys%2fserver.key",
        "%2e%2e/board.sqlite",
        "boxes/../../keys/server.key",
        "/etc/passwd",
        "server.key",
        "index.html%00.css",
        "boxes",
    ],
)
def test_nothing_outside_the_published_folder_is_served(
    client: FlaskClient, loaded: Loaded, tmp_path: Path, path: str
) -> None:
    register(loaded.board, published_folder(tmp_path / "out", loaded.board))
    with client.get(f"/result/{path}") as answer:
        assert answer.status_code in {308, 404}
    assert client.get("/look/../config.py").status_code == 404
    assert client.get("/look/__init__.py").status_code == 404

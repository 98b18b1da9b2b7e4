"""What is no HTTP is a 400; who sent it and what it was is neither written down nor echoed."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

from tests.ballot_server.fixtures.asking import Start
from tests.ballot_server.fixtures.small_meeting import BOX

POST = f"POST /api/boxes/{BOX}/ballots HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n\r\n"
NO_HTTP = {
    "no request line": b"SECRETWORD\r\n\r\n",
    "another version": b"GET / HTTP/9.SECRETWORD\r\nHost: a\r\n\r\n",
    "another method": b"SECRETWORD{} / HTTP/1.1\r\nHost: a\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost: a\r\nSECRETWORD\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n SECRETWORD\r\n\r\n",
    "a header with a zero": b"GET / HTTP/1.1\r\nHost: a\r\nX: SECRETWORD\0\r\n\r\n",
    "an empty header name": b"GET / HTTP/1.1\r\nHost: a\r\n: SECRETWORD\r\n\r\n",
    "two lengths": f"{POST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx".encode(),
    "a length and chunks": f"{POST}Content-Length: 1\r\n{CHUNKED}".encode(),
    "a length that is none": f"{POST}Content-Length: SECRETWORD\r\n\r\n".encode(),
    "another coding": f"{POST}Transfer-Encoding: SECRETWORD\r\n\r\n".encode(),
    "an expectation": f"{POST}Expect: SECRETWORD\r\nContent-Length: 1\r\n\r\nx".encode(),
    "a long line": b"GET /" + b"SECRETWORD" * 2000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: SECRETWORD\r\n" * 200 + b"\r\n",
    "a long header": b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"SECRETWORD" * 9000 + b"\r\n\r\n",
    "TLS": bytes.fromhex("16030100a5010000a10303") + b"SECRETWORD\r\n\r\n",
    "bytes": b"\xff\xfeSECRETWORD\r\n\r\n",
}
BAD_BODIES = {
    "a chunk size that is none": b"SECRETWORD\r\n",
    "a chunk without its end": b"1\r\nxSECRETWORD\r\n",
}


def answer(url: str, sent: bytes) -> tuple[bytes, bytes]:
    """Status line and headers, and the body, of what is answered."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        read = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = read.partition(b"\r\n\r\n")
    return head, body


def test_no_address_and_nothing_that_was_sent_is_logged_or_echoed(start: Start, log: Path) -> None:
    url, _ = start()
    for what, sent in NO_HTTP.items():
        head, body = answer(url, sent)
        assert head.startswith(b"HTTP/1.1 400 "), (what, head)
        assert b"SECRETWORD" not in head + body, what
        assert b"gunicorn" not in head.lower() + body.lower(), what
    for what, sent in BAD_BODIES.items():
        head, body = answer(url, f"{POST}{CHUNKED}".encode() + sent)
        assert head.startswith(b"HTTP/1.1 400 "), (what, head)
        assert b"application/problem+json" in head
        assert json.loads(body)["code"] == "request-bad"
        assert b"SECRETWORD" not in head + body
    written = log.read_text()
    assert "127.0.0.1" not in written.replace(url, "")
    assert "SECRETWORD" not in written
    assert "Traceback" not in written


PATHS = (
    *(
        "/",
        "/boxes",
        "/boxes/",
        f"/boxes/{BOX}",
        f"/boxes/{BOX}/",
        "/result",
        "/result/",
        "//result",
    ),
    *("/nothing", "//other/result", "/language/en", "/api/boxes", "/api/nothing"),
)
HOSTS = ("evil.example", "evil.example:99999", "evil<example>", "[evil", "a.evil@b")


def test_the_name_that_a_client_gives_the_board_is_never_echoed(start: Start, log: Path) -> None:
    url, _ = start()
    for path in PATHS:
        for host in HOSTS:
            sent = f"GET {path}?language=en HTTP/1.1\r\nHost: {host}\r\n\r\n"
            head, body = answer(url, sent.encode())
            assert b"evil" not in head + body.replace(path.encode(), b""), (path, host, head)
            assert b" 500 " not in head.split(b"\r\n")[0], (path, host)
    head, _ = answer(url, b"GET /result?language=en HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    assert b"\r\nLocation: /result/?language=en\r\n" in head
    assert "evil" not in log.read_text()

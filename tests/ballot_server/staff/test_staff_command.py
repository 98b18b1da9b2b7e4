"""`piaoxiang server cancel --page` as a process: the printed address, Ctrl-C, what is next."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import httpx
import pytest

from demo.process import free_port
from tests.ballot_server.fixtures.small_meeting import BOX, Loaded

WAIT = 60  # seconds


@pytest.mark.slow
def test_a_slip_is_cancelled_on_the_page_of_the_command(loaded: Loaded) -> None:
    slip, port = loaded.slips[BOX][0], free_port()
    words = ["server", "cancel", str(loaded.config.folder), "--page", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "piaoxiang", *words],
        env={**os.environ, "PIAOXIANG_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline() + process.stdout.readline()
        url = re.search(r"http://\S+", said)
        assert url is not None
        with httpx.Client(trust_env=False, follow_redirects=True, timeout=WAIT) as client:
            page = _once_there(client, url[0])
            form = re.search(r'name="form" value="([^"]+)"', page.text)
            assert form is not None
            data = {"form": form[1], "as": "left-over", "code": slip.private}
            answer = client.post(f"http://127.0.0.1:{port}/scan", data=data)
            assert "已注销。" in answer.text
        others = httpx.get(url[0], trust_env=False, timeout=WAIT)
        assert others.status_code == 403
        os.killpg(process.pid, signal.SIGINT)
        rest, _ = process.communicate(timeout=WAIT)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert "cancelled so far (1)" in rest
    assert rest.count("close the boxes:\n    piaoxiang server close") == 1
    assert "gunicorn" not in rest  # every worker ended by itself
    assert slip.private not in said + rest
    assert slip.public in loaded.config.cancelled_words.read_text()


def _once_there(client: httpx.Client, url: str) -> httpx.Response:
    deadline = time.monotonic() + WAIT
    while True:
        try:
            return client.get(url)
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.2)

"""`--meeting-fingerprint`: the value, or a file or picture that holds it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from crypto.board.server_key import short_form
from meeting.command_line.given_fingerprint import given_fingerprint
from meeting.problem import Problem
from tests.meeting.fixtures.township import attempted

FOUND = hashlib.sha256(b"boxes").hexdigest()
SHORT = short_form(bytes.fromhex(FOUND))
PICTURE = b"\x89PNG\r\n"


@pytest.mark.parametrize("text", [FOUND, SHORT, f"PXM1:{FOUND}\n", f"\ufeff{SHORT}\r\n"])
def test_it_is_read_from_a_text_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "会议指纹.txt"
    path.write_text(text, encoding="utf-8")
    assert given_fingerprint(str(path)).fits(FOUND)


def test_a_value_is_a_value_whatever_lies_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plain = "A" * 24
    (tmp_path / plain).write_text(FOUND)
    assert given_fingerprint(plain).digits == "0" * 36


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ((f"PXM1:{FOUND}",), ""),
        (("PX3:slip", f"pxm1:{FOUND.upper()}"), ""),
        ((f"PXM1:{FOUND}", f"PXM1:{FOUND}"), ""),
        (("PX3:slip",), "fingerprint-picture"),
        ((), "fingerprint-picture"),
        ((f"PXM1:{FOUND}", f"PXM1:{'0' * 64}"), "fingerprint-two"),
        ((f"PXM1:{FOUND[:-1]}",), "fingerprint-length"),
    ],
)
def test_it_is_read_from_a_picture(tmp_path: Path, texts: tuple[str, ...], code: str) -> None:
    path = tmp_path / "notice.png"
    path.write_bytes(PICTURE)
    read = attempted(lambda: given_fingerprint(str(path), lambda _data, _where: list(texts)))
    if isinstance(read, Problem):
        assert (read.code, read.where) == (code, str(path))
    else:
        assert (read.digits, code) == (FOUND, "")


def test_what_is_neither_is_told_as_a_mistyped_value_or_as_a_missing_file(tmp_path: Path) -> None:
    wrong = tmp_path / "letter.txt"
    wrong.write_text("Dear observer")
    for given, code in (
        ("AAAA AAAA", "fingerprint-length"),
        (SHORT[:19], "fingerprint-former"),
        ("missing.png", "file-unreadable"),
        (str(tmp_path / "missing.txt"), "file-unreadable"),
        (str(wrong), "fingerprint-length"),
        (str(tmp_path), "file-unreadable"),
        ("x" * 5000, "fingerprint-length"),
    ):
        with pytest.raises(Problem) as refused:
            given_fingerprint(given)
        assert refused.value.code == code, given

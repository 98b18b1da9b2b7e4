"""`--meeting-fingerprint VALUE|FILE`: the value itself, or a file or picture that holds it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from meeting.files import read_bounded
from meeting.problem import Problem
from meeting.published.given_fingerprint import QR_PREFIX, GivenFingerprint

OPTION: Final = "--meeting-fingerprint"
_LARGEST_TEXT = 1 << 16
_LARGEST_PICTURE = 1 << 26
_FILES = (".txt", ".png", ".jpg", ".jpeg")
_PICTURES = (b"\x89PNG", b"\xff\xd8")

ReadCodes = Callable[[bytes, str], list[str]]
"""Gives the texts of the codes in a picture; the name of its file is for errors."""


def given_fingerprint(given: str, read_codes: ReadCodes | None = None) -> GivenFingerprint:
    """The fingerprint that was given, or that stands in the file of that name.

    Raises Problem as `GivenFingerprint.read`, "fingerprint-picture" for a picture without one or
    where there is no `read_codes`, "fingerprint-two" for several, "file-unreadable".
    """
    try:
        return GivenFingerprint.read(given, where=OPTION)
    except Problem:
        exists = os.path.exists(given)  # noqa: PTH110 - Path.exists() fails where names are too long
        if not exists and not given.lower().endswith(_FILES):
            raise
    data = read_bounded(Path(given), _LARGEST_PICTURE)
    if data.startswith(_PICTURES):
        return _in_picture(data, given, read_codes)
    text = data[:_LARGEST_TEXT].decode("utf-8-sig", errors="replace")
    return GivenFingerprint.read(text, where=given)


def _in_picture(data: bytes, where: str, read_codes: ReadCodes | None) -> GivenFingerprint:
    if read_codes is None:
        raise Problem(
            "fingerprint-picture",
            "This command reads no pictures. Give the meeting fingerprint itself: its six groups "
            "of four characters will do.",
            where=where,
        )
    codes = read_codes(data, where)
    found = {each for each in codes if each[: len(QR_PREFIX)].upper() == QR_PREFIX}
    if not found:
        raise Problem(
            "fingerprint-picture",
            "There is no QR code of a meeting fingerprint in this picture. Photograph the one of "
            "the notice in the hall, straight and whole; a slip's code is another one.",
            where=where,
        )
    if len(found) > 1:
        raise Problem(
            "fingerprint-two",
            "There are the codes of several meeting fingerprints in this picture; photograph one.",
            where=where,
        )
    return GivenFingerprint.read(found.pop(), where=where)

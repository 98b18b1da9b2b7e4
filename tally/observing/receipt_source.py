"""Where `verify` takes receipts from: a text, a file with the text or JSON, or a picture."""

from __future__ import annotations

import os
import re
from pathlib import Path

from crypto.base64_texts import from_url_safe
from meeting.files import read_bounded
from tally.observing.picture import LARGEST_PICTURE, codes_in, is_picture
from tally.problem import Problem

_LARGEST_TEXT = 1 << 16
_PICTURES = (".png", ".jpg", ".jpeg")
_TEXTS = ("{", "PXR")
_FINGERPRINT = re.compile(r"[A-Za-z0-9+/]{43}")


def bare_fingerprint(given: str) -> str | None:
    """The fingerprint, where nothing but one was given and no file is called so."""
    plain = from_url_safe("".join(given.split()))
    return plain if _FINGERPRINT.fullmatch(plain) and not _exists(given) else None


def receipt_texts(given: str) -> list[str]:
    """The receipts' texts: `given` itself, or those in the file of that name.

    Raises Problem "receipt-form" for what is neither, "receipt-picture" for a picture without one,
    "file-unreadable", and what `codes_in` raises.
    """
    if given.strip().startswith(_TEXTS):
        return [given]
    path = Path(given)
    if not _exists(given):
        if path.suffix.lower() in _PICTURES:
            raise Problem("file-unreadable", "There is no such file.", where=given)
        raise Problem(
            "receipt-form",
            "This is neither a receipt's text (it begins with PXR1:) nor a fingerprint of 43 "
            "characters, and there is no such file. It says nothing about the result.",
            where="--receipt",
        )
    data = read_bounded(path, LARGEST_PICTURE)
    if path.suffix.lower() in _PICTURES or is_picture(data):
        return _from_picture(data, given)
    return [data[:_LARGEST_TEXT].decode("utf-8", errors="replace")]


def _exists(given: str) -> bool:
    return os.path.exists(given)  # noqa: PTH110 - Path.exists() fails where names are too long


def _from_picture(data: bytes, where: str) -> list[str]:
    codes = codes_in(data, where=where)
    texts = [text for text in codes if text.startswith(_TEXTS)]
    if not texts:
        raise Problem(
            "receipt-picture",
            "There is no receipt's QR code in this picture; photograph it straight and whole.",
            where=where,
        )
    return texts

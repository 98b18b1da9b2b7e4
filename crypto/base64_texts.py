"""Base64 in its one spelling, as the record, receipts and codes have it.

The last digit of a text carries bits that no byte has: read carelessly, several texts are one
value. So what is read is written again and compared. Readers here raise ValueError; the code and
the place of a refusal are those of whoever reads.
"""

from __future__ import annotations

import base64

_TO_URL_SAFE = str.maketrans("+/", "-_")
_FROM_URL_SAFE = str.maketrans("-_", "+/")


def padded(data: bytes) -> str:
    """The base64 of `data` with its padding, as signed notes have it."""
    return base64.b64encode(data).decode()


def from_padded(found: str) -> bytes:
    """The bytes of a padded text; raises ValueError unless it is their one spelling."""
    data = base64.b64decode(found, validate=True)
    if padded(data) != found:
        raise ValueError("not canonical base64")
    return data


def unpadded(data: bytes) -> str:
    """The base64 of `data` without its padding, as hashes and signatures have it."""
    return padded(data).rstrip("=")


def from_unpadded(found: str) -> bytes:
    """The bytes of an unpadded text; raises ValueError unless it is their one spelling."""
    data = base64.b64decode(found + "=" * (-len(found) % 4), validate=True)
    if unpadded(data) != found:
        raise ValueError("not canonical unpadded base64")
    return data


def url_safe(text: str) -> str:
    """A text with the two digits that URLs and QR codes have instead of + and /."""
    return text.translate(_TO_URL_SAFE)


def from_url_safe(text: str) -> str:
    """A text with + and / where URLs and QR codes have other digits."""
    return text.translate(_FROM_URL_SAFE)

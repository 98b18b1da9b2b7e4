"""Base64 in one spelling: what is written is read, and no other text is the same value."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.base64_texts import (
    from_padded,
    from_unpadded,
    from_url_safe,
    padded,
    unpadded,
    url_safe,
)

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@given(st.binary(max_size=100))
def test_what_is_written_is_read(data: bytes) -> None:
    assert padded(data) == base64.b64encode(data).decode()
    assert url_safe(padded(data)) == base64.urlsafe_b64encode(data).decode()
    assert from_padded(padded(data)) == data
    assert from_unpadded(unpadded(data)) == data
    assert from_url_safe(url_safe(unpadded(data))) == unpadded(data)
    assert "=" not in unpadded(data)


@given(data=st.binary(min_size=1, max_size=40), more=st.sampled_from(DIGITS))
def test_the_last_digit_has_one_spelling(data: bytes, more: str) -> None:
    text = unpadded(data)
    other = text[:-1] + more
    if other != text:
        try:
            assert from_unpadded(other) != data
        except ValueError:
            assert len(data) % 3


@pytest.mark.parametrize(
    "text", ["A", "AB", "AAAB=", "AA==A", "A A=", "QUJD\n", "QUJD ", "-_-_", "ÄÄÄÄ", "AA="]
)
def test_other_texts_are_refused(text: str) -> None:
    for read in (from_padded, from_unpadded):
        with pytest.raises(ValueError):  # noqa: PT011 - whoever reads has the code
            read(text)


@given(st.text(max_size=60))
def test_no_text_is_read_that_would_not_be_written(text: str) -> None:
    for read, write in ((from_padded, padded), (from_unpadded, unpadded)):
        try:
            data = read(text)
        except ValueError:
            continue
        assert write(data) == text

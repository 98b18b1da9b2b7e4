"""Pictures of receipts and of opened ballots: which are read, and what is said of the others."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import pytest
import segno
from PIL import Image

from tally.observing.picture import codes_in
from tally.observing.receipt_source import receipt_texts
from tally.problem import Problem

TEXT = "PXR1:" + "A" * 400


def code(width: int = 1200, height: int = 900, kind: str = "PNG", mode: str = "L") -> bytes:
    """A picture of this size with the code in its middle."""
    symbol = io.BytesIO()
    segno.make(TEXT, error="m").save(symbol, kind="png", scale=4, border=4)
    picture = Image.new(mode, (width, height), "white")
    side = min(width, height) * 3 // 4
    small = Image.open(symbol).convert("L").resize((side, side), Image.Resampling.NEAREST)
    picture.paste(small, ((width - side) // 2, (height - side) // 2))
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def refused(picture: bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        codes_in(picture, where="photo")
    return caught.value


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_cameras_and_screens_make_is_read(kind: str) -> None:
    assert codes_in(code(kind=kind), where="photo") == [TEXT]


def test_a_photograph_of_a_hundred_million_points_is_read() -> None:
    picture = code(12000, 9000, "JPEG")
    with warnings.catch_warnings(action="error"):
        assert codes_in(picture, where="photo") == [TEXT]


def test_one_that_is_too_large_is_refused_before_it_is_decoded() -> None:
    out = io.BytesIO()
    Image.new("1", (13000, 13000)).save(out, "PNG")
    assert len(out.getvalue()) < 1 << 16
    with warnings.catch_warnings(action="error"):
        problem = refused(out.getvalue())
    assert problem.code == "picture-too-large"
    assert "13000 × 13000" in problem.text("zh")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "AVIF"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP"),
        (b"GIF89a\1\0\1\0", "GIF"),
        (b"%PDF-1.7\n", "PDF"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x"/>', "SVG"),
        (b"<svg/>", "SVG"),
        (b"BM\0\0\0\0", "BMP"),
        (b"II*\0\10\0\0\0", "TIFF"),
    ],
)
def test_other_kinds_are_named_whatever_the_file_is_called(
    tmp_path: Path, start: bytes, kind: str
) -> None:
    problem = refused(start)
    assert problem.code == "picture-kind"
    assert kind in problem.text("zh")
    assert "PNG" in problem.text("en")
    for name in ("receipt.jpg", "receipt.heic", "receipt"):
        (tmp_path / name).write_bytes(start)
        with pytest.raises(Problem) as caught:
            receipt_texts(str(tmp_path / name))
        assert caught.value.code == "picture-kind"


def test_a_picture_that_is_cut_short_is_named_so() -> None:
    for kind in ("PNG", "JPEG"):
        whole = code(kind=kind)
        assert refused(whole[: len(whole) // 3]).code == "picture-broken"


def test_of_moving_pictures_the_first_is_read() -> None:
    first = Image.open(io.BytesIO(code()))
    out = io.BytesIO()
    first.save(out, "PNG", save_all=True, append_images=[Image.new("L", first.size)])
    assert codes_in(out.getvalue(), where="photo") == [TEXT]

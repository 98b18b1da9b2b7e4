"""Reading the codes in a picture. This needs zxing-cpp and Pillow, which not everybody installs.

Only PNG and JPEG are read, what cameras and screens make; how large a picture is is looked at
before it is decoded, so that no small file fills the memory.
"""

from __future__ import annotations

import warnings
from io import BytesIO

from tally.problem import Problem

LARGEST_PICTURE = 1 << 26
"""In bytes: more than any telephone makes."""
MOST_POINTS = 120_000_000
"""A telephone's 108 million among them."""
MOST_POINTS_WHOLE = 24_000_000
"""Of a picture that is decoded whole: a PNG, a progressive JPEG. The largest screens have less."""
_WIDE_ENOUGH = (4000, 3000)
"""Points: a JPEG is decoded to about this size, which costs an eighth of the time and memory."""
_READ = (b"\x89PNG", b"\xff\xd8")
_OTHERS = (
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"%PDF", "PDF"),
    (0, b"<svg", "SVG"),
    (8, b"WEBP", "WebP"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftyp", "HEIC"),
)
"""Where in a file of another kind stands what it begins with, and how the kind is called."""


def is_picture(data: bytes) -> bool:
    """Whether a file looks like a picture, of whatever kind."""
    return data.startswith(_READ) or bool(_other_kind(data))


def codes_in(picture: bytes, *, where: str) -> list[str]:
    """The texts of all codes in a PNG or JPEG picture.

    Raises Problem "picture-reader" where nothing that reads pictures is installed,
    "picture-kind" for another kind, "picture-too-large", "picture-broken" and
    "picture-unreadable".
    """
    if kind := _other_kind(picture):
        raise Problem(
            "picture-kind",
            "This is a {kind} file; pictures are read as PNG or JPEG. Save it as one of these (a "
            "screenshot will do), or give the text of the code instead.",
            where=where,
            kind=kind,
        )
    try:
        import zxingcpp  # noqa: PLC0415 - not everybody has it
        from PIL import Image  # noqa: PLC0415
    except ImportError as error:
        raise Problem(
            "picture-reader",
            "Reading pictures needs zxing-cpp and Pillow (pip install zxing-cpp pillow); "
            "or give the text of the code instead.",
            where=where,
        ) from error
    Image.MAX_IMAGE_PIXELS = None  # the bound is ours, and told in our words
    try:
        image = Image.open(BytesIO(picture), formats=("PNG", "JPEG"))
    except (OSError, ValueError, SyntaxError) as error:
        raise Problem(
            "picture-unreadable",
            "This form is not known: give a JPEG or PNG picture (convert an iPhone's HEIC picture "
            "first), or the text of the code.",
            where=where,
        ) from error
    with image, warnings.catch_warnings(action="ignore"):
        width, height = image.size
        whole = image.format == "PNG" or bool(image.info.get("progressive"))
        most = MOST_POINTS_WHOLE if whole else MOST_POINTS
        if width * height > most:
            raise Problem(
                "picture-too-large",
                "This picture has {width} × {height} points, more than {most} million. Cut out the "
                "code, or make it smaller: 3000 points in width are enough.",
                where=where,
                width=width,
                height=height,
                most=most // 1_000_000,
            )
        try:
            image.draft("L", _WIDE_ENOUGH)
            return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]
        except (OSError, ValueError, SyntaxError) as error:
            raise Problem(
                "picture-broken",
                "This picture is damaged, or cut short. Copy it again from where it was taken.",
                where=where,
            ) from error


def _other_kind(data: bytes) -> str:
    start = data[:1024].lstrip()
    if start.startswith(b"<?xml") and b"<svg" in data[:4096]:
        return "SVG"
    return next((kind for at, mark, kind in _OTHERS if start[at:].startswith(mark)), "")

"""Reading the codes in a picture. This needs zxing-cpp and Pillow, which not everybody installs."""

from __future__ import annotations

from io import BytesIO

from tally.problem import Problem

LARGEST_PICTURE = 1 << 26
"""In bytes: more than any telephone makes."""


def codes_in(picture: bytes, *, where: str) -> list[str]:
    """Return the texts of all codes in a picture of any usual format.

    Raises Problem "picture-reader" where nothing that reads pictures is installed, and
    "picture-unreadable".
    """
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
    try:
        with Image.open(BytesIO(picture)) as image:
            return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Problem(
            "picture-unreadable", "This is neither a text nor a picture.", where=where
        ) from error

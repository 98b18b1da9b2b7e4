"""Reading printed slips as a scanner does: from the picture of the page, by their QR codes."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import zxingcpp

from demo.problem import DemoProblem
from meeting.registrar.slip_code import PREFIX

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
DOTS_PER_INCH = 300
POINTS_PER_INCH = 72


def read_slips(pdf: Path) -> list[str]:
    """The text of every QR code on every page of `pdf`, in no particular order.

    Raises DemoProblem("demo-slips") when a page shows no code at all.
    """
    texts: list[str] = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, start=1):
            picture = page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH, grayscale=True).to_pil()
            found = zxingcpp.read_barcodes(
                picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
            )
            if not found:
                raise DemoProblem(
                    "demo-slips", "page {page} of {file} shows no slip", page=number, file=pdf.name
                )
            # Among so many dots the reader now and then sees a tiny code that nobody drew.
            texts += [code.text for code in found if code.text.startswith(PREFIX)]
    finally:
        document.close()
    return texts

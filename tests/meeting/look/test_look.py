"""The shipped typefaces: what they hold, and that fpdf2 puts them into a document."""

import re
from itertools import product
from pathlib import Path
from typing import get_args

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from fpdf import FPDF

from meeting.look import LOOK
from meeting.look.typefaces import FONTS, FontName, look_folder, pdf_font

ROOT = Path(__file__).parents[3]
# Names that are hard to set: variants, characters of later standards, three outside the BMP.
RARE_NAME = "喆堃昇玥䶮鿍𬱖𫖯𬭎"


def hanzi_of(codec: str) -> set[str]:
    """Every ideograph that the two-byte codec can write."""
    pairs = product(range(0x81, 0xFF), range(0x40, 0xFF))
    text = "".join(bytes(pair).decode(codec, errors="ignore") for pair in pairs)
    return {character for character in text if "\u4e00" <= character <= "\u9fff"}


@pytest.fixture(scope="module", params=["hei", "song"])
def characters(request: pytest.FixtureRequest) -> set[str]:
    name: FontName = request.param
    with TTFont(pdf_font(name), lazy=True) as font:
        return {chr(point) for point in font.getBestCmap()}


def test_every_hanzi_of_gbk_is_there(characters: set[str]) -> None:
    wanted = hanzi_of("gbk")
    assert len(wanted) == 20_902
    assert wanted - characters == set()


def test_the_rare_characters_of_the_national_table_are_there(characters: set[str]) -> None:
    text = (ROOT / "typefaces" / "rare_characters.txt").read_text(encoding="utf-8")
    wanted = set(text) - {"\n"}
    assert len(wanted) == 273
    assert wanted | set(RARE_NAME) <= characters


def test_what_pages_and_forms_are_set_with_is_there(characters: set[str]) -> None:
    assert (
        set("“”‘’—…·，。、；：？！（）《》〈〉「」【】％＋－×÷≥≤✓●○■□★☆①②③⑩→←↑↓│─┌┐") <= characters
    )
    assert set("ABCxyz0189%&@ àéíóúüǎěǐǒǔǚ") <= characters


def test_mono_tells_similar_signs_apart() -> None:
    with TTFont(FONTS["mono"]) as font:
        glyphs, outlines = font.getBestCmap(), font["glyf"]
        widths = {font["hmtx"][glyph][0] for glyph in glyphs.values()}
        for look_alikes in ("0Oo", "1lI", "B8", "5S"):
            shapes = {bytes(outlines[glyphs[ord(sign)]].compile(outlines)) for sign in look_alikes}
            assert len(shapes) == len(look_alikes)
    assert len(widths) == 1


@pytest.mark.parametrize("name", get_args(FontName))
def test_fpdf2_embeds_only_what_was_used(name: FontName) -> None:
    text = "5YnK-3fQx 0O1lI" if name == "mono" else f"民主测评票 {RARE_NAME}"
    document = FPDF()
    document.add_font(name, "", pdf_font(name))
    document.add_page()
    document.set_font(name, "", 14)
    document.cell(text=text)
    printed = bytes(document.output())
    assert len(printed) < 30_000
    with pypdfium2.PdfDocument(printed) as opened:
        assert opened[0].get_textpage().get_text_bounded().strip() == text


def test_the_style_sheet_names_the_files_beside_it() -> None:
    sheet = (LOOK / "fonts.css").read_text(encoding="utf-8")
    named = {look_folder(path) / path for path in re.findall(r'url\("([^"]+)"\)', sheet)}
    assert named == set(FONTS.values())
    tokens = (LOOK / "tokens.css").read_text(encoding="utf-8")
    for family in re.findall(r'font-family: ("[^"]+")', sheet):
        assert f": {family}," in tokens

"""The printed slips, read back as a scanner and a reader would."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pytest

from crypto.board.server_key import short_form
from crypto.canonical import sha256_hex
from crypto.election.election import new_uuid
from meeting.definition.meeting import Meeting
from meeting.examples import TOWNSHIP
from meeting.organiser.meeting_file import read_organised
from meeting.problem import Problem
from meeting.published.definition_file import definition_hash, published
from meeting.published.setups import meeting_fingerprint
from meeting.registrar.credentials import Slips, make_slips
from meeting.registrar.slip_code import PREFIX, parse_slip_code, slip_code
from meeting.registrar.slip_layout import HEIGHT, WIDTH
from meeting.registrar.slip_pages import COLUMNS, PER_PAGE, ROWS, SIDE, TOP, slips_pdf
from tests.fixtures.read_codes import codes_with
from tests.meeting.fixtures.township import SERVER_KEY, township

MILLIMETRE = 72 / 25.4
CREDENTIAL = re.compile(r"[1-9A-Za-z]{5}-[1-9A-Za-z]{6}-[1-9A-Za-z]{5}-[1-9A-Za-z]{6}")


@dataclass(frozen=True)
class Printed:
    """A document with what went into it."""

    meeting: Meeting
    name: str
    setups: dict[str, str]
    piles: tuple[Slips, ...]
    data: bytes


def printed(meeting: Meeting) -> Printed:
    name = definition_hash(published(meeting))
    piles = tuple(make_slips(meeting, box, new_uuid()) for box in meeting.boxes())
    setups = {box.id: sha256_hex(box.id) for box in meeting.boxes()}
    return Printed(meeting, name, setups, piles, slips_pdf(meeting, setups, piles))


@pytest.fixture(scope="module")
def slips() -> Printed:
    return printed(township())


@pytest.fixture
def document(slips: Printed) -> Iterator[pypdfium2.PdfDocument]:
    opened = pypdfium2.PdfDocument(slips.data)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def chinese_slips() -> Printed:
    """The example in which nothing is said in English."""
    meeting = read_organised(TOWNSHIP / "meeting.toml").meeting
    group = replace(meeting.groups[0], weight=None)
    return printed(replace(meeting, groups=(group,), server_key=SERVER_KEY))


def pages_of(pile: Slips) -> int:
    return -(-len(pile.private_credentials) // PER_PAGE)


def scanned(page: pypdfium2.PdfPage, dots_per_inch: int = 150) -> list[str]:
    picture = page.render(scale=dots_per_inch / 72, grayscale=True).to_pil()
    return codes_with(PREFIX, picture)


def slip_texts(page: pypdfium2.PdfPage, count: int) -> list[str]:
    """The text of each slip on a page, row by row."""
    text = page.get_textpage()
    top = page.get_height()
    found = []
    for place in range(count):
        row, column = divmod(place, COLUMNS)
        left, upper = SIDE + column * WIDTH, TOP + row * HEIGHT
        found.append(
            text.get_text_bounded(
                left=left * MILLIMETRE,
                right=(left + WIDTH) * MILLIMETRE,
                top=top - upper * MILLIMETRE,
                bottom=top - (upper + HEIGHT) * MILLIMETRE,
            )
        )
    return found


@pytest.mark.slow
def test_every_code_is_read_back_from_the_picture(
    slips: Printed, document: pypdfium2.PdfDocument
) -> None:
    number, root = 0, meeting_fingerprint(slips.setups)
    for pile in slips.piles:
        read: list[str] = []
        for _ in range(pages_of(pile)):
            read += scanned(document[number])
            number += 1
        assert Counter(parse_slip_code(text, root).credential for text in read) == Counter(
            pile.private_credentials
        )
        assert all(
            text == slip_code(root, slips.setups[pile.box.id], text.split(":")[3]) for text in read
        )
    assert number == len(document)


def test_every_slip_says_what_it_is_for(slips: Printed, document: pypdfium2.PdfDocument) -> None:
    number = 0
    root = meeting_fingerprint(slips.setups)
    for pile in slips.piles:
        left = len(pile.private_credentials)
        for _ in range(pages_of(pile)):
            texts = slip_texts(document[number], min(left, PER_PAGE))
            for text in texts:
                assert slips.meeting.title in text
                assert pile.box.group.name in text
                assert pile.box.group.description in text
                assert pile.box.round.name in text
                assert short_form(bytes.fromhex(root)) in text
                assert "请与会场告示、投票机屏幕核对" in text
                assert "Compare it with the notice" in text
                assert "请在任一投票机扫码投票" in text
                assert "Scan this code" in text
                assert "show it to nobody" in text
            left -= len(texts)
            number += 1


def test_a_meeting_without_english_prints_no_word_of_it(chinese_slips: Printed) -> None:
    """Latin letters are left in codes, fingerprints and the names of groups alone."""
    meeting = chinese_slips.meeting
    root = meeting_fingerprint(chinese_slips.setups)
    short = short_form(bytes.fromhex(root))
    document = pypdfium2.PdfDocument(chinese_slips.data)
    strip = document[0].get_textpage().get_text_bounded()
    texts = slip_texts(document[0], PER_PAGE)
    document.close()
    assert "本沓 14 张，共 2 页" in strip
    assert "Slips" not in strip
    for text in texts:
        (code,) = CREDENTIAL.findall(text)
        left = text
        for expected in (
            *(code, short, meeting.title),
            *("A票", "县级领导", "第一轮", "票码", "会议指纹", "请与会场告示、投票机屏幕核对。"),
            *("请在任一投票机扫码投票，限用一次。", "请勿在票码条上书写，勿示他人。"),
        ):
            assert expected in left
            left = left.replace(expected, "", 1)
        assert re.sub(r"\s", "", left) == "", "one fingerprint, and nothing else to compare"


def test_slips_without_english_are_scanned_like_others(chinese_slips: Printed) -> None:
    document = pypdfium2.PdfDocument(chinese_slips.data)
    read = scanned(document[0], dots_per_inch=90)
    document.close()
    assert len(read) == PER_PAGE
    for text in read:
        code = parse_slip_code(text, meeting_fingerprint(chinese_slips.setups)).credential
        assert code in chinese_slips.piles[0].private_credentials


def test_slips_of_a_pile_differ_in_nothing_but_the_code(
    slips: Printed, document: pypdfium2.PdfDocument
) -> None:
    number = 0
    for pile in slips.piles:
        left = len(pile.private_credentials)
        bare: set[str] = set()
        codes: list[str] = []
        for _ in range(pages_of(pile)):
            for text in slip_texts(document[number], min(left, PER_PAGE)):
                (code,) = CREDENTIAL.findall(text)
                codes.append(code)
                bare.add(text.replace(code, ""))
            left -= PER_PAGE
            number += 1
        assert len(bare) == 1
        assert set(codes) == set(pile.private_credentials)


def test_the_strip_names_the_pile(document: pypdfium2.PdfDocument) -> None:
    text = document[0].get_textpage().get_text_bounded()
    assert "第一轮 · A票 · 县级领导" in text
    assert "本沓 14 张，共 2 页" in text


def test_a_slip_can_be_read_from_a_poor_picture(
    slips: Printed, document: pypdfium2.PdfDocument
) -> None:
    assert len(scanned(document[0], dots_per_inch=90)) == PER_PAGE == ROWS * COLUMNS
    assert slips.piles[0].box.slips > PER_PAGE


def test_the_document_carries_no_time_path_or_program(slips: Printed) -> None:
    document = pypdfium2.PdfDocument(slips.data)
    about = document.get_metadata_dict()
    document.close()
    assert about["Title"] == slips.meeting.title
    assert about["Producer"] == "Piaoxiang"
    assert about["CreationDate"].startswith("D:20261121000000")
    assert not about["ModDate"]
    assert not about["Author"]
    assert b"woff" not in slips.data
    assert b"piaoxiang_typefaces" not in slips.data


def test_typefaces_are_embedded(slips: Printed, tmp_path: Path) -> None:
    program = shutil.which("pdffonts")
    if program is None:
        pytest.skip("pdffonts (poppler-utils) is not installed")
    file = tmp_path / "slips.pdf"
    file.write_bytes(slips.data)
    listed = subprocess.run([program, file], check=True, capture_output=True, text=True).stdout
    fonts = [line.split() for line in listed.splitlines()[2:]]
    assert len(fonts) == 3
    assert all(font[-5] == "yes" for font in fonts)  # the column "emb"


@pytest.mark.parametrize("english", [True, False])
def test_long_names_still_fit(english: bool, chinese_slips: Printed) -> None:
    meeting = township() if english else chinese_slips.meeting
    group = replace(
        meeting.groups[0],
        name="票" * 12,
        description="县" * 24,
        size=5,
        slips=5,
        weight=None,
    )
    long = replace(
        meeting,
        title="会" * 60,
        groups=(group,),
        rounds=(replace(meeting.rounds[0], name="轮" * 30),),
    )
    made = printed(long)
    document = pypdfium2.PdfDocument(made.data)
    read = scanned(document[0])
    text = slip_texts(document[0], 1)[0]
    document.close()
    root = meeting_fingerprint(made.setups)
    credentials = {parse_slip_code(each, root).credential for each in read}
    assert credentials == set(made.piles[0].private_credentials)
    assert text.count("会") == 60 + 2  # and once each in 会议指纹 and 会场
    assert text.count("轮") == 30


def test_a_character_the_typeface_lacks_is_named() -> None:
    meeting = replace(township(), title="𐎀会")
    with pytest.raises(Problem) as caught:
        printed(meeting)
    assert caught.value.code == "glyph-missing"
    assert "U+10380" in caught.value.text("zh")

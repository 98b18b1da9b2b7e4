"""One word for one thing: what docs/glossary.md decides holds in every catalogue and document."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted(ROOT.glob("*/translations/zh/LC_MESSAGES/messages.po"))
DOCUMENTS = [
    ROOT / "README.md",
    *sorted((ROOT / "docs" / "zh").iterdir()),
    *sorted(each for each in (ROOT / "tally" / "templates").rglob("*") if each.is_file()),
]
COMMANDS = [path for room in ("meeting", "ballot_server", "desk", "kiosk", "tally") for path in
            sorted((ROOT / room).rglob("*command*.py"))]  # fmt: skip
OTHER_WORDS = re.compile("复核|校验|查验|验证")
"""Words for 核验 that are not used."""


def chinese(catalogue: Path) -> list[str]:
    with catalogue.open("rb") as file:
        return [str(each.string) for each in read_po(file, locale="zh") if each.id]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-5])
def test_the_rooms_verify_with_one_word(catalogue: Path) -> None:
    sentences = chinese(catalogue)
    assert sentences
    assert [each for each in sentences if OTHER_WORDS.search(each)] == []


@pytest.mark.parametrize("path", [*DOCUMENTS, *COMMANDS], ids=lambda path: path.name)
def test_documents_and_commands_verify_with_one_word(path: Path) -> None:
    assert not OTHER_WORDS.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-5])
def test_no_room_counts_people_as_things(catalogue: Path) -> None:
    things = re.compile("[0-9}] ?个(人|监票人|姓名|代表)")
    assert [each for each in chinese(catalogue) if things.search(each)] == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-5])
def test_answers_are_shuffled_with_one_word_and_slips_with_another(catalogue: Path) -> None:
    by_hand = [each for each in chinese(catalogue) if "打乱" in each]
    assert [each for each in by_hand if "正面朝下打乱" not in each] == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-5])
def test_what_is_said_of_a_command_can_be_filled_in(catalogue: Path) -> None:
    templates = [each for each in chinese(catalogue) if "{command" in each]
    for each in templates:
        values = {name: "" for _, name, _, _ in Formatter().parse(each) if name}
        assert "{" not in each.format(**values)


def test_the_words_of_the_code_are_where_the_glossary_says() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:crypto|meeting|ballot_server|kiosk|tally)/[\w/.]+)`", text)
    assert named
    assert [each for each in named if not (ROOT / each).exists()] == []

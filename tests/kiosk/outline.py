"""What people with a screen reader or a keyboard depend on, on any page of the kiosk."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br"}


class Outline(HTMLParser):
    """The parts of a page that people with a screen reader or a keyboard depend on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.open: list[str] = []
        self.unlabelled: list[str] = []
        self.fieldsets = self.legends = self.inline = 0
        self.pictures_without_words = 0
        self.title = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.language = self.language or (have.get("lang") or "" if tag == "html" else "")
        self.title = self.title or tag == "title"
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in have:
            self.ids.append(str(have["id"]))
        if tag == "label" and "for" in have:
            self.labelled.add(str(have["for"]))
        self.fieldsets += tag == "fieldset"
        self.legends += tag == "legend"
        self.pictures_without_words += tag == "img" and not have.get("alt")
        self.inline += "style" in have or any(name.startswith("on") for name in have)
        self.inline += tag == "style" or (tag == "script" and not have.get("src"))
        typed = tag == "input" and have.get("type") not in {"hidden", None}
        if typed and "label" not in self.open and str(have.get("id")) not in self.labelled:
            self.unlabelled.append(str(have))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"


def assert_operable(html: str, language: str) -> None:
    """Check that a page can be read and operated, in ``zh`` or ``en``."""
    outline = Outline(html)
    assert outline.language == ("en" if language == "en" else "zh-Hans")
    assert outline.title
    assert outline.headings.count(1) == 1
    assert outline.headings[0] == 1
    steps = zip(outline.headings, outline.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps), outline.headings
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.unlabelled == []
    assert outline.fieldsets == outline.legends
    assert outline.pictures_without_words == 0
    assert outline.inline == 0
    assert outline.open == []
    assert 'name="set" value="language"' in html
    assert "<details" in html, "help is on every screen"
    if language == "en":
        for term in ("弃权", "票码", "投出", "下一页", "名单", "第1名", "空着", "打分"):
            assert term not in html

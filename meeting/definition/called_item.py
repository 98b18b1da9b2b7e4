"""An item in an error about rules: what the paper asks, beside the name that rules have for it."""

from __future__ import annotations

from typing import Self

from meeting.definition.asked_items import AskedItems
from meeting.definition.paper import PaperItem
from meeting.language import said
from meeting.problem import Worded


class CalledItem(Worded):
    """推荐人选 (slate): the prompt in the reader's language, and what a step names."""

    __slots__ = ("_item", "_name")

    _item: PaperItem
    _name: str

    @classmethod
    def of(cls, found: AskedItems, name: str) -> Self:
        """Call the items of a name by the prompt of the first."""
        item = found.items[0]
        called = cls(_called(item, name, "en"))
        called._item, called._name = item, name
        return called

    def told(self, language: str) -> str:
        """The prompt and the name."""
        return _called(self._item, self._name, language)


def _called(item: PaperItem, name: str, language: str) -> str:
    return f"{said(item, 'prompt', language)} ({name})"

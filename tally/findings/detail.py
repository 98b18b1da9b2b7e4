"""A detail that is for people: told in the reader's language, and in English to programs.

Most details are for whoever looks into the files, and are technical English whatever the language.
That of a note is none of these: nothing is wrong in a file then, and what it says (how many slips
are missing, with which boxes one was opened) a reader wants to know.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from meeting.language import current_language, gettext_for
from meeting.printable import filled
from meeting.problem import Phrase, Worded
from tally.problem import ROOM


class Detail(Worded):
    """A sentence of this room with `{named}` fields; as a text, it is the English sentence."""

    __slots__ = ("_message", "_values")

    _message: str
    _values: dict[str, object]

    @classmethod
    def of(cls, message: str, **values: object) -> Self:
        """Make one of a msgid; values that are a `Phrase` are msgids themselves."""
        made = cls(filled(message, **values))
        made._message, made._values = message, values
        return made

    def told(self, language: str) -> str:
        """The sentence in `language`."""
        return self.in_words(gettext_for(ROOM, language), language)

    def in_words(self, translate: Callable[[str], str], language: str = "") -> str:
        """The sentence in the words of `translate`."""
        values = {
            name: _told(value, translate, language or current_language())
            for name, value in self._values.items()
        }
        return filled(translate(self._message), **values)


def _told(value: object, translate: Callable[[str], str], language: str) -> object:
    if isinstance(value, Phrase):
        return translate(value)
    if isinstance(value, Detail):
        return value.in_words(translate, language)
    return value.told(language) if isinstance(value, Worded) else value

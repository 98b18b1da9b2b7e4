"""Which language a reader sees: Chinese (`zh`) by default, English (`en`) on request.

English sentences are the msgids, so English needs no catalogue. Each room keeps its Chinese
catalogue in `translations/zh/LC_MESSAGES/messages.mo`.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
VARIABLE = "PIAOXIANG_LANGUAGE"
"""Of the environment: the language of command lines."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a sentence for translation, and give it back as it is."""
    return message


def _identity(message: str) -> str:
    return message


@cache
def gettext_for(room_folder: Path, language: str) -> Callable[[str], str]:
    """The function that translates a room's msgids into `language`.

    A missing catalogue gives the English msgids back: an error message must never be lost
    because its translation is.
    """
    if language == "en":
        return _identity
    return gettext.translation(
        "messages", room_folder / "translations", languages=[language], fallback=True
    ).gettext


def _english_number(one: str, many: str, number: int) -> str:
    return one if number == 1 else many


@cache
def ngettext_for(room_folder: Path, language: str) -> Callable[[str, str, int], str]:
    """The function that picks, by a number, one of two msgids of a room, in `language`."""
    if language == "en":
        return _english_number
    return gettext.translation(
        "messages", room_folder / "translations", languages=[language], fallback=True
    ).ngettext


_SPOKEN: ContextVar[str] = ContextVar("spoken", default="")


def speak(language: str) -> None:
    """Say in `language` what is said from now on in this thread; "": in that of the variable."""
    _SPOKEN.set(language)


def current_language() -> str:
    """The language that `speak` set; of command lines `PIAOXIANG_LANGUAGE` (zh or en), else zh."""
    if _SPOKEN.get():
        return _SPOKEN.get()
    wanted = os.environ.get(VARIABLE, DEFAULT_LANGUAGE).lower()
    return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE


def said(thing: object, name: str, language: str) -> str:
    """The field `name` of `thing` in `language`; Chinese where English is missing."""
    if language == "en":
        english = getattr(thing, f"{name}_en")
        if english:
            return str(english)
    return str(getattr(thing, name))


def listed(parts: Iterable[object], language: str) -> str:
    """Several things in a row, with the mark between them that the language has."""
    return ("、" if language == "zh" else ", ").join(map(str, parts))

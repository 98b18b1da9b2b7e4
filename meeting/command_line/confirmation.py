"""A question of yes or no at the keyboard, asked in the reader's language before anything final.

Both languages are understood in both, since a keyboard may be set to either; full-width letters
count as letters. No answer is no.
"""

from __future__ import annotations

import unicodedata

import click

from meeting.language import current_language, gettext_for
from meeting.printable import printable
from meeting.problem import ROOM

_YES = ("y", "yes", "是", "是的", "同意")
_NO = ("", "n", "no", "否", "不", "不是", "不同意")
_UNREADABLE = (click.Abort, OSError, RuntimeError, UnicodeError)
"""What reading raises: the end of the input, one that was closed, a broken one, another encoding"""


def confirmed(question: str) -> bool:
    """Ask, and say whether the answer was yes; where nobody can answer, it is no."""
    try:
        return answered(question)
    except click.Abort:
        return False


def answered(question: str) -> bool:
    """Ask until the answer is yes or no. Raises click.Abort where nobody can answer any more."""
    say = gettext_for(ROOM, current_language())
    asked = say("{question} [y/N]").format(question=question)
    while True:
        answer = answer_to(asked).rstrip("。.").lower()
        if answer in _YES or answer in _NO:
            return answer in _YES
        click.echo(say("Please answer y (yes) or n (no)."), err=True)


def answer_to(question: str) -> str:
    """What is typed, in NFKC, or nothing. Raises click.Abort where nobody can answer any more."""
    colon = "：" if current_language() == "zh" else ": "
    try:
        typed = click.prompt(
            printable(question), default="", show_default=False, prompt_suffix=colon
        )
    except _UNREADABLE as error:
        click.echo(err=True)  # the line of the question was not ended
        raise click.Abort from error
    return unicodedata.normalize("NFKC", str(typed)).strip()

"""What click says by itself ("Usage:", "Missing option"), in the language of command lines.

click asks gettext's default domain. Its sentences are msgids in this room's catalogue, beside our
own: `maintenance/messages.py` collects them from the click that is installed.
"""

from __future__ import annotations

import gettext
import os

from meeting.problem import ROOM


def click_speaks(language: str) -> None:
    """Let click speak a language from now on, whatever the locale of the terminal is."""
    # gettext has no other way to name the language of a domain; of all variables this one goes
    # first. Programs that are started from here speak the same language.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(gettext.textdomain(), str(ROOM / "translations"))

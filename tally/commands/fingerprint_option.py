"""`--meeting-fingerprint` of this room's commands, which can read it from a picture too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from meeting.command_line.given_fingerprint import OPTION, given_fingerprint
from meeting.published.given_fingerprint import GivenFingerprint
from tally.observing.picture import codes_in


def fingerprint_option(
    told: str, *, required: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option as `fingerprint`, with the help `told`; it is read by `fingerprint_given`."""
    return click.option(OPTION, "fingerprint", metavar="VALUE|FILE", required=required, help=told)


def fingerprint_given(given: str) -> GivenFingerprint:
    """What was given; raises Problem as `given_fingerprint`."""
    return given_fingerprint(given, lambda picture, where: codes_in(picture, where=where))

"""What somebody may do at the desk."""

from __future__ import annotations

from enum import StrEnum

from meeting.language import N_


class Role(StrEnum):
    """A part that somebody plays; one person may play several."""

    ORGANISER = "organiser"
    """Prepares meetings and makes accounts."""
    REGISTRAR = "registrar"
    """Prints slips and accounts for them."""
    CHECK_IN = "check-in"
    """Checks people in, and gives slips out."""
    CONSOLE = "console"
    """Opens, pauses and closes on the day."""
    OBSERVER = "observer"
    """Looks, and changes nothing."""


NAMES = {
    Role.ORGANISER: N_("organiser"),
    Role.REGISTRAR: N_("registrar"),
    Role.CHECK_IN: N_("check-in"),
    Role.CONSOLE: N_("console"),
    Role.OBSERVER: N_("observer"),
}
ALL = frozenset(Role)


def roles_of(text: str) -> frozenset[Role]:
    """The roles whose names stand in `text` with commas between them; unknown ones are none."""
    known = {str(role): role for role in Role}
    return frozenset(known[each] for each in text.split(",") if each in known)


def text_of(roles: frozenset[Role]) -> str:
    """Their names with commas between them, in the order in which roles are told."""
    return ",".join(str(role) for role in Role if role in roles)

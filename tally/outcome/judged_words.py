"""The sentences for what a step of the rules says of one person, elected or going on."""

from __future__ import annotations

from typing import Final

from meeting.language import N_

WHY: Final = {
    "first": N_("{person}: {number}, place {place}: goes on."),
    "kept": N_("{person}: {number}: goes on."),
    "equal-kept": N_("{person}: {number}, place {place}, equal at the last place: goes on too."),
    "behind": N_("{person}: {number}, place {place}: does not go on."),
    "equal-out": N_("{person}: {number}, place {place}, equal across the edge: stays out."),
    "reserved": N_("{person}: {number}: takes a reserved seat."),
    "gives-way": N_("{person}: {number}: the seat is left for those it is reserved for."),
    "named": N_("{person}: goes on."),
    "not-named": N_("{person}: is not one of them."),
    "in": N_("{person}: goes on."),
    "not-in": N_("{person}: does not go on."),
    "passed": N_("{person}: yes; goes on."),
    "stopped": N_("{person}: no; does not go on."),
    "decided": N_("{person}: chosen by decision; goes on."),
    "not-decided": N_("{person}: not chosen; does not go on."),
    "deferred": N_("{person}: put off."),
    "not-deferred": N_("{person}: not put off; goes on."),
    "drawn": N_("{person}: drawn by lot; goes on."),
    "not-drawn": N_("{person}: not drawn; does not go on."),
    "related": N_(
        "{person}: {number}, place {place}: may not be chosen together with {other}, who comes "
        "first; does not go on."
    ),
    "written-in": N_("{person}: written in, a new person; goes on."),
    "withdrawn": N_("{person}: has withdrawn."),
    "not-withdrawn": N_("{person}: goes on."),
}
LIMITS: Final = {
    ("reached", True): N_("{person}: {number} is more than {limit}: goes on."),
    ("reached", False): N_("{person}: {number} is at least {limit}: goes on."),
    ("not-reached", True): N_("{person}: {number} is not more than {limit}: does not go on."),
    ("not-reached", False): N_("{person}: {number} is less than {limit}: does not go on."),
    ("flagged", True): N_("{person}: {number} is more than {limit}: marked."),
    ("flagged", False): N_("{person}: {number} is at least {limit}: marked."),
    ("not-flagged", True): N_("{person}: {number} is not more than {limit}."),
    ("not-flagged", False): N_("{person}: {number} is less than {limit}."),
}
ELECTED: Final = {
    "first": N_("{person}: {number}, place {place}: elected."),
    "behind": N_("{person}: {number}, place {place}: not elected."),
}
"""Of a cut that is an election, instead."""

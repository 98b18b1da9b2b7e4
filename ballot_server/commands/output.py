"""What the server's commands print of the meeting and its boxes, in the reader's language."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from ballot_server.board.board import Board
from ballot_server.board.visits import OpenVisits
from ballot_server.store.models import State
from ballot_server.web.board_view import BoxView, box_views
from ballot_server.web.plan_view import PlanView, plan_views
from crypto.board.server_key import short_form
from meeting.language import N_, current_language, gettext_for, listed
from meeting.printable import filled, printable
from meeting.system_files import system_files_in

ROOM = Path(__file__).parent.parent
LAST_VOTERS = N_("last voters: no new slip is let in")
STATES = {
    State.PREPARED: N_("not open yet"),
    State.OPEN: N_("open"),
    State.CLOSED: N_("closed"),
}


def in_words(sentence: str, **values: object) -> str:
    """A sentence in the language of the command line."""
    return filled(gettext_for(ROOM, current_language())(sentence), **values)


def say(sentence: str, **values: object) -> None:
    """Print a sentence in the language of the command line, names in it made printable."""
    click.echo(printable(in_words(sentence, **values)))


def say_system_files(folder: Path) -> None:
    """Name what operating systems put into a folder that was read; it was passed over."""
    if found := system_files_in(folder):
        say(
            "· Passed over, as it is named like what operating systems put there: {names}",
            names=listed(found, current_language()),
        )


def show_meeting(board: Board) -> None:
    """Print the fingerprint of the meeting."""
    found = board.meeting_fingerprint()
    say("Meeting fingerprint: {short}", short=short_form(bytes.fromhex(found)))
    click.echo(f"    {found}")


def show_key(board: Board) -> None:
    """Print the server's key."""
    say("Key of this server: {key}", key=board.key.public.text)


def show_boxes(board: Board, only: Collection[str] | None = None) -> tuple[BoxView, ...]:
    """Print the state of every box, or of those named, and return what was shown."""
    with board.store.reading() as session:
        views = box_views(board, session, current_language())
        plans = plan_views(board, session, current_language())
    views = tuple(view for view in views if only is None or view.id in only)
    for view in views:
        _show_box(view)
        if view.state == State.OPEN:
            _show_visits(board.visits.open(view.id))
        if view.over:
            _show_surplus(view)
    for plan in plans.values():
        _show_plan(plan)
    return views


def _show_box(view: BoxView) -> None:
    state = LAST_VOTERS if view.last_voters else STATES[State(view.state)]
    say(
        "{id}  {round} · {group}: {state}",
        id=view.id,
        round=view.round,
        group=view.group,
        state=in_words(state),
    )
    say(
        "    ballots received: {accepted}; entitled voters: {entitled}; slips printed: {slips}",
        accepted=view.accepted,
        entitled=view.entitled,
        slips=view.slips,
    )
    if view.waiting:
        say(
            "    of these, not on the board yet: {waiting}; they go there many at a time, sorted "
            "by their fingerprints, and all at the latest when the box is closed",
            waiting=view.waiting,
        )
    say(
        "    board fingerprint {head} ({size} events)   {full}",
        head=view.head_short,
        size=view.size,
        full=view.head,
    )


def _show_visits(found: OpenVisits | None) -> None:
    if found is None:
        say("    in the booths: cannot be known here; look for yourself")
    elif found.silent:
        say(
            "    in the booths: {heard}; and {silent} more that their kiosks have not told of for "
            "over a minute: look there",
            heard=found.heard,
            silent=found.silent,
        )
    else:
        say("    in the booths: {heard}", heard=found.heard)
    if found is not None and found.left:
        say(
            "    besides, let in and left with nothing cast as far as their kiosks know: {left}; "
            "for ten minutes they can go on at the same kiosk with the same slip",
            left=found.left,
        )


def _show_plan(plan: PlanView) -> None:
    """Print how the tellers open a round whose boxes are all closed."""
    say("Plan of {round}:", round=plan.round)
    one, alone = N_("    opened as one: {groups}"), N_("    opened alone: {groups}")
    for groups in plan.openings:
        told = one if len(groups) > 1 else alone
        say(told, groups=listed(list(groups), current_language()))
    if plan.closed:
        say("    stays closed: {groups}", groups=listed(list(plan.closed), current_language()))
    say("    fingerprint of the plan {short}   {full}", short=plan.short, full=plan.hash)


def _show_surplus(view: BoxView) -> None:
    say(
        "    ! More ballots than people: {accepted} received, {entitled} entitled. Compare with "
        "the list of slips handed out. If more ballots came back than slips were handed out, the "
        "rules make this round void. The box is closed and counted all the same, and the figures "
        "are published as they are.",
        accepted=view.accepted,
        entitled=view.entitled,
    )

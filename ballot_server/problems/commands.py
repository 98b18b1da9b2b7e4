# ruff: noqa: D101 - each sentence says what its class is
"""What a command of the server refuses: folders, keys, meetings and results that do not fit."""

from __future__ import annotations

from pathlib import Path

from ballot_server.problems.refusals import (
    BoardProblem,
    BoxClosed,
    BoxNotOpen,
    BoxOpenAlready,
    DiskNearlyFull,
    MeetingNotLoaded,
    SigningBusy,
    StorageBusy,
    StorageFailed,
    StorageReadOnly,
)
from meeting.language import N_


class NoMeetingYet(MeetingNotLoaded):
    sentence = N_(
        "This server has no meeting yet. First load the folder that the registrar prepared and the "
        "tellers have checked:\n    {command}"
    )


class NotOpenYet(BoxNotOpen):
    sentence = N_(
        "Box {box} is not open yet, so there is nothing to close. Voting begins with:\n"
        "    {command}"
    )


class OpenAlready(BoxOpenAlready):
    sentence = N_(
        "Box {box} is open already. Unless the server is running, start it:\n    {command}"
    )


class ClosedForGood(BoxClosed):
    sentence = N_(
        "Box {box} was closed, and that is for good. The tellers fetch it from the running server "
        "to count it:\n    {command}"
    )


class AuditTooLate(BoardProblem):
    kind = "audit-too-late"
    sentence = N_(
        "Voting has begun in box {box}: slips are taken from the piles for an audit before that, "
        "while nobody has one in hand. Nothing was cancelled. A slip that is left over is scanned "
        "as such, not as an audited one."
    )


class CancelledWordsForeign(BoardProblem):
    kind = "cancelled-words-foreign"
    sentence = N_(
        "What this file holds is not this server's words on cancelled slips, so none is written "
        "into it. Name another file with --words."
    )


class KioskNotThere(BoardProblem):
    kind = "kiosk-not-there"
    sentence = N_(
        "There is no kiosk {number} at this server; its kiosks have the numbers 1 to {most}."
    )


class TooManyKiosks(BoardProblem):
    kind = "too-many-kiosks"
    sentence = N_("A server knows at most {most} kiosks, those revoked included.")


class FolderUnusable(BoardProblem):
    kind = "folder-unusable"
    sentence = N_("This folder cannot be used: {reason}.")


class FolderMissing(BoardProblem):
    kind = "folder-missing"
    sentence = N_(
        "This folder cannot be used: {reason}. Name the right one, for example:\n    {command}"
    )


class FolderNotMade(BoardProblem):
    kind = "folder-not-made"
    sentence = N_("No server can be made here: {reason}. Nothing was left behind.")


class FolderNotEmpty(BoardProblem):
    kind = "folder-not-empty"
    sentence = N_("A server lives in this folder already. Name another folder.")


class FolderNotServer(BoardProblem):
    kind = "folder-not-server"
    sentence = N_("No server lives in this folder. Make one with: piaoxiang server init {folder}")


class SchemaForeign(BoardProblem):
    kind = "schema-foreign"
    sentence = N_("This database was made by another release (revision {found}). Use that release.")


class DatabaseUnsupported(BoardProblem):
    kind = "database-unsupported"
    sentence = N_("This release keeps its board in SQLite only; {found} was asked for.")


class KeyUnreadable(BoardProblem):
    kind = "key-unreadable"
    sentence = N_("The server key is missing or damaged.")


class MeetingLoadedAlready(BoardProblem):
    kind = "meeting-loaded-already"
    sentence = N_("This server has its meeting already. One server folder serves one meeting.")


class MeetingOfOtherServer(BoardProblem):
    kind = "meeting-of-other-server"
    sentence = N_("This meeting was published for server key {found}; the key here is {expected}.")


class LoadedForeign(BoardProblem):
    kind = "loaded-foreign"
    sentence = N_(
        "This is another meeting than the one whose fingerprint was given: here it is {found}, "
        "given was {given} ({difference}). Nothing was loaded."
    )


class LoadedEarlierRules(BoardProblem):
    kind = "loaded-earlier-rules"
    sentence = N_(
        "This meeting.json is written as an earlier release published (schema {found}): with it, "
        "nobody checks the order of ballots, openings by plan and what becomes of every slip. "
        "Nothing was loaded. Publish the meeting again, and have slips made anew. Only if its "
        "slips were printed with an earlier release and are to be used, load it with "
        "--earlier-rules; every report will say so."
    )


class CommandBusy(StorageBusy):
    sentence = N_(
        "Another program is writing into this server's database all the while. Give the command "
        "again in a moment."
    )


class CommandDiskFull(DiskNearlyFull):
    sentence = N_(
        "The disk of the server's folder is full. Make room, and give the command again: what was "
        "not finished is taken up."
    )


class CommandReadOnly(StorageReadOnly):
    sentence = N_(
        "The server's folder cannot be written. It is write-protected or belongs to another user: "
        "give the command as the user who made the server, on the machine where it runs."
    )


class CommandByRoot(BoardProblem):
    kind = "command-by-root"
    sentence = N_(
        "This folder belongs to the user {user}, and the command was given as root. What root "
        "writes here, that user's server could not write again. Give the command as that user:\n"
        "    sudo -u '{user}' piaoxiang server …"
    )


class CommandStorageFailed(StorageFailed):
    sentence = N_(
        "The server's database cannot be read or written; it, or the disk, may be damaged. Change "
        "nothing in this folder and have a copy made first."
    )


class OrderNotErased(BoardProblem):
    kind = "order-not-erased"
    sentence = N_(
        "Box {box} is closed and its ballots are safe. But traces of the order of voting could "
        "not be erased from the database, because another program is reading it or the disk is "
        "full. End that program, or make room, and close the box again."
    )


class PortTaken(BoardProblem):
    kind = "port-taken"
    sentence = N_(
        "The address {address} cannot be used: another program is using it, or it is not an "
        "address of this machine. End that program, or choose another one with --port."
    )


class PublishedForeign(BoardProblem):
    kind = "published-foreign"
    sentence = N_("This published folder belongs to another meeting than this board.")


class PublishedIncomplete(BoardProblem):
    kind = "published-incomplete"
    sentence = N_("This is not a published folder: a file that every such folder has is missing.")


class PublishedFileUnusable(BoardProblem):
    kind = "published-file-unusable"
    sentence = N_("A published folder has certain plain files and no others; this is not one.")


class PublishedRecordForeign(BoardProblem):
    kind = "published-record-foreign"
    sentence = N_(
        "Box {box}: the published record is not what this board holds. "
        "Fetch the records from this board, count and publish again."
    )


_IN_COMMANDS: tuple[tuple[type[BoardProblem], type[BoardProblem]], ...] = (
    (StorageBusy, CommandBusy),
    (DiskNearlyFull, CommandDiskFull),
    (StorageReadOnly, CommandReadOnly),
    (StorageFailed, CommandStorageFailed),
)


def for_commands(problem: BoardProblem, folder: Path) -> BoardProblem:
    """What storage refused in words for whoever gave a command: no ballot is on its way."""
    if isinstance(problem, SigningBusy):  # it says so itself
        return problem
    for kind, told in _IN_COMMANDS:
        if isinstance(problem, kind):
            return told(where=str(folder))
    return problem

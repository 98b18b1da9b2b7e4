"""The wrong folder was named, or a wrong place for the slips: which one was meant instead."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from meeting.command_line.typed_command import typed
from meeting.problem import Problem
from meeting.registrar.prepared_folder import BOXES_FOLDER, MEETING_FILE, TRUSTEES_FILE

PREPARED = "prepared"
SLIPS = "slips.pdf"
"""Outside the folder that goes round: its codes are secret."""


def refuse_other_folder(path: Path, again: Callable[[Path], str] = str) -> None:
    """Say which folder is meant, where this cannot be the one that the registrar prepared.

    `again` gives the command that names another folder, to be copied. Raises Problem.
    """
    if (path / BOXES_FOLDER).exists():
        return
    inner = path / PREPARED
    if (inner / MEETING_FILE).is_file():
        raise Problem(
            "prepared-inside",
            "This is the meeting's folder. What the registrar prepared lies in it; name that:\n"
            "    {command}",
            where=str(path),
            command=again(inner),
        )
    meeting_folder = path.parent if slips_not_made_yet(path) else path
    if (meeting_folder / MEETING_FILE).is_file():
        raise Problem(
            "prepared-not-yet",
            "No slips were made yet for the meeting in {folder}. First the registrar makes them:\n"
            "    {command}",
            where=str(path),
            folder=meeting_folder,
            command=slips_command(meeting_folder),
        )
    raise Problem(
        "prepared-none",
        "This is neither the folder that the registrar prepared nor the folder of a published"
        " meeting: meeting.json and boxes are missing. The registrar's is made together with the"
        " slips, inside the folder of the published meeting; name it, for example:\n    {command}",
        where=str(path),
        command=again(Path("opening") / PREPARED),
    )


def slips_not_made_yet(path: Path) -> bool:
    """Say whether this is where the registrar's folder will be, in the folder of a meeting."""
    inside = path.name == PREPARED and (path.parent / MEETING_FILE).is_file()
    return inside and not path.exists()


def refuse_slips_inside(pdf: Path, folder: Path) -> None:
    """Refuse a place for the slips' PDF that lies in the meeting's folder, which goes round.

    A link on the way counts by the place where it stands and by the one it leads to; so does a
    link to the folder, or to the prepared one in it. Raises Problem("slips-inside").
    """
    carried = [each for each in (folder, folder / PREPARED) if each.exists()]
    # abspath, not resolve: it leaves links as they stand.
    above = {*pdf.resolve().parents, *Path(os.path.abspath(pdf)).parents}  # noqa: PTH100
    if any(each.exists() and each.samefile(own) for each in above for own in carried):
        raise Problem(
            "slips-inside",
            "The slips' PDF must not lie in the meeting's folder, which goes from hand to hand:"
            " the slips' codes are secret. Name another place, such as --out {name}.",
            where=str(pdf),
            name=SLIPS,
        )


def slips_command(folder: Path) -> str:
    """The command that makes the slips of the meeting in a folder."""
    trustees = folder / TRUSTEES_FILE
    return typed("registrar", "slips", folder, "--trustees", trustees, "--out", SLIPS)

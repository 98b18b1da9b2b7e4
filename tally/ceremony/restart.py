"""Starting the key ceremony anew without tellers whose messages do not hold, or who are absent.

The new folder gets the meeting without them, and so another meeting hash: keys and messages of the
first ceremony are of no use in it. The first folder is left as it is, as evidence; the new one says
in `restarted.json` from which meeting it came, without whom, and why. Where nobody is left out (a
certificate was spoilt on its way) the meeting stays the same, and all join with new keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crypto.canonical import JSON, dumps, sha256_hex
from meeting.definition.meeting import Meeting
from meeting.files import write_new
from meeting.problem import Several
from meeting.published.definition_file import definition_hash, published
from meeting.published.folder_names import MEETING
from meeting.registrar.prepared_folder import BOXES_FOLDER
from meeting.staged_folder import staged_folder
from meeting.system_files import is_free
from tally.ceremony.faults import Fault, find_faults
from tally.ceremony.folder import CeremonyFolder
from tally.ceremony.key import key_for
from tally.keys.key_file import KeyFile
from tally.problem import Problem

RESTARTED = "restarted.json"
ABSENT = "absent"
_FEWEST = 2
_SIGNS_OF_SLIPS = ("prepared", "slips.pdf", BOXES_FOLDER)


@dataclass(frozen=True, slots=True)
class Restart:
    """A ceremony begun anew: its folder, its meeting and hash, and why each one is left out."""

    path: Path
    meeting: Meeting
    definition_hash: str
    reasons: dict[int, str]


def restart(
    folder: CeremonyFolder,
    without: Sequence[int],
    out: Path,
    file: KeyFile | None = None,
    *,
    absent: bool = False,
) -> Restart:
    """Write `out`: meeting.json without these tellers (numbers from 1; none: with everybody).

    The messages in the folder are judged again, with `file` also what is sealed for its owner.
    Raises Problem: "teller-number", "slips-made", "restart-no-reason" for a teller against whom
    nothing is found and "restart-needs-key" for one whose key is judged by dealings that nobody's
    key file remembers (unless they are absent), "restart-too-few", "restart-exists".
    """
    for number in without:
        folder.check_number(number)
    _refuse_after_slips(folder, file)
    faults = find_faults(folder, key_for(folder, file) if file else None)
    against = {number: _fault_of(faults, number) for number in without}
    for number, fault in against.items():
        if fault and fault.code == "verification-key" and not (file and file.key.promises):
            if not absent:
                raise _needs_key(folder, number)
            against[number] = None
    if not absent:
        for number in without:
            if against[number] is None:
                raise _no_reason(folder, number, with_key=file is not None)
    data = published(_without(folder, without))
    left_out = [_entry(folder, number, against[number]) for number in against]
    told: JSON = {
        "schema": 1,
        "from": folder.definition_hash,
        "meeting": definition_hash(data),
        "without": left_out,
    }
    _write(folder.path, out, {RESTARTED: dumps(told).encode(), MEETING: data})
    new = CeremonyFolder.open(out)
    reasons = {number: fault.code if fault else ABSENT for number, fault in against.items()}
    return Restart(out, new.meeting, new.definition_hash, reasons)


def _fault_of(faults: Sequence[Fault], number: int) -> Fault | None:
    """What speaks against a teller; a copied key speaks against both who have it."""
    return next(
        (
            each
            for each in faults
            if number == each.teller
            or (each.code == "certificate-duplicate" and number == each.other)
        ),
        None,
    )


def _no_reason(folder: CeremonyFolder, number: int, *, with_key: bool) -> Problem:
    if with_key:
        return Problem(
            "restart-no-reason",
            "Nothing speaks against teller {teller}: their messages hold, and so does what they "
            "dealt to you. Nobody is sent away without a reason. If they cannot take part, say so "
            "with --absent.",
            where=str(folder.path),
            teller=folder.name(number),
        )
    return Problem(
        "restart-no-reason",
        "Nothing speaks against teller {teller} here: their messages hold as far as anybody can "
        "see. A bad share shows only with the key of the teller who received it (--key). If they "
        "cannot take part, or have lost their key, say so with --absent.",
        where=str(folder.path),
        teller=folder.name(number),
    )


def _needs_key(folder: CeremonyFolder, number: int) -> Problem:
    """Somebody may have exchanged a dealing after this teller made the key that does not fit."""
    return Problem(
        "restart-needs-key",
        "The key of teller {teller} does not follow from what was dealt: either they made it "
        "wrong, or somebody exchanged their own promise and dealing afterwards. Only the key file "
        "of a teller who dealt tells which: give it with --key. If they cannot take part, say so "
        "with --absent.",
        where=str(folder.path),
        teller=folder.name(number),
    )


def _refuse_after_slips(folder: CeremonyFolder, file: KeyFile | None) -> None:
    """Printed slips name the meeting's hash and key; a new ceremony would make them worthless."""
    found = [name for name in _SIGNS_OF_SLIPS if (folder.path / name).exists()]
    if file is not None and file.key.setups:
        found.append(str(file.path))
    if found:
        raise Problem(
            "slips-made",
            "Slips were made for this meeting already (found: {found}). They name this meeting and "
            "this key, and would be worthless after a new ceremony. If one is needed all the same, "
            "destroy all slips before witnesses, put meeting.json and the folder ceremony into an "
            "empty folder, and restart from there.",
            where=str(folder.path),
            found=Several(found),
        )


def _without(folder: CeremonyFolder, without: Sequence[int]) -> Meeting:
    """The meeting without these tellers; raises Problem("restart-too-few") if it is impossible."""
    meeting = folder.meeting
    left = tuple(meeting.tellers[n - 1] for n in folder.numbers if n not in without)
    needed = max(_FEWEST, meeting.teller_threshold, meeting.required_shuffles)
    if len(left) < needed:
        raise Problem(
            "restart-too-few",
            "Without {tellers} there would be {count} tellers, but this meeting needs at least "
            "{needed} (threshold {threshold}, shuffles {shuffles}). The organiser has to name a "
            "substitute under [tellers] in meeting.toml and publish the meeting again into a new "
            "folder (piaoxiang meeting publish); everybody then joins there with a new key file.",
            where=str(folder.path),
            tellers=Several(folder.name(number) for number in without),
            count=len(left),
            needed=needed,
            threshold=meeting.teller_threshold,
            shuffles=meeting.required_shuffles,
        )
    return replace(meeting, tellers=left)


def _entry(folder: CeremonyFolder, number: int, fault: Fault | None) -> JSON:
    """What restarted.json says of one teller: who, why, and which file shows it."""
    entry: dict[str, JSON] = {
        "teller": number,
        "name": folder.meeting.tellers[number - 1],
        "problem": fault.code if fault else ABSENT,
    }
    if fault is None:
        return entry
    path = folder.message_path(fault.teller, fault.kind)
    entry["signed"] = fault.signed
    entry["file"] = path.name
    entry["sha256"] = sha256_hex(folder.message(fault.teller, fault.kind))
    return entry


def _write(folder: Path, out: Path, files: dict[str, bytes]) -> None:
    """Put the new folder in its place, whole; it must not exist yet, or be empty."""
    if folder.resolve() in (out.resolve(), *out.resolve().parents):
        raise Problem(
            "restart-inside",
            "The folder of the first ceremony stays as it is, as evidence. Begin again in a new "
            "folder outside it.",
            where=str(out),
        )
    if not is_free(out):
        raise Problem(
            "restart-exists",
            "This place is not empty. Begin again in a new folder.",
            where=str(out),
        )
    with staged_folder(out) as new:
        for name, data in files.items():
            write_new(new / name, data)

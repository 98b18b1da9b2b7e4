"""Records that break off, or are damaged, behind their closing: cut back to what is whole.

Up to the closing a record is the server's, and what is wrong there stops its round. What comes
after it tellers have added one after another, each into the file that the last one handed on; so
damage there costs what they added since, and neither the box nor the tellers before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from crypto.canonical import sha256_hex
from crypto.election.election import Election
from crypto.errors import Refused
from crypto.record.archive import Archive
from crypto.record.archive_member import Member, MemberKind
from crypto.record.record import Record
from crypto.trustees.act import act_message, check_act
from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Box
from meeting.published.folder_names import ACTS
from tally.folder.acts import Act, acts_of, parse_acts
from tally.folder.scanned_record import ScannedRecord
from tally.opening.bad_acts import cut_off
from tally.opening.work_folder import WorkFolder
from tally.verify.record.closing import closing_head


@dataclass(frozen=True, slots=True)
class TornRecord:
    """A box whose record is damaged, the codes against it, and who signed what is damaged.

    `signers` are the tellers whose signed act goes on where the whole part ends: it is theirs that
    was damaged, by whomever. Empty if there is no such act.
    """

    box: Box
    codes: tuple[str, ...]
    signers: tuple[int, ...]
    kept: Record = field(repr=False)
    """What stands before the damage."""


def torn_records(work: WorkFolder) -> tuple[TornRecord, ...]:
    """Every record that is damaged behind its closing; nothing is changed.

    One that is damaged before it is none of these: whoever reads it on says so.
    """
    found = []
    for box in work.meeting.boxes():
        scanned = work.scanned(box)
        if scanned is None or not scanned.problems or scanned.record is None:
            continue
        kept = _whole_part(scanned.record, scanned)
        if kept is None:
            continue
        codes = tuple(dict.fromkeys(each.code for each in scanned.problems))
        found.append(TornRecord(box, codes, _signers(kept, _acts(work, box, kept)), kept))
    return tuple(found)


def set_aside_torn(work: WorkFolder, torn: TornRecord) -> None:
    """Cut a record back to what is whole, and keep the rest as evidence."""
    acts = _acts(work, torn.box, torn.kept)
    cut_off(work, torn.box, torn.kept.archive.size, "torn")
    done = (*torn.kept.shuffles, *torn.kept.partial_decryptions)
    work.write_acts(torn.box, acts_of(acts, (each.data for each in done)))


def _whole_part(record: Record, scanned: ScannedRecord) -> Record | None:
    """What stands before the first fault, if that is a closed box without one."""
    blocks = [problem.place.block for problem in scanned.problems]
    fault = min((block for block in blocks if block is not None), default=None)
    if fault is None or None in blocks:
        return None
    members = [each for each in record.archive.members if (each.block or 0) < fault]
    while members and not _is_sound(record, members):
        members.pop()
    if not members:
        return None
    kept = ScannedRecord.of(replace(record.archive, members=tuple(members)).to_bytes()).record
    return kept if kept is not None and closing_head(kept) is not None else None


def _is_sound(record: Record, members: list[Member]) -> bool:
    """Whether an event ends here, and nothing up to it is at fault."""
    if members[-1].kind is not MemberKind.EVENT:
        return False
    return not ScannedRecord.of(Archive(record.timestamp, tuple(members)).to_bytes()).problems


def _acts(work: WorkFolder, box: Box, kept: Record) -> tuple[Act, ...]:
    """What acts.json holds; nothing if it cannot be read."""
    data = work.folder.optional(f"boxes/{box.id}/{ACTS}")
    if data is None:
        return ()
    try:
        return parse_acts(Election.parse(kept.election_bytes).group, data)
    except Refused:
        return ()


def _signers(kept: Record, acts: tuple[Act, ...]) -> tuple[int, ...]:
    """The tellers who signed an act that goes on after the last event that is whole."""
    election = Election.parse(kept.election_bytes)
    trustees = Trustees.parse(election.group, kept.trustees_bytes)
    payloads = {sha256_hex(each.data) for each in (*kept.shuffles, *kept.partial_decryptions)}
    signers = []
    for act in acts:
        if act.payload in payloads:
            continue
        message = act_message(kept.setup_hash, kept.head.hash, act.owner, act.payload)
        try:
            key = trustees.owner(act.owner).certificate_key
            if key is not None:
                check_act(election.group, key, message, act.signature)
                signers.append(act.owner)
        except Refused:
            continue
    return tuple(signers)

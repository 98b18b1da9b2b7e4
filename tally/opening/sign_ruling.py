"""A teller signs what people decided about a step, once each; two tellers make it hold."""

from __future__ import annotations

from crypto.ceremony.steps import own_place
from crypto.place import in_file
from crypto.trustees.act import sign_act
from crypto.trustees.teller_keys import derive_keys
from crypto.trustees.trustee import Trustees
from meeting.published.act_files import MERGE, ruling_kinds
from meeting.published.folder_names import ruling_file
from meeting.published.setups import meeting_fingerprint
from tally.findings.finding import Findings
from tally.folder.ruling import (
    NEEDED,
    HeldRuling,
    Ruling,
    SignedRuling,
    parse_ruling,
    ruling_message,
)
from tally.folder.teller_signatures import TellerSignature
from tally.keys.key_file import KeyFile
from tally.opening.known_setups import refuse_unknown_box
from tally.opening.share import check_key
from tally.opening.sign_figures import trustees_of
from tally.opening.work_folder import WorkFolder, told
from tally.problem import Problem
from tally.verify.meeting.rulings import ruling_signers


def begun_ruling(work: WorkFolder, name: str) -> HeldRuling | None:
    """The ruling about a step in the work folder, with the tellers who have signed it so far.

    Raises Problem "ruling-not-valid" for one that does not hold.
    """
    data = work.folder.ruling(name) if work.meeting.rules_of_2 else None
    if data is None:
        return None
    findings, kinds = Findings(), ruling_kinds(work.meeting)
    fingerprint = meeting_fingerprint(work.setups())
    found = ruling_signers(data, name, kinds[name], fingerprint, trustees_of(work), findings)
    if findings.bad or found is None:
        raise Problem(
            "ruling-not-valid",
            "The ruling that lies here does not hold. If somebody has put it there or changed it, "
            "take the file away, and make it anew. {problems}",
            where=str(work.folder.path / ruling_file(name)),
            problems=told(findings.problems),
        )
    return found


def held_rulings(work: WorkFolder) -> tuple[HeldRuling, ...]:
    """The rulings that enough tellers have signed, in the order of the steps, then the merges."""
    begun = (begun_ruling(work, name) for name in ruling_kinds(work.meeting))
    return tuple(each for each in begun if each is not None and len(each.signed) >= NEEDED)


def sign_ruling(work: WorkFolder, name: str, ruling: Ruling, file: KeyFile) -> tuple[int, ...]:
    """Add this teller's signature to a ruling; give the numbers of all who have signed it.

    Raises Problem "ruling-other" where another ruling about the step lies here, "key-meeting",
    "key-unfinished", "setup-unknown", "ruling-not-valid"; Refused "seed-foreign" for a key of other
    tellers.
    """
    check_key(work, file)
    setups = work.setups()
    for box in work.meeting.boxes():
        refuse_unknown_box(file, box, setups[box.id])
    trustees = trustees_of(work)
    owner = own_place(trustees.group, file.key.seed, trustees).index
    before = begun_ruling(work, name)
    if before is not None and before.signed and before.ruling != ruling:
        raise Problem(
            "ruling-other",
            "Another ruling about this step lies in the folder, signed by tellers {tellers}. Find "
            "out which is right. As long as fewer than two have signed it, or where it is about "
            "others than those who come to the step now, who has signed it takes it back.",
            where=str(work.folder.path / ruling_file(name)),
            tellers=", ".join(map(str, before.signed)),
        )
    earlier = before.signed if before is not None else ()
    if owner in earlier:
        return earlier
    signing = derive_keys(trustees.group, file.key.seed).signing
    message = ruling_message(meeting_fingerprint(setups), ruling.hash, owner)
    signature = TellerSignature(owner, sign_act(trustees.group, signing, message))
    kept = _signatures(work, name, trustees) if earlier else ()
    work.write_ruling(SignedRuling(ruling, (*kept, signature)))
    return (*earlier, owner)


def take_back(
    work: WorkFolder, name: str, file: KeyFile, *, about_others: bool = False
) -> tuple[int, ...]:
    """Take this teller's signature from a ruling that does not hold yet; from a merge, always.

    So from one that is `about_others` than those who came to the step: it counts for nothing. Gives
    the numbers of those who still have signed it. Raises Problem "ruling-none", "ruling-signed"
    where it holds already, "ruling-not-yours".
    """
    check_key(work, file)
    trustees = trustees_of(work)
    owner = own_place(trustees.group, file.key.seed, trustees).index
    begun = begun_ruling(work, name)
    place = str(work.folder.path / ruling_file(name))
    if begun is None or not begun.signed:
        raise Problem("ruling-none", "There is no ruling about this step.", where=place)
    goes_back = about_others or begun.ruling.kind == MERGE  # until it is published
    if len(begun.signed) >= NEEDED and not goes_back:
        raise Problem(
            "ruling-signed",
            "Two tellers have signed this ruling: it holds, and is not taken back.",
            where=place,
        )
    if owner not in begun.signed:
        raise Problem(
            "ruling-not-yours",
            "Teller {teller} has signed this ruling, and takes it back.",
            where=place,
            teller=", ".join(map(str, begun.signed)),
        )
    kept = [each for each in _signatures(work, name, trustees) if each.owner != owner]
    work.write_ruling(SignedRuling(begun.ruling, tuple(kept)))
    return tuple(each for each in begun.signed if each != owner)


def _signatures(work: WorkFolder, name: str, trustees: Trustees) -> tuple[TellerSignature, ...]:
    data = work.folder.ruling(name) or b""
    where = ruling_file(name)
    return parse_ruling(trustees.group, data, where=in_file(where)).signed

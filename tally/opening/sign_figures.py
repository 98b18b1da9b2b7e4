"""A teller signs the figures of the hall as they lie in the work folder, once each.

They can be signed as soon as the boxes are fetched, best before anything is opened: then nobody who
enters or signs them knows what they would do to the result.
"""

from __future__ import annotations

from collections.abc import Mapping

from crypto.canonical import sha256_hex
from crypto.ceremony.steps import own_place
from crypto.election.election import Election
from crypto.trustees.act import sign_act
from crypto.trustees.teller_keys import derive_keys
from crypto.trustees.trustee import Trustees
from meeting.language import N_
from meeting.organiser.figures import BoxFigures
from meeting.published.folder_names import FIGURES, FIGURES_SIGNED, OUTCOME
from meeting.published.setups import meeting_fingerprint
from tally.findings.finding import Findings
from tally.folder.figures import HallFigures, figures_bytes, parse_figures
from tally.folder.figures_signed import (
    SignedFigures,
    figures_message,
    parse_signed_figures,
)
from tally.folder.teller_signatures import TellerSignature
from tally.keys.key_file import KeyFile
from tally.opening.known_setups import refuse_unknown_box
from tally.opening.share import check_key
from tally.opening.work_folder import WorkFolder, told
from tally.problem import Problem
from tally.verify.meeting.signed_figures import figures_signers

_OTHERS_ENTERED = N_(
    "Other figures lie in this folder. Here: {here}. In your file: {given} (present / issued). "
    "Find out which are right before anybody signs. If those in the folder are wrong, take "
    "figures.json and figures-signed.json away, and sign the right ones."
)
_OTHERS_COUNTED = N_(
    "Other figures were counted with. In the folder: {here}. In your file: {given} (present / "
    "issued). Find out which are right before anybody signs. If those in the folder are wrong, "
    "correct them with `piaoxiang count --figures FILE --reason TEXT`; then sign anew."
)


def refuse_old_meeting(work: WorkFolder) -> None:
    """Raise Problem("figures-old-meeting") for a meeting in which nobody signs figures."""
    if not work.meeting.rules_of_2:
        raise Problem(
            "figures-old-meeting",
            "This meeting was published by an earlier release, in which nobody signed the figures "
            "of the hall: whoever verifies it would take the signatures for something foreign.",
        )


def entered_figures(work: WorkFolder) -> HallFigures:
    """The figures of the hall in the work folder; none if nobody has entered them."""
    data = work.folder.optional(FIGURES)
    return parse_figures(work.meeting, data) if data is not None else HallFigures({})


def enter_figures(work: WorkFolder, boxes: Mapping[str, BoxFigures]) -> None:
    """Put figures in their place, or compare them with those that are there.

    Raises Problem "figures-other-entered" where others are there, be it counted with or not: two
    people counted differently, and that is for them to find out.
    """
    before = entered_figures(work)
    if before.boxes == boxes:
        return
    counted = work.folder.optional(OUTCOME) is not None
    if before.boxes or before.earlier or counted:
        raise Problem(
            "figures-other-entered",
            _OTHERS_COUNTED if counted else _OTHERS_ENTERED,
            where="--figures",
            here=_told(before.boxes),
            given=_told(boxes),
        )
    work.write(FIGURES, figures_bytes(work.meeting, boxes))


def signers_of(work: WorkFolder, figures: bytes | None) -> tuple[int, ...]:
    """The tellers whose signature under these bytes of figures.json lies here, and holds.

    None under other figures: those are to be signed anew. Raises Problem "figures-signed-invalid"
    for signatures that do not hold.
    """
    data = work.folder.optional(FIGURES_SIGNED) if work.meeting.rules_of_2 else None
    if data is None or figures is None:
        return ()
    trustees, findings = trustees_of(work), Findings()
    with findings.catching():
        if parse_signed_figures(trustees.group, data).figures != sha256_hex(figures):
            return ()
    fingerprint = meeting_fingerprint(work.setups())
    signed = figures_signers(data, sha256_hex(figures), fingerprint, trustees, findings)
    if findings.bad:
        raise Problem(
            "figures-signed-invalid",
            "What tellers signed under the figures does not hold. If somebody has put it there or "
            "changed it, take the file away, and sign anew. {problems}",
            where=str(work.folder.path / FIGURES_SIGNED),
            problems=told(findings.problems),
        )
    return signed


def sign_figures(work: WorkFolder, file: KeyFile) -> None:
    """Add this teller's signature to the figures that lie here; once per teller.

    Raises Problem "key-meeting", "key-unfinished", "setup-unknown" for boxes that are not those of
    the slips, "figures-signed-invalid"; Refused "seed-foreign" for a key of other tellers.
    """
    check_key(work, file)
    setups = work.setups()
    for box in work.meeting.boxes():
        refuse_unknown_box(file, box, setups[box.id])
    trustees = trustees_of(work)
    owner = own_place(trustees.group, file.key.seed, trustees).index
    data = work.folder.optional(FIGURES) or b""
    if owner in (before := signers_of(work, data)):
        return
    digest, group = sha256_hex(data), trustees.group
    signing = derive_keys(group, file.key.seed).signing
    message = figures_message(meeting_fingerprint(setups), digest, owner)
    kept: tuple[TellerSignature, ...] = ()
    if before:
        kept = parse_signed_figures(group, work.folder.optional(FIGURES_SIGNED) or b"").signed
    signed = (*kept, TellerSignature(owner, sign_act(group, signing, message)))
    work.write(FIGURES_SIGNED, SignedFigures(digest, signed).to_bytes())


def forget_signatures(work: WorkFolder, figures: bytes) -> None:
    """Take the signatures away that are under other figures than these, if there are any."""
    data = work.folder.optional(FIGURES_SIGNED) if work.meeting.rules_of_2 else None
    if data is not None and not signers_of(work, figures):
        work.write(FIGURES_SIGNED, SignedFigures(sha256_hex(figures)).to_bytes())


def trustees_of(work: WorkFolder) -> Trustees:
    """The tellers' keys in the boxes, which Setup hashes pin."""
    box = work.meeting.boxes()[0]
    scanned = work.scanned(box)
    if scanned is None:
        raise work.record_missing(box)
    record = scanned.sound()
    return Trustees.parse(Election.parse(record.election_bytes).group, record.trustees_bytes)


def _told(boxes: Mapping[str, BoxFigures]) -> str:
    """Figures box by box: present / issued."""
    told = (f"{box} {each.present} / {each.issued}" for box, each in boxes.items())
    return ", ".join(told) or "–"

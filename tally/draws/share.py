"""A teller's share of a draw: remembered first, then given; a list once, and no other of its name.

Whoever could have list after list drawn from could go on until one pleases. So the key file
remembers every list by its name, and its teller is shown what was drawn before.
"""

from __future__ import annotations

from dataclasses import replace

from crypto.ceremony.steps import own_place
from crypto.draws.draw import make_share
from crypto.trustees.act import sign_act
from crypto.trustees.teller_keys import derive_keys
from crypto.trustees.trustee import Owner
from tally.draws.draw_folder import DrawFolder
from tally.findings.finding import Findings
from tally.folder.draw import DrawShare, draw_place
from tally.keys.key_file import KeyFile
from tally.keys.teller_key import RememberedDraw
from tally.problem import Problem
from tally.verify.meeting.draws import VerifiedDraw, check_shares
from tally.words.figures_and_names import short_hash


def owner_of(folder: DrawFolder, file: KeyFile) -> Owner:
    """The place of this key among the folder's tellers.

    Raises Problem "key-meeting", "key-unfinished", "setups-other" (the key knows other boxes than
    lie here), "key-place"; Refused "seed-foreign".
    """
    file.refuse_other_meeting(folder.definition_hash)
    secret = file.key.required_secret()
    if file.key.setups != dict(folder.setups):
        raise Problem(
            "setups-other",
            "The boxes in this folder are not those that this key has checked (piaoxiang teller "
            "check). Nothing is drawn here; call the chief teller.",
            where=str(folder.path),
        )
    group = folder.trustees.group
    own = own_place(group, file.key.seed, folder.trustees)
    if own.index != file.key.index or own.public_key != group.base_power(secret):
        raise Problem(
            "key-place",
            "The tellers' keys in this folder do not hold this key at its place. Nothing is drawn "
            "here; call the chief teller.",
            where=str(folder.path),
        )
    return own


def refuse_other_list(file: KeyFile, verified: VerifiedDraw) -> None:
    """Raise Problem("draw-again") if this key gave a share for another list of this name."""
    of = verified.draw.list
    before = next((each for each in file.key.draws if each.name == of.name), None)
    if before is not None and before.list != of.hash:
        raise Problem(
            "draw-again",
            "This key has given its share of a draw {name} from another list ({before}; this one "
            "is {found}). A list that was drawn from is not exchanged. Call the chief teller.",
            name=of.name,
            before=short_hash(before.list),
            found=short_hash(of.hash),
        )


def give_share(
    folder: DrawFolder, verified: VerifiedDraw, read: bytes, own: Owner, file: KeyFile
) -> VerifiedDraw:
    """Remember the list, then add this teller's share; what the draw is then, with the table.

    Raises Problem "draw-again", and "file-changed" where somebody has changed what was `read`.
    """
    refuse_other_list(file, verified)
    draw, key = verified.draw, file.key
    remembered = RememberedDraw(draw.list.name, draw.list.hash)
    if remembered not in key.draws:
        file.save(replace(key, draws=(*key.draws, remembered)))
    share, bound = make_share(
        folder.trustees, own.index, key.required_secret(), draw.list.meeting, draw.list.hash
    )
    signing = derive_keys(draw.group, key.seed).signing
    signature = sign_act(draw.group, signing, draw.message(own.index, share))
    given = DrawShare(own.index, share, bound, signature)
    after = VerifiedDraw(verified.name, replace(draw, shares=(*draw.shares, given)))
    findings = Findings()
    check_shares(after, folder.trustees, draw_place(after.name), findings)
    if findings.problems:  # not even one's own share is given unchecked
        raise ValueError(findings.problems[0].code)
    folder.put(after.draw, read=read)
    folder.put_table(after)
    return after

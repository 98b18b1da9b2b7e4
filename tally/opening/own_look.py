"""A teller looks at a box with their own tool, which remembers in their key file what it verified.

So shuffling, opening and whatever comes next verify what is new since this teller's last look, and
all of a box at the first. Nobody else can add a note to a key file (ADR 38).
"""

from __future__ import annotations

from meeting.definition.meeting import Box
from tally.keys.key_file import KeyFile
from tally.opening.work_folder import WorkFolder
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox


def verified_by(work: WorkFolder, file: KeyFile, box: Box, progress: Progress) -> VerifiedBox:
    """The box, verified as `WorkFolder.verified` does; raises Problem as it does."""
    before = work.verified_before
    before.take(file.key.verified)
    verified = work.verified(box, progress)
    file.note(before.notes)
    return verified

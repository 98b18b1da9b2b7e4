"""The draws by lot that lie in a work folder, as the verifier will read them."""

from __future__ import annotations

from meeting.published.setups import meeting_fingerprint
from tally.findings.finding import Findings
from tally.opening.sign_figures import trustees_of
from tally.opening.work_folder import WorkFolder
from tally.verify.meeting.draws import VerifiedDraw, verify_draws


def draws_of(work: WorkFolder) -> tuple[VerifiedDraw, ...]:
    """The draws; none is read where there are none. What does not hold counts as not drawn."""
    if not work.folder.draw_names():
        return ()
    fingerprint = meeting_fingerprint(work.setups())
    return verify_draws(work.folder, fingerprint, trustees_of(work), Findings())

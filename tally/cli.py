"""The command line of this room: tellers, the count, and observers."""

from tally.check_ballot import check_ballot
from tally.cosign_command import cosign
from tally.count_commands import count, publish, tally
from tally.teller_commands import teller
from tally.verify_command import verify

__all__ = ["check_ballot", "cosign", "count", "publish", "tally", "teller", "verify"]

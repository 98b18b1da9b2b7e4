"""The command line of this room: tellers, the count, and observers."""

from tally.commands.check_ballot import check_ballot
from tally.commands.cosign import cosign
from tally.commands.count import count, publish, tally
from tally.commands.teller import teller
from tally.commands.verify import verify

__all__ = ["check_ballot", "cosign", "count", "publish", "tally", "teller", "verify"]

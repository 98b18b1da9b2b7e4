"""The command line of this room: tellers, the count, and observers."""

from __future__ import annotations

from meeting.command_line.lazy_group import Commands, Lazy, LazyGroup
from meeting.language import N_


def _lazy(place: str, told: str) -> Lazy:
    return Lazy(f"tally.commands.{place}", told)


teller = LazyGroup(
    "tally",
    "teller",
    N_("Tellers: the key ceremony, and opening a box."),
    {
        "join": _lazy(
            "tellers.ceremony:join",
            N_("Step 1: make a key file and a certificate."),
        ),
        "deal": _lazy(
            "tellers.ceremony:deal",
            N_("Steps 2 and 3: promise and deal, in two rounds."),
        ),
        "accept": _lazy(
            "tellers.ceremony:accept",
            N_("Step 4: check the shares received and keep the decryption key."),
        ),
        "assemble": _lazy(
            "tellers.ceremony:assemble",
            N_("Step 5: put trustees.json together; needs no key."),
        ),
        "check": _lazy(
            "tellers.check_prepared:check",
            N_("Step 6: check the boxes that the slips were made for."),
        ),
        "station": Lazy(
            "tally.station.command:station",
            N_("Do a teller's part on a page in this machine's browser."),
            extra="station",
        ),
        "restart": _lazy(
            "tellers.restart:restart_ceremony",
            N_("Begin the ceremony anew, without a teller."),
        ),
        "open": _lazy(
            "tellers.opening:open_round",
            N_("Verify the closed boxes and do what is next for this teller, by the plan."),
        ),
        "shuffle": _lazy(
            "tellers.opening:shuffle",
            N_("Verify the closed boxes and shuffle their single answers, by the plan."),
        ),
        "decrypt": _lazy(
            "tellers.opening:decrypt",
            N_("Verify the closed boxes and release this teller's share, by the plan."),
        ),
        "figures": _lazy(
            "tellers.figures:figures",
            N_("Sign how many were present and how many slips were issued; two tellers must."),
        ),
        "exception": _lazy(
            "tellers.exception:exception",
            N_("Sign that a round is opened although its ballots are too few; every teller must."),
        ),
        "rulings": _lazy(
            "tellers.rulings:rulings",
            N_("Show what people have to decide, and what they have decided."),
        ),
        "ruling": _lazy(
            "tellers.ruling:ruling",
            N_("Sign what people decided about a step; two tellers must."),
        ),
        "take-back": _lazy(
            "tellers.ruling:take_back",
            N_("Take back a ruling that you alone have signed so far."),
        ),
    },
)

tally = LazyGroup(
    "tally",
    "tally",
    N_("Getting ready to count."),
    {
        "fetch": _lazy(
            "observers.fetch:fetch",
            N_("Download meeting, records and checkpoints."),
        ),
        "drop-share": _lazy(
            "tellers.drop_share:drop_share",
            N_("Set aside shares and shuffles that do not hold; they are kept as evidence."),
        ),
    },
)

draw = LazyGroup(
    "tally",
    "draw",
    N_("Drawing by lot: judges, groups, an order."),
    {
        "list": _lazy("tellers.draw:put_up", N_("Put up a list to draw from.")),
        "step": _lazy(
            "tellers.draw:put_up_step", N_("Put up the list of a step that the lot decides.")
        ),
        "share": _lazy("tellers.draw:share", N_("Give this teller's share of a draw.")),
        "show": _lazy("tellers.draw:show", N_("Show a draw: the list, and who was drawn.")),
    },
)

TRYING: Commands = {
    "try": _lazy(
        "try_rules:try_rules",
        N_("Try a meeting's rules on typed figures: a workbook, TOML or JSON."),
    ),
    "continue": _lazy(
        "continue_meeting:continue_meeting",
        N_("Make the next stage's meeting from a published one."),
    ),
}
"""What this room does for who defines a meeting: it listens to `piaoxiang meeting`."""

COMMANDS: Commands = {
    "teller": teller,
    "tally": tally,
    "draw": draw,
    "count": _lazy(
        "tellers.count:count",
        N_("Count: combine the tellers' shares and write the outcome."),
    ),
    "publish": _lazy(
        "tellers.count:publish",
        N_("Publish: a folder that anybody can verify."),
    ),
    "forms": Lazy(
        "tally.commands.forms:forms",
        N_("Write the customary forms of a verified count: a workbook and a PDF."),
        extra="registrar",
    ),
    "compare": Lazy(
        "tally.commands.compare:compare",
        N_("Compare the same survey in several published meetings."),
        extra="registrar",
    ),
    "cosign": _lazy(
        "observers.cosign:cosign",
        N_("Cosign the board's checkpoints."),
    ),
    "verify": _lazy(
        "observers.verify:verify",
        N_("Verify a published folder or a single record."),
    ),
    "check-ballot": _lazy(
        "observers.check_ballot:check_ballot", N_("Check a ballot that a kiosk opened.")
    ),
}

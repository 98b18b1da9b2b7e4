"""What a kiosk keeps of the ballots cast at it, and how it finds them in a closed box."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crypto.board.checkpoint import Checkpoint, event_leaf
from crypto.board.frontier import Frontier
from crypto.board.receipt import Receipt
from crypto.canonical import sha256_b64, sha256_hex
from crypto.errors import Refused
from crypto.record.event import Event, EventType
from kiosk.board.kept_receipts import KeptReceipts, check_events

BOX = "r1-A"
TEXTS = [f"ballot {number}" for number in range(6)]


def chain(texts: list[str], *, closed: bool = True) -> tuple[Event, ...]:
    found = [Event(None, 0, EventType.SETUP, sha256_hex("setup"))]
    for text in texts:
        last = found[-1]
        found.append(Event(last.hash, last.height + 1, EventType.BALLOT, sha256_hex(text)))
    if closed:
        found.append(Event(found[-1].hash, len(found), EventType.END_BALLOTS, None))
    return tuple(found)


def listed(events: tuple[Event, ...]) -> bytes:
    return b"\n".join(each.to_bytes() for each in events) + b"\n"


def signed(events: tuple[Event, ...]) -> Checkpoint:
    tree = Frontier().extended(map(event_leaf, events))
    return Checkpoint("meeting", events[0].hash, tree.size, tree.root)


def kept(texts: list[str]) -> KeptReceipts:
    receipts = KeptReceipts()
    for text in texts:
        receipts.keep(BOX, Receipt("5" * 64, sha256_b64(text), "s" * 86, "note"), text)
    return receipts


def test_receipts_are_kept_sorted_and_once_whatever_the_order_of_casting() -> None:
    """Two orders of casting leave the same thing in memory."""
    assert vars(kept(TEXTS))["_kept"] == vars(kept([*reversed(TEXTS), *TEXTS]))["_kept"]
    assert kept(TEXTS).looked().waiting == len(TEXTS)


def test_what_was_found_is_forgotten_and_what_is_missing_is_kept_as_a_receipt() -> None:
    receipts = kept(TEXTS)
    events = chain(TEXTS[1:])
    receipts.look(BOX, "5" * 64, events, "the newest note")
    looked = receipts.looked()
    assert (looked.found, looked.waiting, looked.all) == (5, 0, 6)
    (missing,) = looked.missing
    assert (missing.fingerprint, missing.checkpoint) == (sha256_b64(TEXTS[0]), "the newest note")
    assert receipts.boxes() == ()
    assert not any(vars(receipts)["_kept"].values())


def test_events_are_the_servers_signed_ones() -> None:
    events = chain(TEXTS)
    assert check_events(listed(events), events[0].hash, signed(events)) == events


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (lambda _: listed(chain(TEXTS)), "checkpoint-root"),
        (lambda e: listed(e[:-1]), "checkpoint-root"),
        (lambda e: listed((*e[:2], *e[3:])), "chain-broken"),
        (lambda e: listed((e[0], e[2], e[1], *e[3:])), "chain-broken"),
        (lambda _: b"", "chain-broken"),
        (lambda _: b"<html>", "json"),
    ],
    ids=["a ballot put in", "cut short", "one left out", "another order", "nothing", "a page"],
)
def test_a_list_that_was_made_for_the_kiosk_is_not_believed(
    told: Callable[[tuple[Event, ...]], bytes], code: str
) -> None:
    """The attack: a server that dropped a ballot tells the kiosk a chain that has it."""
    events = chain(TEXTS[1:])
    with pytest.raises(Refused) as refused:
        check_events(told(events), events[0].hash, signed(events))
    assert refused.value.code.startswith(code)


def test_an_open_box_and_another_boxs_chain_prove_nothing() -> None:
    still_open = chain(TEXTS, closed=False)
    with pytest.raises(Refused, match="box-not-closed"):
        check_events(listed(still_open), still_open[0].hash, signed(still_open))
    events = chain(TEXTS)
    with pytest.raises(Refused, match="chain-broken"):
        check_events(listed(events), "0" * 64, signed(events))

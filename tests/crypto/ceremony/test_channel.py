"""Messages between tellers: read by their recipient alone, from their sender alone."""

from __future__ import annotations

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from crypto.canonical import dumps, loads
from crypto.ceremony import channel
from crypto.errors import ParseError, ProofError, Refused
from crypto.groups.named import GROUP_NAMES, group_named
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import sign_message
from crypto.trustees.teller_keys import derive_keys

GROUP = group_named("Ed25519")
ALICE, BOB, EVE = (derive_keys(GROUP, letter * 22) for letter in "ABE")


def sent(message: str = "你好") -> str:
    return channel.send(GROUP, ALICE.signing, BOB.encryption, message)


@pytest.mark.parametrize("name", GROUP_NAMES)
@pytest.mark.parametrize("message", ["", "plain", '密信\n\u007f"\\', "x" * 5000])
def test_what_is_received_is_what_was_sent(name: str, message: str) -> None:
    group = group_named(name)
    sender, recipient = derive_keys(group, "A" * 22), derive_keys(group, "B" * 22)
    text = channel.send(group, sender.signing, recipient.encryption, message)
    assert channel.receive(group, recipient.receiving, sender.verification, text) == message
    assert not message or message not in text


def test_it_is_sealed_as_the_specification_says() -> None:
    """Section 4.6.3: key and initialisation vector are hashes of g^s and of g^r."""
    sealed = json.loads(sent("one"))
    alpha, beta = GROUP.decode(sealed["alpha"]), GROUP.decode(sealed["beta"])
    shared = GROUP.encode(GROUP.divide(beta, GROUP.power(alpha, BOB.receiving)))
    key, vector = (
        hashlib.sha256(each.encode()).digest()
        for each in (f"key|{shared}", f"iv|{sealed['alpha']}")
    )
    opened = json.loads(AESGCM(key).decrypt(vector, bytes.fromhex(sealed["data"]), None))
    assert json.loads(opened["message"]) == {
        "recipient": GROUP.encode(BOB.encryption),
        "message": "one",
    }


def test_nobody_else_opens_it() -> None:
    with pytest.raises(ProofError) as caught:
        channel.receive(GROUP, EVE.receiving, ALICE.verification, sent())
    assert caught.value.code == "message-sealed"


def test_it_is_nobody_elses_message() -> None:
    with pytest.raises(ProofError) as caught:
        channel.receive(GROUP, BOB.receiving, EVE.verification, sent())
    assert caught.value.code == "message-signature"


def test_a_message_passed_on_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bob re-encrypts what Alice signed for him, so that Eve takes it for her own."""
    inner = dumps({"recipient": GROUP.encode(BOB.encryption), "message": "for Bob"})
    signed = sign_message(GROUP, ALICE.signing, inner, SystemRandomness())
    monkeypatch.setattr(channel, "sign_message", lambda *_: signed)
    passed_on = channel.send(GROUP, BOB.signing, EVE.encryption, "ignored")
    with pytest.raises(ProofError) as caught:
        channel.receive(GROUP, EVE.receiving, ALICE.verification, passed_on)
    assert caught.value.code == "message-recipient"


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("algorithm", "AES-CCM", ParseError),
        ("alpha", GROUP.encode(GROUP.identity), ParseError),
        ("beta", GROUP.encode(GROUP.generator), ProofError),
        ("data", "00", ProofError),
        ("data", "", ProofError),
        ("data", "0", ParseError),
        ("data", "AB" * 40, ParseError),
        ("data", "zz", ParseError),
    ],
)
def test_a_changed_field_is_refused(field: str, value: str, kind: type[Refused]) -> None:
    text = loads(sent(), limit=9999)
    assert isinstance(text, dict)
    with pytest.raises(kind):
        channel.receive(GROUP, BOB.receiving, ALICE.verification, dumps({**text, field: value}))


MESSAGE = sent("a message that is mutated")


@given(st.integers(0, len(MESSAGE) - 1), st.characters(codec="utf-8"))
def test_any_changed_character_is_refused(place: int, character: str) -> None:
    mutated = MESSAGE[:place] + character + MESSAGE[place + 1 :]
    if mutated != MESSAGE:
        with pytest.raises(Refused):
            channel.receive(GROUP, BOB.receiving, ALICE.verification, mutated)

"""The server's key: standard signatures, one text for the public half, none shown of the other."""

import hashlib
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.board.server_key import ServerKey, ServerPublicKey, short_form
from crypto.errors import ParseError, ProofError
from tests.crypto.fixtures.server_keys import key_of

# RFC 8032, section 7.1, test 2
SECRET = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


RFC_KEY = key_of(bytes.fromhex(SECRET))


def test_signatures_are_those_of_rfc_8032() -> None:
    key = RFC_KEY
    assert key.public == ServerPublicKey.parse(PUBLIC)
    assert key.sign(b"\x72").hex() == SIGNATURE
    key.public.check(b"\x72", bytes.fromhex(SIGNATURE))


def test_a_key_file_is_read_as_it_was_written() -> None:
    key = ServerKey.generate()
    again = ServerKey.parse_pem(key.to_pem())
    assert again.public == key.public
    assert again.sign(b"x") == key.sign(b"x")
    assert key.public != ServerKey.generate().public


@given(st.binary(max_size=50), st.binary(max_size=70))
def test_another_signature_is_refused(message: bytes, signature: bytes) -> None:
    with pytest.raises(ProofError) as caught:
        RFC_KEY.public.check(message, signature, where="receipt")
    assert (caught.value.code, caught.value.where) == ("server-signature", "receipt")


@given(st.integers(0, 511))
def test_a_changed_signature_is_refused(bit: int) -> None:
    changed = bytearray.fromhex(SIGNATURE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ProofError):
        RFC_KEY.public.check(b"\x72", bytes(changed))


def test_a_signature_with_a_larger_second_half_is_refused() -> None:
    """RFC 8032, 5.1.7: S is below the order of the group, or a signature could be made twice."""
    order = 2**252 + 27742317777372353535851937790883648493
    raw = bytes.fromhex(SIGNATURE)
    larger = int.from_bytes(raw[32:], "little") + order
    with pytest.raises(ProofError):
        RFC_KEY.public.check(b"\x72", raw[:32] + larger.to_bytes(32, "little"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        PUBLIC[:-1],
        PUBLIC + "\n",
        PUBLIC.upper(),
        "g" * 64,
        "٣" * 64,
        "0" * 64,  # of order 4
        "01" + "00" * 31,  # the identity
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # of order 2
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # not canonical
        "02" + "00" * 31,  # not on the curve
        "f" * 64,
    ],
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        ServerPublicKey.parse(text, where="server_key")
    assert (caught.value.code, caught.value.where) == ("server-key-form", "server_key")


def test_a_private_key_shows_nowhere() -> None:
    key = RFC_KEY
    shown = repr(key) + str(key) + f"{key}"
    assert PUBLIC in shown
    assert SECRET not in shown
    assert "rivate" not in shown
    pem = key.to_pem()
    quoted = pem.replace(b"PRIVATE KEY", b"PRIVAT KEY")
    with pytest.raises(ParseError) as caught:
        ServerKey.parse_pem(quoted, where="keys/server.key")
    story = "".join(traceback.format_exception(caught.value))
    assert pem.splitlines()[1].decode() not in story
    assert caught.value.where == "keys/server.key"


@pytest.mark.parametrize("data", [b"", b"\0", b"-----BEGIN PRIVATE KEY-----\n", b"\xff" * 99])
def test_what_is_no_key_file_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        ServerKey.parse_pem(data)
    assert caught.value.code == "server-key-form"


def test_the_short_form_is_six_groups_of_four_characters_of_base64() -> None:
    # The SHA-256 of nothing is 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU in base64.
    assert short_form(hashlib.sha256(b"").digest()) == "47DE Qpj8 HBSa +/TI mW+5 JCeu"
    key = ServerPublicKey.parse(PUBLIC)
    assert key.fingerprint == short_form(hashlib.sha256(bytes.fromhex(PUBLIC)).digest())


@pytest.mark.parametrize("size", [0, 12, 31, 33, 64])
def test_only_hashes_have_a_short_form(size: int) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        short_form(bytes(size))

"""The key file: it opens with its passphrase only, tells what is wrong, and remembers openings."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.canonical import dumps, loads, sha256_hex
from meeting.problem import Problem
from tally.keys import encrypted_file
from tally.keys.encrypted_file import Vault, unseal
from tally.keys.key_file import KeyFile
from tally.keys.teller_key import RememberedOpening, TellerKey
from tests.tally.fixtures.small_hall import CHEAP, PASSPHRASE

SEED = "k" * 22
KEY = TellerKey("a" * 64, "Ed25519", 2, 3, 2, SEED, 12345678901234567890)
OPENING = RememberedOpening("r1-A", "1" * 64, "fingerprint", "2" * 64)
SEALED = Vault.new(PASSPHRASE, CHEAP).seal("content")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "teller.key"
    KeyFile.create(path, KEY, PASSPHRASE, CHEAP)
    return path


def code_of(path: Path, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(Problem) as caught:
        KeyFile.open(path, passphrase)
    return caught.value.code


def test_what_was_written_is_read(path: Path) -> None:
    assert KeyFile.open(path, PASSPHRASE).key == KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_without_decryption_key_is_read(tmp_path: Path) -> None:
    key = replace(KEY, decryption_key=None)
    KeyFile.create(tmp_path / "early.key", key, PASSPHRASE, CHEAP)
    assert KeyFile.open(tmp_path / "early.key", PASSPHRASE).key == key


def test_nothing_secret_shows(path: Path) -> None:
    file = KeyFile.open(path, PASSPHRASE)
    shown = repr(file) + repr(file.key) + repr(file.vault)
    assert SEED not in shown
    assert str(KEY.decryption_key) not in shown
    content = path.read_bytes()
    assert SEED.encode() not in content
    assert str(KEY.decryption_key).encode() not in content


def test_a_wrong_passphrase_is_told_from_a_damaged_file(path: Path) -> None:
    assert code_of(path, "not this one") == "passphrase-wrong"
    whole = path.read_bytes()
    for cut in (0, 1, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert code_of(path) == "key-file-damaged"
    path.write_bytes(whole + b"\n")
    assert code_of(path) == "key-file-damaged"


Form = Literal["NFC", "NFD"]
ACCENTED = "mère Nguyễn 한글 Å"


@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize("sealed", ["NFC", "NFD"])
def test_a_passphrase_is_the_same_from_every_keyboard(sealed: Form, typed: Form) -> None:
    data = Vault.new(normalize(sealed, ACCENTED), CHEAP).seal("content")
    assert unseal(data, normalize(typed, ACCENTED), where="")[1] == "content"


@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize("sealed", ["NFC", "NFD"])
def test_files_of_earlier_releases_open_with_either_form(sealed: Form, typed: Form) -> None:
    """They were sealed as the keyboard gave it."""
    salt = bytes(32)
    before = Vault(CHEAP, salt, encrypted_file._derive(normalize(sealed, ACCENTED), salt, CHEAP))
    vault, content = unseal(before.seal("content"), normalize(typed, ACCENTED), where="")
    assert content == "content"
    assert unseal(vault.seal("more"), normalize(sealed, ACCENTED), where="")[1] == "more"


def test_characters_that_only_look_alike_open_nothing() -> None:
    data = Vault.new("passphrase 1 A", CHEAP).seal("content")
    with pytest.raises(Problem) as caught:
        unseal(data, "passphrase １ Ａ", where="")
    assert caught.value.code == "passphrase-wrong"


@settings(max_examples=60)
@given(st.integers(0, len(SEALED) * 8 - 1))
def test_every_flipped_bit_is_noticed(bit: int) -> None:
    data = bytearray(SEALED)
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Problem) as caught:
        unseal(bytes(data), PASSPHRASE, where="")
    assert caught.value.code == "key-file-damaged"


@pytest.mark.parametrize(("name", "value"), [
    ("n", 1 << 30), ("n", 1 << 10), ("n", 50000), ("n", "131072"), ("r", 4096), ("p", 0),
    ("salt", "00"), ("nonce", ""), ("format", "piaoxiang-teller-key-9"),
])  # fmt: skip
def test_a_header_that_could_harm_is_refused_before_any_work(name: str, value: object) -> None:
    header = loads(SEALED, limit=1 << 20)
    assert isinstance(header, dict)
    changed = {**header, name: value}
    changed.pop("checksum")
    whole = {**changed, "checksum": sha256_hex(dumps(changed))}
    with pytest.raises(Problem) as caught:
        unseal(dumps(whole).encode(), PASSPHRASE, where="")
    assert caught.value.code == "key-file-damaged"


def test_an_altered_header_with_a_new_checksum_does_not_open() -> None:
    header = loads(SEALED, limit=1 << 20)
    assert isinstance(header, dict)
    changed = {**header, "nonce": "0" * 24}
    changed.pop("checksum")
    whole = {**changed, "checksum": sha256_hex(dumps(changed))}
    with pytest.raises(Problem) as caught:
        unseal(dumps(whole).encode(), PASSPHRASE, where="")
    assert caught.value.code == "passphrase-wrong"


def test_it_never_overwrites_another_key(path: Path) -> None:
    with pytest.raises(Problem) as caught:
        KeyFile.create(path, KEY, PASSPHRASE, CHEAP)
    assert caught.value.code == "file-exists"


def test_each_writing_takes_a_fresh_nonce(path: Path) -> None:
    file = KeyFile.open(path, PASSPHRASE)
    before = path.read_bytes()
    file.save(file.key)
    assert path.read_bytes() != before
    assert KeyFile.open(path, PASSPHRASE).key == KEY


def test_an_opening_is_remembered_across_files(path: Path) -> None:
    file = KeyFile.open(path, PASSPHRASE)
    file.save(file.key.remembering(OPENING))
    assert KeyFile.open(path, PASSPHRASE).key.openings == (OPENING,)


def test_the_same_opening_again_is_allowed() -> None:
    key = KEY.remembering(OPENING)
    assert key.remembering(OPENING) is key


@pytest.mark.parametrize("other", [
    replace(OPENING, head="3" * 64),
    replace(OPENING, setup="3" * 64),
    replace(OPENING, box="r1-B"),
    RememberedOpening("r1-A", "4" * 64, "another", "5" * 64),
    RememberedOpening("r2-A", "4" * 64, "fingerprint", "5" * 64),
    RememberedOpening("r2-A", "1" * 64, "another", "5" * 64),
])  # fmt: skip
def test_a_second_different_opening_is_refused_however_the_box_is_named(
    other: RememberedOpening,
) -> None:
    with pytest.raises(Problem) as caught:
        KEY.remembering(OPENING).remembering(other)
    assert caught.value.code == "second-opening"


def test_another_box_is_another_opening() -> None:
    other = RememberedOpening("r1-B", "4" * 64, "another", "5" * 64)
    assert KEY.remembering(OPENING).remembering(other).openings == (OPENING, other)

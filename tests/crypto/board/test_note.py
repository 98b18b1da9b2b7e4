"""Signed notes: the published examples, and everything that is not a note."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.board.note import (
    LONGEST_NOTE,
    MOST_SIGNATURES,
    is_key_name,
    key_id,
    open_note,
    parse_note,
    sign_note,
    signature_line,
    signed_alone,
)
from crypto.board.server_key import ServerPublicKey
from crypto.errors import ParseError, ProofError, Refused
from tests.crypto.fixtures.server_keys import KEY, OTHER, key_of

# The example in the documentation of Go's golang.org/x/mod/sumdb/note.
PETER_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_NOTE = PETER_TEXT + (
    "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
    "qdngotpRZb6KE6RyyBwJnAM=\n"
)

# The example of C2SP signed-note, https://c2sp.org/signed-note.
FOO_PUBLIC = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2O"
    "NncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def verifier(published: str) -> tuple[str, bytes, ServerPublicKey]:
    """The name, key ID and key in a published verifier key `<name>+<key ID>+<base64>`."""
    name, found_id, encoded = published.split("+", 2)
    raw = base64.b64decode(encoded)
    assert raw[0] == 1
    return name, bytes.fromhex(found_id), ServerPublicKey.parse(raw[1:].hex())


@pytest.mark.parametrize(
    ("published", "note", "text"),
    [
        (PETER_PUBLIC, PETER_NOTE, PETER_TEXT),
        (FOO_PUBLIC, FOO_NOTE, "This is an example message.\n"),
    ],
)
def test_published_notes_are_opened(published: str, note: str, text: str) -> None:
    name, found_id, key = verifier(published)
    assert key_id(name, key) == found_id
    assert open_note(note.encode(), {name: key}) == text


def test_the_published_note_is_signed_again_byte_for_byte() -> None:
    raw = base64.b64decode(PETER_SECRET.split("+", 4)[4])
    assert sign_note(PETER_TEXT, "PeterNeumann", key_of(raw[1:])) == PETER_NOTE


NAME = "piaoxiang/m/1"
NOTE = sign_note("text\n", NAME, KEY)
SIGNED = signature_line("text\n", NAME, KEY)
ENCODED = SIGNED.split(" ")[2].rstrip("\n")


def test_signatures_by_unknown_keys_are_passed_over() -> None:
    cosigned = "text\n\n" + signature_line("text\n", "witness", OTHER) + SIGNED
    assert open_note(cosigned.encode(), {NAME: KEY.public}) == "text\n"
    assert len(parse_note(cosigned.encode())[1]) == 2


def test_a_key_of_the_same_name_and_another_id_is_unknown() -> None:
    note = "text\n\n" + signature_line("text\n", NAME, OTHER) + SIGNED
    assert open_note(note.encode(), {NAME: KEY.public}) == "text\n"


def test_an_empty_line_may_stand_within_the_text() -> None:
    note = sign_note("one\n\ntwo\n", NAME, KEY)
    assert open_note(note.encode(), {NAME: KEY.public}) == "one\n\ntwo\n"


def test_the_longest_note_is_opened_and_one_byte_more_is_not() -> None:
    around = len(NOTE.encode()) - len("text")
    text = "x" * (LONGEST_NOTE - around) + "\n"
    note = sign_note(text, NAME, KEY).encode()
    assert len(note) == LONGEST_NOTE
    assert open_note(note, {NAME: KEY.public}) == text
    with pytest.raises(ParseError, match="note-too-long"):
        open_note(b"x" + note, {NAME: KEY.public})


def test_a_false_signature_refuses_the_note_beside_a_true_one() -> None:
    raw = key_id("b", OTHER.public) + bytes(64)
    note = NOTE + f"— b {base64.b64encode(raw).decode()}\n"
    with pytest.raises(ProofError) as caught:
        open_note(note.encode(), {NAME: KEY.public, "b": OTHER.public}, where="checkpoint")
    assert (caught.value.code, caught.value.where) == ("note-signature", "checkpoint signature 2")


@pytest.mark.parametrize(
    ("note", "code"),
    [
        (NOTE.replace("text", "test"), "note-signature"),
        (sign_note("text\n", "b", KEY), "note-unsigned"),
        (sign_note("text\n", NAME, OTHER), "note-unsigned"),
        (
            f"text\n\n— {NAME} {base64.b64encode(key_id(NAME, KEY.public) + b'1').decode()}\n",
            "note-signature",
        ),
    ],
)
def test_what_no_known_key_has_signed_is_refused(note: str, code: str) -> None:
    with pytest.raises(ProofError) as caught:
        open_note(note.encode(), {NAME: KEY.public})
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("", "note-form"),
        ("text\n", "note-form"),
        ("text\n\n", "note-form"),
        ("text\n\n\n", "note-form"),
        (NOTE.replace("\n\n", "\n"), "note-form"),
        (NOTE.replace("\n", "\r\n"), "note-form"),
        (NOTE[:-1], "note-form"),
        (NOTE + "\n", "note-form"),
        (NOTE + "more\n", "note-form"),
        (NOTE + SIGNED, "note-form"),
        (NOTE.replace("— ", "- "), "note-form"),
        (NOTE.replace("— ", "—"), "note-form"),
        (NOTE.replace("— ", "—\u00a0"), "note-form"),
        (NOTE.replace("— ", " — "), "note-form"),
        (NOTE.replace("— ", "—  "), "note-form"),
        (NOTE.replace(NAME, ""), "note-form"),
        (NOTE.replace(NAME, "a+b"), "note-form"),
        (NOTE.replace(NAME, "a b"), "note-form"),
        (NOTE.replace(NAME, "a\u3000b"), "note-form"),
        (NOTE.replace(NAME, "a\tb"), "note-form"),
        (NOTE.replace(NAME, "a\u200bb"), "note-form"),
        (NOTE.replace(f"{NAME} ", f"{NAME}  "), "note-form"),
        (NOTE[:-1] + " \n", "note-form"),
        (NOTE[:-1] + " x\n", "note-form"),
        (NOTE.replace(ENCODED, ENCODED[:-2] + "_="), "note-form"),
        (NOTE.replace(ENCODED, ENCODED.rstrip("=")), "note-base64"),
        (NOTE.replace(ENCODED, "AAAA"), "note-base64"),
        (NOTE.replace(ENCODED, "AAAAAA=="), "note-base64"),
        (NOTE.replace(ENCODED, "AAAAAAB="), "note-base64"),
        (NOTE.replace(ENCODED, "A"), "note-base64"),
        (NOTE.replace("text\n", ""), "note-form"),
        ("\n\n" + SIGNED, "note-text"),
        (NOTE.replace("text", "te\txt"), "note-text"),
        (NOTE.replace("text", "te\rxt"), "note-text"),
        (NOTE.replace("text", "te\x7fxt"), "note-text"),
        (NOTE.replace("text", "te\x85xt"), "note-text"),
        ("x" * LONGEST_NOTE + NOTE, "note-too-long"),
        (
            "text\n\n" + "".join(f"— n{i} AAAAAAA=\n" for i in range(MOST_SIGNATURES + 1)),
            "note-form",
        ),
    ],
)
def test_what_is_no_note_is_refused(note: str, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        open_note(note.encode(), {NAME: KEY.public}, where="checkpoint")
    assert caught.value.code == code
    assert caught.value.where.startswith("checkpoint")


def test_a_note_bears_as_many_signatures_as_it_may() -> None:
    note = "text\n\n" + "".join(f"— n{i} AAAAAAA=\n" for i in range(MOST_SIGNATURES))
    assert len(parse_note(note.encode())[1]) == MOST_SIGNATURES


def test_the_signature_at_fault_is_named_by_its_number() -> None:
    with pytest.raises(ParseError) as caught:
        parse_note((NOTE + "more\n").encode(), where="checkpoint")
    assert caught.value.where == "checkpoint signature 2"


def test_a_note_is_utf8() -> None:
    with pytest.raises(ParseError) as caught:
        parse_note(NOTE.replace("text", "té").encode("latin-1", "replace"))
    assert caught.value.code == "note-text"


@pytest.mark.parametrize("text", ["", "\n", "no end", "a\tb\n", "a\x00\n", "\ud800\n"])
def test_a_text_that_could_not_be_read_again_is_not_signed(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        sign_note(text, NAME, KEY)
    assert caught.value.code == "note-text"


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "\u2028", "a\x00"])
def test_a_key_is_not_named_so(name: str) -> None:
    assert not is_key_name(name)
    with pytest.raises(ParseError) as caught:
        sign_note("text\n", name, KEY)
    assert caught.value.code == "note-name"


lines = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)


@given(st.lists(lines, min_size=1, max_size=5), st.sampled_from(["a", "票箱/会议", "x.org/y"]))
def test_what_is_signed_is_opened(text_lines: list[str], name: str) -> None:
    text = "".join(f"{line}\n" for line in text_lines)
    if text == "\n":
        return
    note = sign_note(text, name, KEY)
    assert open_note(note.encode(), {name: KEY.public}) == text


@given(st.integers(0, len(NOTE.encode()) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_a_changed_note_is_refused(start: int, inserted: bytes, removed: int) -> None:
    raw = NOTE.encode()
    changed = raw[:start] + inserted + raw[start + removed :]
    if changed == raw:
        return
    with pytest.raises(Refused):
        open_note(changed, {NAME: KEY.public})


def test_the_lines_of_others_can_be_left_out() -> None:
    note = sign_note("text\n", "server", KEY)
    above = signature_line("text\n", "server", OTHER)
    below = signature_line("text\n", "other", KEY)
    text, line = note.split("\n\n")
    crowded = f"{text}\n\n{above}{line}{below}".encode()
    assert signed_alone(crowded, "server", KEY.public) == note.encode()
    assert signed_alone(note.encode(), "server", KEY.public) == note.encode()
    with pytest.raises(ParseError, match="note-form"):
        signed_alone(b"text", "server", KEY.public)

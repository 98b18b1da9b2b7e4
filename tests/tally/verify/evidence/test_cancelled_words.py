"""The server's words on cancelled slips: whether it kept to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crypto.board.cancelled_words import CancelledWords
from crypto.place import in_file
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.typed_commands import Terminal
from tests.tally.tamper.cancelled_cases import BOX, listed, signed_words, whole, word_on


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)


def kept(held: Held, path: Path, *more: int) -> Path:
    """A folder with a whole list at `path`, and beside it a file of the words on it, and `more`."""
    listed(whole)(held, path)
    boxes = verify_folder(open_folder(path), workers=1).boxes
    box = next(each for each in boxes if each.findings.box == BOX)
    words = path.with_name("words.json")
    given = [*signed_words(held, box), *(word_on(held, box, each) for each in more)]
    words.write_bytes(CancelledWords.of(given).to_bytes())
    return words


def test_words_that_were_kept_are_said_to_be(
    tiny: Held, tmp_path: Path, terminal: Terminal
) -> None:
    words = kept(tiny, tmp_path / "out")
    said = terminal.run("verify", tmp_path / "out", "--cancelled", words)
    assert said.code == 0
    assert "all 3 that the server signed are in the published list" in said.out
    told = json.loads(terminal.run("verify", "--json", tmp_path / "out", "--cancelled", words).out)
    assert told["verdict"] == "valid"
    assert told["cancelled"] == [{"name": str(words), "state": "kept", "slips": 3, "dropped": 0}]


def test_a_slip_that_the_server_let_vote_all_the_same_is_named(
    tiny: Held, tmp_path: Path, terminal: Terminal
) -> None:
    """The attack: a slip is cancelled before everybody, the server forgets it, and it votes.

    Nothing in the published folder shows it: without the word the verdict is valid, as before.
    """
    path = tmp_path / "out"
    words = kept(tiny, path, 0)
    assert terminal.run("verify", path).code == 0
    said = terminal.run("verify", path, "--cancelled", words)
    assert said.code == 1
    assert "1 of 4 that the server signed are NOT in the published list" in said.out
    assert "cancelled-dropped" in said.out
    assert f"box {BOX}: 1 of 4, of which 1 voted" in said.out


def test_a_box_without_a_list_kept_none_of_them(
    tiny: Held, tmp_path: Path, terminal: Terminal
) -> None:
    words = kept(tiny, tmp_path / "out")
    (tmp_path / "out/boxes" / BOX / "cancelled.json").unlink()
    said = terminal.run("verify", tmp_path / "out", "--cancelled", words)
    assert said.code == 1
    assert "3 of 3 that the server signed are NOT" in said.out


def test_what_another_server_signed_says_nothing_of_the_result(
    tiny: Held, tmp_path: Path, terminal: Terminal
) -> None:
    words = kept(tiny, tmp_path / "out")
    path = tmp_path / "out"
    text = json.loads(words.read_text())
    text["words"][0]["signature"] = "A" * 86
    words.write_text(json.dumps(text, separators=(",", ":")))
    said = terminal.run("verify", path, "--cancelled", words)
    assert said.code == 2
    assert "not usable" in said.out
    assert "The server did not sign that these slips are cancelled" in said.out


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PXR1:x",
        '{"version":2,"words":[]}',
        '{"version":1,"words":[{"setup":"0","part":"audited"}]}',
        '{"version":1,"words":[{"credential":"x","part":"used","setup":"' + "0" * 64 + '"}]}',
    ],
)
def test_what_is_no_such_file_is_refused_before_the_verdict(
    tiny: Held, tmp_path: Path, terminal: Terminal, text: str
) -> None:
    path = tmp_path / "words.json"
    path.write_text(text)
    said = terminal.run("verify", tiny.out, "--cancelled", path)
    assert said.code == 2
    assert "This is no file of a server's words on cancelled slips" in said.err


def test_a_single_record_has_no_list_to_hold_them_against(
    tiny: Held, tmp_path: Path, terminal: Terminal
) -> None:
    path = tmp_path / "words.json"
    path.write_bytes(CancelledWords(()).to_bytes())
    record = tiny.out / "boxes" / BOX / "record.bel"
    said = terminal.run("verify", record, "--cancelled", path)
    assert said.code == 2
    assert "against a published folder" in said.err


def test_words_are_sorted_and_tell_no_order(tiny: Held, tmp_path: Path) -> None:
    data = kept(tiny, tmp_path / "out").read_bytes()
    words = CancelledWords.parse(data, where=in_file("words.json")).words
    assert CancelledWords.of(reversed(words)).to_bytes() == data

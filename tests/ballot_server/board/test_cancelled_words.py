"""The server's words on cancelled slips: each is given at once, and none is ever taken back."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from ballot_server.board.cancel import Cancelled, cancel, published_list
from ballot_server.board.cancelled_words import KeptWords
from ballot_server.board.closing import close
from ballot_server.problems.commands import CancelledWordsForeign
from crypto.board.cancelled_words import CancelledWords
from crypto.board.server_key import ServerKey
from crypto.place import in_file
from meeting.registrar.slip_code import SlipCode
from tests.ballot_server.board.test_cancelling import scanned
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded


def words_in(loaded: Loaded, path: Path) -> dict[str, str]:
    """The part of each slip that the file has a word on, every signature checked."""
    words = CancelledWords.parse(path.read_bytes(), where=in_file(path.name)).words
    for each in words:
        each.check(loaded.board.key.public, where=in_file(path.name))
    return {each.credential: each.part for each in words}


def cancelled(loaded: Loaded, box: str, number: int) -> Cancelled:
    slip = loaded.slips[box][number]
    return cancel(loaded.board, SlipCode(slip.private), audited=False)


def test_the_command_gives_a_word_for_every_slip_it_cancels(loaded: Loaded) -> None:
    first, second = loaded.slips[BOX][:2]
    told = scanned(loaded, first.private, second.private, first.private).output
    path = loaded.config.cancelled_words
    assert words_in(loaded, path) == {each.public: "left_over" for each in (first, second)}
    assert f"cancelled so far (2) are in {path}" in told
    assert first.private not in path.read_text()
    text = path.read_text()
    assert text.index(min(first.public, second.public)) < text.index(
        max(first.public, second.public)
    )


def test_words_that_are_missing_are_given_when_the_command_runs_again(loaded: Loaded) -> None:
    """A command that was cut short before it wrote its file."""
    cancelled(loaded, OTHER_BOX, 1)
    scanned(loaded)
    assert len(words_in(loaded, loaded.config.cancelled_words)) == 1


def test_a_slip_that_the_server_forgets_stays_in_the_file_and_is_not_in_its_list(
    loaded: Loaded,
) -> None:
    """The attack: a cancellation is taken out of the database before the closing."""
    slip, other = loaded.slips[BOX][:2]
    scanned(loaded, slip.private)
    connection = sqlite3.connect(loaded.config.database)
    with connection:
        connection.execute("DELETE FROM cancelled_slip")
    connection.close()
    scanned(loaded, other.private)
    close(loaded.board, BOX)
    listed = {each.credential for each in published_list(loaded.board, BOX).slips}
    assert listed == {other.public}
    assert set(words_in(loaded, loaded.config.cancelled_words)) == {slip.public, other.public}


@pytest.mark.parametrize("kind", ["no words", "another server's", "another part"])
def test_a_file_of_something_else_is_refused_before_anything_is_cancelled(
    loaded: Loaded, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "words.json"
    kept = KeptWords(loaded.board, path)
    kept.add(cancelled(loaded, BOX, 0))
    if kind == "no words":
        path.write_text("{}")
    elif kind == "another part":
        path.write_text(path.read_text().replace("left_over", "audited"))
    else:
        loaded.board.key = ServerKey.generate()
    before = path.read_bytes()
    with pytest.raises(CancelledWordsForeign):
        KeptWords(loaded.board, path)
    assert path.read_bytes() == before


def test_a_page_and_a_command_at_the_same_time_lose_no_word(loaded: Loaded) -> None:
    path = loaded.config.cancelled_words
    page, command = KeptWords(loaded.board, path), KeptWords(loaded.board, path)
    for number, kept in enumerate((page, command, page, command)):
        kept.add(cancelled(loaded, BOX, number))
        assert len(words_in(loaded, path)) == number + 1


def test_a_word_says_as_what_a_slip_was_cancelled_and_nothing_of_when(
    loaded: Loaded, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("one.json", "two.json")]
    done = [cancelled(loaded, BOX, number) for number in range(4)]
    for path, order in zip(paths, (done, done[::-1]), strict=True):
        kept = KeptWords(loaded.board, path)
        for each in order:
            kept.add(each)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    [word, *_] = json.loads(paths[0].read_bytes())["words"]
    assert set(word) == {"setup", "part", "credential", "signature"}

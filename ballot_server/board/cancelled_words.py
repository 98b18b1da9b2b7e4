"""The file of the server's words on the slips that were cancelled, for others to keep.

What stands in it is never taken out, whatever the database says by then: a server that was set back
to an earlier state makes no word disappear that it gave.
"""

from __future__ import annotations

from pathlib import Path

from ballot_server.board.board import Board
from ballot_server.board.cancel import Cancelled, cancel
from ballot_server.box import cancelled
from ballot_server.problems.commands import CancelledWordsForeign
from ballot_server.store import chain
from crypto.board.cancelled_words import (
    LONGEST_WORDS,
    CancelledWord,
    CancelledWords,
    sign_cancelled_slip,
)
from crypto.errors import Refused
from crypto.place import in_file
from meeting.files import read_bounded, write_atomically
from meeting.registrar.slip_code import parse_slip_code


class KeptWords:
    """The words of a board in the file at `path`.

    Raises CancelledWordsForeign if something else lies there, Problem where it cannot be read.
    """

    def __init__(self, board: Board, path: Path) -> None:
        self.path = path
        self._board = board
        self._words: dict[tuple[str, str], CancelledWord] = {}
        self._read()

    def complete(self) -> None:
        """Have every slip in the file that is cancelled. Raises Problem where it cannot be written.

        A word may be missing where the command was cut short, or another wrote at the same time.
        """
        self._read()
        before = len(self._words)
        with self._board.store.reading() as session:
            found = [
                (row.setup, credential, audited)
                for row in chain.all_boxes(session)
                for credential, audited in cancelled.names(session, row)
            ]
        for setup, credential, audited in found:
            self._sign(setup, credential, audited=audited)
        if len(self._words) > before:
            self._write()

    def scan(self, text: str, *, audited: bool) -> Cancelled:
        """Cancel the slip of a scanned or typed code, and put its word into the file.

        Raises Problem for what is no code of this meeting's, where the file cannot be written, and
        what `cancel` raises.
        """
        board = self._board
        code = parse_slip_code(text, board.meeting_fingerprint(), board.definition().hash)
        done = cancel(board, code, audited=audited)
        self.add(done)
        return done

    def add(self, done: Cancelled) -> None:
        """Put a slip's word into the file. Raises Problem where it cannot be written."""
        if (done.setup, done.credential) not in self._words:
            self._sign(done.setup, done.credential, audited=done.audited)
            self._write()

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._words)

    def _sign(self, setup: str, credential: str, *, audited: bool) -> None:
        if (setup, credential) not in self._words:
            key = self._board.key
            word = sign_cancelled_slip(key, setup, credential, audited=audited)
            self._words[setup, credential] = word

    def _write(self) -> None:
        self._read()  # a page and a command may be at work at the same time
        write_atomically(self.path, CancelledWords.of(self._words.values()).to_bytes())

    def _read(self) -> None:
        if not self.path.exists():
            return
        where = in_file(str(self.path))
        data = read_bounded(self.path, LONGEST_WORDS)
        try:
            found = CancelledWords.parse(data, where=where).words
            for each in found:
                if self._words.get((each.setup, each.credential)) != each:
                    each.check(self._board.key.public, where=where)
        except Refused as error:
            raise CancelledWordsForeign(where=str(self.path)) from error
        self._words |= {(each.setup, each.credential): each for each in found}

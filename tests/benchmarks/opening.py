"""A teller opens a round: `teller open` as it is typed, on boxes of a few hundred ballots."""

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table

import piaoxiang
from meeting.definition.meeting import VoterGroup
from tally.keys.encrypted_file import Cost
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import timed
from tests.tally.fixtures.hall_display import given
from tests.tally.fixtures.small_hall import PASSPHRASE, build_hall

_BALLOTS = 200


def opening_table(extent: Extent) -> Table:
    """The table of what a teller does at the end."""
    return comparison("A teller opens a round", "a ballot", _rows(extent))


def _rows(extent: Extent) -> Iterator[Row]:
    for ballots in (_BALLOTS, 2000) if extent.full else (_BALLOTS,):
        yield _decrypted(ballots)


def _decrypted(count: int) -> Row:
    Cost.__init__.__defaults__ = (1 << 14, 8, 1)  # a passphrase takes its time; it is not measured
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        groups = tuple(VoterGroup(each, each, each, "", "", count, count) for each in "AB")
        ballots = {"r1-A": count, "r1-B": count}
        hall = build_hall(folder / "ceremony", groups=groups, ballots=ballots)
        hall.write_work(folder / "closed")
        size = (folder / "closed/boxes/r1-A/record.bel").stat().st_size / 1e6
        (folder / "passphrase.txt").write_text(PASSPHRASE)
        own = ("--key", folder / "key", "--passphrase-file", folder / "passphrase.txt")
        words = ("teller", "open", folder / "work", *given(folder / "closed"), *own)

        def decrypt() -> None:
            shutil.rmtree(folder / "work", ignore_errors=True)
            shutil.copytree(folder / "closed", folder / "work")
            shutil.copyfile(hall.key_paths[0], folder / "key")
            with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
                piaoxiang.main([str(word) for word in words])

        return Row(
            f"teller open, two boxes of {count} ballots ({size:.1f} MB each), Ed25519",
            2 * count,
            timed(decrypt, seconds=10.0, most=5),
        )

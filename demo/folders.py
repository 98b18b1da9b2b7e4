"""Where the demonstration keeps what each party holds: one folder each, as on their desks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from demo.problem import DemoProblem
from meeting.system_files import is_free

DEFAULT = Path("piaoxiang-demo")


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one meeting, all below `out`.

    A later stage, whose folder lies in that of the first meeting, shares what stays the same: the
    tellers' keys, the kiosks, and what every command printed. `first` is that meeting's `out` then.
    """

    out: Path
    first: Path | None = None

    def of_stage(self, number: int, stage: str) -> Folders:
        """The folders of a later stage, the `number`th meeting of the procedure; made anew."""
        home = self.first or self.out
        found = Folders(home / f"{number}-{stage}", home)
        for folder in (found.organiser, found.registrar):
            folder.mkdir(parents=True)
        return found

    @property
    def organiser(self) -> Path:
        """The organiser's desk: meeting.toml, roster, people, figures."""
        return self.out / "organiser"

    @property
    def registrar(self) -> Path:
        """The registrar's desk: the meeting's folder, and beside it the slips."""
        return self.out / "registrar"

    @property
    def opening(self) -> Path:
        """The meeting's folder, which goes round: the published meeting, the prepared boxes."""
        return self.registrar / "opening"

    @property
    def server(self) -> Path:
        """The ballot server's own folder."""
        return self.out / "server"

    @property
    def kiosks(self) -> Path:
        """The kiosks' own keys (in a real meeting each on its own machine)."""
        return (self.first or self.out) / "kiosks"

    @property
    def ceremony(self) -> Path:
        """The stick that goes from teller to teller during the key ceremony."""
        return self.out / "ceremony"

    @property
    def tellers(self) -> Path:
        """The tellers' key files (in a real meeting each in another pocket)."""
        return (self.first or self.out) / "tellers"

    @property
    def counting(self) -> Path:
        """The folder in which the closed boxes are opened and counted."""
        return self.out / "counting"

    @property
    def published(self) -> Path:
        """What everybody may take home and verify."""
        return self.out / "published"

    @property
    def rulings(self) -> Path:
        """What people decided, on forms filled in: one folder for each time that forms are made."""
        return self.out / "rulings"

    @property
    def forms(self) -> Path:
        """The customary forms of the count: workbook and PDF."""
        return self.out / "forms"

    @property
    def words(self) -> Path:
        """The server's words on cancelled slips."""
        return self.out / "cancelled-words.json"

    @property
    def receipts(self) -> Path:
        """A few receipts to practise with (in a real meeting only their voters have them)."""
        return self.out / "receipts"

    @property
    def log(self) -> Path:
        """What every command printed."""
        return (self.first or self.out) / "commands.log"


def set_up(out: Path | None) -> Folders:
    """Make the folder of a new demonstration.

    Without `out` it is the first free one of `piaoxiang-demo`, `piaoxiang-demo-2` … in the current
    folder. Raises DemoProblem("demo-folder") when `out` holds something already.
    """
    folders = Folders((out or _first_free()).resolve())
    if folders.out.exists() and not folders.out.is_dir():
        raise DemoProblem("demo-folder", "this is not a folder", where=str(folders.out))
    if not is_free(folders.out):
        raise DemoProblem(
            "demo-folder", "this folder is not empty; name another one", where=str(folders.out)
        )
    folders.tellers.mkdir(parents=True)
    return folders


def _first_free() -> Path:
    number = 1
    found = DEFAULT
    while found.exists():
        number += 1
        found = Path(f"{DEFAULT}-{number}")
    return found

"""The whole meeting, step by step, each step by the command that its party would type."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crypto.board.server_key import short_form
from crypto.groups.named import group_named
from demo.comparison import compare, published_counts
from demo.enrolling import codes_in, enrolling
from demo.expected import Count, expected_count
from demo.folders import Folders
from demo.foreseen import ballots
from demo.hall import piles, who_comes
from demo.hall_display import plans_in_hall
from demo.narrator import Narrator
from demo.process import Service, free_port, run
from demo.receipts import keep_receipts
from demo.slips import read_slips
from demo.voting import Voter, let_them_vote
from meeting.definition.meeting import Meeting
from meeting.files import write_atomically
from meeting.language import DEFAULT_LANGUAGE
from meeting.published.definition_file import parse_published
from meeting.registrar.prepared_folder import load_prepared

KIOSKS = 2
LINES, NO_LINES, SHUFFLES = "write_in_lines = 2", "write_in_lines = 0", "shuffles = 2"


@dataclass(slots=True)
class MeetingDay:
    """A demonstration under way: its folders, its running services, and what it knows so far.

    `before` is the published folder of the meeting that it continues, if it continues one.
    """

    folders: Folders
    voters: int
    narrator: Narrator
    kiosks: int = KIOSKS
    everybody: bool = False
    before: Path | None = None
    services: ExitStack = field(default_factory=ExitStack)
    board_url: str = ""
    kiosk_urls: list[str] = field(default_factory=list)
    expected: dict[str, Count] = field(default_factory=dict)
    passphrases: dict[int, str] = field(default_factory=dict, repr=False)
    left_over: list[str] = field(default_factory=list, repr=False)

    def command(self, *words: str | Path, secret: str | None = None, typed: str = "") -> str:
        """Run one of Piaoxiang's own commands; its output goes to the log too."""
        return run(*words, secret=secret, typed=typed, log=self.folders.log)

    @property
    def meeting(self) -> Meeting:
        """The published meeting."""
        return parse_published(self.meeting_bytes)

    @property
    def compared(self) -> tuple[str, str]:
        """The option of a command that compares with a slip, with what is printed on it."""
        prepared = load_prepared(self.folders.opening / "prepared")
        found = short_form(bytes.fromhex(prepared.meeting_fingerprint))
        return ("--meeting-fingerprint", found.replace(" ", ""))

    @property
    def verified_with(self) -> list[str | Path]:
        """What `verify` is given beside the published folder."""
        given: list[str | Path] = [*self.compared]
        if self.folders.words.exists():
            given += ["--cancelled", self.folders.words]
        if self.before is not None:
            given += ["--continues", self.before]
        return given

    @property
    def plans(self) -> list[str]:
        """The options of a teller's command with the plans that the hall display shows."""
        return [word for plan in plans_in_hall(self.board_url) for word in ("--plan", plan)]

    @property
    def meeting_bytes(self) -> bytes:
        """The bytes of the published meeting.json."""
        return (self.folders.opening / "meeting.json").read_bytes()

    def define(
        self, group: str | None, language: str = DEFAULT_LANGUAGE, preset: str | None = None
    ) -> None:
        """The organiser copies an example, changes the group if asked to, and checks it."""
        self.everybody = preset is not None
        filled = ("--preset", preset, "--voters", f"{self.voters}") if preset else ()
        self.command("meeting", "example", self.folders.organiser, "--language", language, *filled)
        definition = self.folders.organiser / "meeting.toml"
        if group is not None:
            text = f'cryptographic_group = "{group}"\n' + definition.read_text(encoding="utf-8")
            if group_named(group).embedding is None:  # it has no room for names in writing
                text = text.replace(LINES, NO_LINES).replace(SHUFFLES, "")
            definition.write_text(text, encoding="utf-8")
        self.command("meeting", "check", definition)

    def publish_definition(self) -> None:
        """The server makes its key, and the definition is fixed under it: meeting.json."""
        definition = self.folders.organiser / "meeting.toml"
        key = self.command("server", "init", self.folders.server).split()[0]
        self.command(
            *("meeting", "publish", definition),
            *("--server-key", key, "--out", self.folders.opening),
        )
        self.who_comes()  # too few or too many: better said now than later

    def who_comes(self) -> dict[str, int]:
        """How many of each group; of a filled preset, whose groups are small already, everybody."""
        meeting = self.meeting
        entitled = sum(group.size for group in meeting.groups)
        return who_comes(meeting, entitled if self.everybody else self.voters)

    def next_day(self, number: int, stage: str) -> MeetingDay:
        """The day of a stage that continues this meeting, the `number`th of the procedure.

        The tellers keep their keys, and this meeting's services stop: the kiosks are the same.
        """
        self.services.close()
        return MeetingDay(
            self.folders.of_stage(number, stage),
            self.voters,
            self.narrator,
            everybody=True,
            before=self.folders.published,
            services=self.services,
            passphrases=self.passphrases,
        )

    def continue_with(self, stage: str) -> str:
        """The next meeting is made from the published one before; returns what was printed of it.

        Its key is that of the tellers before: there is no ceremony.
        """
        if self.before is None:
            raise ValueError(stage)
        key = self.command("server", "init", self.folders.server).split()[0]
        return self.command(
            *("meeting", "continue", self.before, "--stage", stage),
            *("--server-key", key, "--out", self.folders.opening),
        )

    def make_keys(self) -> None:
        """The tellers make the meeting's key together; nobody ever holds it whole."""
        folder = self.folders.ceremony
        folder.mkdir()
        write_atomically(folder / "meeting.json", self.meeting_bytes)
        numbers = range(1, len(self.meeting.tellers) + 1)
        self.passphrases = {number: secrets.token_urlsafe(24) for number in numbers}
        for number in numbers:
            self.teller(number, "join", folder, "--index", str(number))
        for step in ("deal", "deal", "accept"):  # first every promise, then every dealing
            for number in numbers:
                self.teller(number, step, folder)
        self.command("teller", "assemble", folder)

    def teller(self, number: int, step: str, *words: str | Path) -> str:
        """One teller's command, with that teller's key file and passphrase."""
        return self.signed(number, "teller", step, *words)

    def signed(self, number: int, *words: str | Path) -> str:
        """Any command, with the key file and passphrase of a teller."""
        return self.command(
            *(*words, "--key", self.folders.tellers / f"teller-{number}.key"),
            secret=self.passphrases[number],
        )

    def print_slips(self) -> None:
        """The registrar makes one credential per slip; every teller checks what they are for."""
        again = self.before is not None
        self.command(
            *("registrar", "slips", self.folders.opening),
            "--trustees",
            (self.folders.opening if again else self.folders.ceremony) / "trustees.json",
            *("--out", self.folders.registrar / "slips.pdf"),
        )
        continued = ("--continues", self.before) if self.before is not None else ()
        for number in self.passphrases:
            self.teller(number, "check", self.folders.opening / "prepared", *continued)

    def open_doors(self) -> None:
        """The server takes the prepared meeting and opens its boxes; the kiosks are switched on."""
        server = self.folders.server
        prepared = self.folders.opening / "prepared"
        self.command("server", "load", server, prepared)
        self.command("server", "open", server)
        board = self.serve("server", "server", "run", server)
        self.board_url = board.url
        names = [f"{number}" for number in range(1, self.kiosks + 1)]
        codes = codes_in(self.command("server", "enrol", server, *names))
        for number, code in zip(names, codes, strict=True):
            kiosk = self.serve(
                *(f"kiosk-{number}", "kiosk", "run", "--server", board.url),
                *self.compared,
                *enrolling(self.folders.kiosks / number, code),
            )
            self.kiosk_urls.append(kiosk.url)

    def serve(self, name: str, *words: str | Path) -> Service:
        """Start a service that is stopped with this meeting."""
        service = Service.start(
            name, *words, port=free_port(), log=self.folders.out / f"{name}.log"
        )
        self.services.callback(service.stop)
        return service

    def vote(self) -> int:
        """Everybody draws a slip, read back from the printed page, and votes; returns how many."""
        prepared = load_prepared(self.folders.opening / "prepared")
        meeting = prepared.meeting
        drawn = piles(prepared, read_slips(self.folders.registrar / "slips.pdf"))
        come = self.who_comes()
        think = ballots(meeting, come)
        queue = [
            Voter(box.id, slip, choices)
            for box in meeting.boxes()
            for slip, choices in zip(drawn[box.id], think[box.id], strict=False)
        ]
        self.left_over = [
            slip for box in meeting.boxes() for slip in drawn[box.id][come[box.group.id] :]
        ]
        secrets.SystemRandom().shuffle(queue)
        with self.narrator.progress(len(queue)) as voted:
            received = let_them_vote(queue, self.kiosk_urls, voted)
        self.expected = {
            box.id: expected_count(meeting, box, (cast.choices for cast in received[box.id]))
            for box in meeting.boxes()
        }
        self.write_figures(come)
        cast = [each.receipt for box in received.values() for each in box]
        keep_receipts(self.folders.receipts, cast, english=self.meeting.speaks_english)
        return len(queue)

    def write_figures(self, come: dict[str, int]) -> None:
        """The organiser writes down how many of each group came and were given a slip."""
        lines = ["schema = 1"]
        for box in self.meeting.boxes():
            present = come[box.group.id]
            lines += [f"[boxes.{box.id}]", f"present = {present}", f"issued = {present}"]
        text = "\n".join(lines) + "\n"
        write_atomically(self.folders.organiser / "figures.toml", text.encode())

    def close_and_shuffle(self) -> None:
        """Left-over slips are cancelled, boxes closed, figures signed, and written names shuffled.

        The last teller who shuffles goes on to open, as `teller open` does.
        """
        work = self.folders.counting
        self.command("server", "last-voters", self.folders.server)
        scanned = "".join(f"{slip}\n" for slip in self.left_over)
        words = ("--words", self.folders.words)
        self.command("server", "cancel", self.folders.server, *words, typed=scanned)
        self.command("server", "close", self.folders.server, "--yes")
        self.command("tally", "fetch", self.board_url, work)
        figures = ("--figures", self.folders.organiser / "figures.toml", "--yes")
        for number in (1, 2):  # from the paper on which they counted, before anything is opened
            self.teller(number, "figures", work, *figures)
        for number in range(1, self.meeting.required_shuffles + 1):
            self.teller(number, "open", work, *self.plans)

    def open_boxes(self) -> None:
        """A threshold of tellers opens the boxes."""
        for number in range(1, self.meeting.teller_threshold + 1):
            self.teller(number, "open", self.folders.counting, *self.plans)

    def publish(self) -> None:
        """The count is made, with what people decided; it is published, and the board shows it."""
        self.command("count", self.folders.counting, "--publish", self.folders.published)
        self.command("server", "show", self.folders.server, self.folders.published)

    def verify(self) -> str:
        """The published result is verified; returns the verdict."""
        return self.command("verify", self.folders.published, *self.verified_with)

    def make_forms(self) -> None:
        """The customary forms are made of the published result."""
        self.command(
            *("forms", self.folders.published, "--out", self.folders.forms),
            *self.compared,
        )

    def compare(self) -> int:
        """Hold the published count against what was chosen; returns how many figures agree."""
        return compare(published_counts(self.folders.published / "outcome.json"), self.expected)


@contextmanager
def meeting_day(folders: Folders, voters: int, narrator: Narrator) -> Iterator[MeetingDay]:
    """Lead through a meeting whose services are stopped at the end, however it ends."""
    day = MeetingDay(folders, voters, narrator)
    with day.services:
        yield day

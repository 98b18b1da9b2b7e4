"""Publishing a draft: the server's key, the published definition, and what follows from it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from desk.preparing.draft import Draft
from desk.problem import Problem
from meeting.files import write_new
from meeting.language import N_
from meeting.published.definition_file import definition_hash, published
from meeting.registrar.prepared_folder import MEETING_FILE

_KEY = re.compile(r"\b[0-9a-f]{64}\b")
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Published:
    """A published definition: its hash, and where it lies."""

    hash: str
    file: Path


def server_on_this_machine(folder: Path) -> str:
    """Make a ballot server in `folder`, and give back its key. Raises Problem."""
    words = (sys.executable, "-m", "piaoxiang", "server", "init", str(folder))
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=_SECONDS)
    found = _KEY.search(done.stdout)
    if done.returncode or found is None:
        told = done.stderr.strip().removeprefix("✗").strip()
        raise Problem(
            "desk-server", N_("The ballot server could not be made: {reason}"), reason=told[:300]
        )
    return found[0]


def key_of(text: str) -> str:
    """The key of another machine's server, as it was typed. Raises Problem."""
    found = _KEY.fullmatch("".join(text.split()).lower())
    if found is None:
        raise Problem(
            "desk-server-key",
            N_("A server's key has 64 digits, 0 to 9 and a to f. Copy it from that machine."),
        )
    return found[0]


def publish(draft: Draft, server_key: str, out: Path) -> Published:
    """Write the published definition of a draft without mistakes into `out`.

    Raises Problem or Problems where the draft has mistakes, and where it was published before.
    """
    looked = draft.look()
    if looked.organised is None:
        raise Problem(
            "desk-incomplete",
            N_("Something is still missing: go back to the steps without a tick."),
        )
    data = published(replace(looked.organised.meeting, server_key=server_key))
    out.mkdir(parents=True, exist_ok=True)
    write_new(out / MEETING_FILE, data)
    return Published(definition_hash(data), out / MEETING_FILE)


def already(out: Path) -> Published | None:
    """What was published before, None where nothing was."""
    file = out / MEETING_FILE
    return Published(definition_hash(file.read_bytes()), file) if file.is_file() else None

"""What outcome.json and figures.json say of themselves: version, rendering, rule of written lines.

Whoever publishes a folder chooses what stands in them. So they are read only as far as a true one
can go: no longer than the meeting's outcome could be, and with no more brackets than it has.
"""

from __future__ import annotations

from collections.abc import Mapping

from crypto.canonical import JSON, loads
from crypto.election.visible import RULE
from crypto.errors import ParseError
from crypto.place import in_file
from meeting.limits import LARGEST_OUTCOME
from meeting.published.folder_names import OUTCOME
from tally.findings.finding import Findings
from tally.outcome.file.outcome_json import VERSION
from tally.outcome.file.rendering_version import RENDERING
from tally.outcome.file.version_1 import VERSION_1

OUTCOME_VERSIONS = (VERSION_1, VERSION)
_FIRST_IMPOSSIBLE = 1 << 20
_FIRST_IMPOSSIBLE_VERSION = 100
_BYTES_TO_A_BRACKET = 16
"""A true outcome has more than twice as many bytes for each list and object."""
_MEMORY_OF_A_BYTE = 16
"""Bytes of memory for each of a file with no more brackets than that, at most."""


def read_within(data: bytes, limit: int) -> JSON | None:
    """The value of a file of canonical JSON; None where it is none, or cannot be a true one."""
    brackets = data.count(b"[") + data.count(b"{") if len(data) <= limit else len(data)
    if brackets > 1 + len(data) // _BYTES_TO_A_BRACKET:
        return None
    try:
        return loads(data, limit=limit, most_values=LARGEST_OUTCOME * _MEMORY_OF_A_BYTE)
    except ParseError:
        return None


def fields_of(data: bytes | None, limit: int) -> Mapping[str, JSON]:
    """What a file says of itself, without its tables; nothing where it cannot be read."""
    value = read_within(data, limit) if data is not None else None
    named = value.items() if isinstance(value, dict) else ()
    return {name: "" if isinstance(each, dict | list) else each for name, each in named}


def rendering_of(fields: Mapping[str, JSON]) -> int | None:
    """The rendering that outcome.json names; None for none, and ours where nothing can be read."""
    if not fields:
        return RENDERING
    named = fields.get("rendering")
    if isinstance(named, int) and not isinstance(named, bool) and 0 < named < _FIRST_IMPOSSIBLE:
        return named
    return None if named is None else RENDERING


def lines_rule(fields: Mapping[str, JSON]) -> int:
    """The rule of written lines that outcome.json names; ours where nothing can be read.

    What names no rule is judged as if it were ours; the file differs then.
    """
    named = fields.get("lines", 1 if fields else RULE)
    return named if type(named) is int and 0 < named <= RULE else RULE


def other_outcome(fields: Mapping[str, JSON], general: Findings) -> bool:
    """Whether outcome.json is of another version, or names a rule of lines not known here."""
    named = fields.get("lines")
    later = type(named) is int and RULE < named < _FIRST_IMPOSSIBLE_VERSION
    if later:
        detail = f"written lines were read by rule {named}, this program knows rules 1 to {RULE}"
        general.unfinished("file-other-version", detail, in_file(OUTCOME))
    return other_version(OUTCOME, fields, OUTCOME_VERSIONS, general) or later


def other_version(
    name: str, fields: Mapping[str, JSON], versions: tuple[int, ...], general: Findings
) -> bool:
    """Whether a file says that it is of a version which this program cannot make again.

    A number that no version has is none: such a file is judged as if it were of this version.
    """
    *_, ours = versions
    named = fields.get("version", ours)
    other = type(named) is int and named not in versions and 0 < named < _FIRST_IMPOSSIBLE_VERSION
    if other:
        general.unfinished(
            "file-other-version", f"version {named} found, this program makes {ours}", in_file(name)
        )
    return other

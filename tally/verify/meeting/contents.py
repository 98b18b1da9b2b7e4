"""What lies in a folder besides the files that are read, and what lies in their place.

Only plain files in real folders are read (`source`). A link, a pipe or a device where a file
belongs is a problem: what it gives today is nothing that was published. A file that belongs to
nothing is named, for nobody checks what it says. No link is followed, nothing unknown is opened.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator

from crypto.place import in_file
from meeting.language import N_
from meeting.problem import Phrase
from meeting.published.act_files import act_files
from meeting.published.folder_names import (
    BOX_FILES,
    BOXES,
    DRAW_FILES,
    DRAWS,
    EXCEPTIONS,
    FIGURES_SIGNED,
    FOLDER_FILES,
    RULINGS,
    SUM_FILES,
    SUMS,
)
from meeting.system_files import holds_what_systems_write, is_system_file
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.source import Folder, kind_of, status

MOST_NAMED = 50
"""Of one kind; of more, it is said how many they are."""


def check_contents(folder: Folder, findings: Findings) -> None:
    """Report what is no plain file where one belongs, and name what belongs to nothing."""
    check_kinds(folder, findings)
    beside = sorted(_beside(folder))
    own = [name for name, _kind_of, of_system in beside if of_system]
    for name in own[:MOST_NAMED]:
        detail = Detail.of(
            N_("named like what an operating system puts there, and holding what it would")
        )
        findings.note("file-of-system", detail, in_file(name))
    if len(own) > MOST_NAMED:
        more = Detail.of(N_("and {count} more of that kind"), count=len(own) - MOST_NAMED)
        findings.note("file-of-system", more)
    unexpected = [(name, kind) for name, kind, of_system in beside if not of_system]
    for name, kind in unexpected[:MOST_NAMED]:
        findings.note(
            "file-unexpected",
            Detail.of(N_("{kind} that is no part of a published folder"), kind=Phrase(kind)),
            in_file(name),
        )
    if len(unexpected) > MOST_NAMED:
        more = Detail.of(
            N_("and {count} more that are no part of it"), count=len(unexpected) - MOST_NAMED
        )
        findings.note("file-unexpected", more)


def check_kinds(folder: Folder, findings: Findings) -> None:
    """Report everything that should be a plain file or a real folder and is not."""
    more = 0
    for at, (name, mode) in enumerate(_no_folders(folder)):
        if at < MOST_NAMED:
            code = "file-symlink" if stat.S_ISLNK(mode) else "file-special"
            findings.problem(code, f"{kind_of(mode)} found, a folder expected", shown_path(name))
        else:
            more += 1
    if more:
        findings.problem("file-special", f"and {more} more that are no folders")
    for name in _files(folder):
        found = status(folder.path / name) if folder.reaches(name) else None
        if found is None:
            continue
        place = in_file(shown_path(name))
        if stat.S_ISLNK(found.st_mode):
            findings.problem("file-symlink", "a link, which is not followed", place)
        elif not stat.S_ISREG(found.st_mode):
            detail = f"{kind_of(found.st_mode)} found, a file expected"
            findings.problem("file-special", detail, place)
        elif found.st_size > (limit := folder.sizes.most(name)):
            detail = f"{found.st_size} bytes, {limit} at most are possible"
            findings.problem("file-size", detail, place)


def shown_name(name: str) -> str:
    """A name as it can be printed: nothing in it moves a cursor or turns text around."""
    return name if name.isprintable() else ascii(name)


def shown_path(path: str) -> str:
    """A path inside the folder, each name in it as it can be printed."""
    return "/".join(map(shown_name, path.split("/")))


def _no_folders(folder: Folder) -> Iterator[tuple[str, int]]:
    """Paths and modes of what stands where only a real folder may."""
    for name in _folders(folder):
        found = status(folder.path / name)
        if found is not None and not stat.S_ISDIR(found.st_mode):
            yield name, found.st_mode


def _folders(folder: Folder) -> Iterator[str]:
    yield from (BOXES, SUMS, DRAWS)
    yield from (EXCEPTIONS, RULINGS) if folder.meeting.rules_of_2 else ()
    yield from (f"boxes/{box.id}" for box in folder.meeting.boxes() if folder.reaches("boxes/."))
    yield from (f"sums/{name}" for name in folder.sum_names())
    yield from (f"draws/{name}" for name in folder.draw_names())


def _files(folder: Folder) -> Iterator[str]:
    yield from sorted(_own(folder))
    yield from (f"boxes/{box.id}/{name}" for box in folder.meeting.boxes() for name in BOX_FILES)
    yield from (f"sums/{name}/{file}" for name in folder.sum_names() for file in SUM_FILES)
    yield from (f"draws/{name}/{file}" for name in folder.draw_names() for file in DRAW_FILES)
    yield from _acts(folder)


def _own(folder: Folder) -> frozenset[str]:
    """Files of the folder itself; nobody signed figures before schema 2."""
    return FOLDER_FILES if folder.meeting.rules_of_2 else FOLDER_FILES - {FIGURES_SIGNED}


def _acts(folder: Folder) -> Iterator[str]:
    """Files of acts that this meeting can have; there were none before schema 2."""
    if folder.meeting.rules_of_2:
        yield from act_files(folder.meeting)


def _beside(folder: Folder) -> Iterator[tuple[str, str, bool]]:
    """Names and kinds of what belongs to nothing, and whether it is an operating system's own.

    Other names in boxes/, sums/ and draws/ are left to those who read these.
    """
    places: dict[str, set[str]] = {"": {*_own(folder), BOXES, SUMS, DRAWS}, "boxes/": set()}
    places["sums/"] = places["draws/"] = set()
    places |= {f"boxes/{box.id}/": {*BOX_FILES} for box in folder.meeting.boxes()}
    places |= {f"sums/{name}/": {*SUM_FILES} for name in folder.sum_names()}
    places |= {f"draws/{name}/": {*DRAW_FILES} for name in folder.draw_names()}
    for name in _acts(folder):
        place, _slash, file = name.partition("/")
        places[""].add(place)
        places.setdefault(f"{place}/", set()).add(file)
    for place, known in places.items():
        if folder.reaches(f"{place}."):
            for entry in (folder.path / place).iterdir():
                named = is_system_file(entry.name)
                if entry.name not in known and (known or named):
                    own = named and holds_what_systems_write(entry)
                    kind = kind_of(entry.lstat().st_mode)
                    yield shown_path(f"{place}{entry.name}"), kind, own

"""Nothing that a published page is made of changes without a new number of the rendering.

`renderings.json` holds for every number the digest of what pages were made of: templates and style
sheet, the sentences with their Chinese, and some pages themselves. A number that was released
stands for its digest for ever; after a change, raise `RENDERING` in
`tally.outcome.file.rendering_version` and put down the new digest under the new number. Only a
number that no release had yet may get another digest.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

import tally
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.file.rendering_version import RENDERING
from tally.report.pages import pages
from tally.report.report import TEMPLATES
from tests.tally.fixtures.sample_outcomes import sample_beside, samples

ROOT = Path(tally.__file__).parent.parent
KNOWN = Path(__file__).with_name("renderings.json")
ROOM = ROOT / "tally"
CATALOGUE = ROOM / "translations/zh/LC_MESSAGES/messages.po"
FIRST = ROOM / "report/report.py"
_PUBLISHED = re.compile("tally/templates/[^/]+")


def digest(parts: Iterator[tuple[str, bytes]]) -> str:
    """SHA-256 over names and contents, each with its length before it."""
    whole = hashlib.sha256()
    for name, content in parts:
        for each in (name.encode(), content):
            whole.update(len(each).to_bytes(8, "big") + each)
    return whole.hexdigest()


def parts() -> Iterator[tuple[str, bytes]]:
    for path in sorted(Path(TEMPLATES).iterdir()):
        if path.is_file():  # folders hold pages that nobody publishes
            yield path.name, path.read_bytes()
    yield from sentences()
    for number, outcome in enumerate(samples()):
        yield f"outcome-{number}", outcome_bytes(outcome, None)
        for name, page in sorted(pages(outcome).items()):
            yield f"{name}-{number}", page
    for name, page in sorted(pages(samples()[0], sample_beside()).items()):
        yield f"{name}-beside", page


def sentences() -> Iterator[tuple[str, bytes]]:
    """Every sentence that stands in a template or in a module that reports are made by."""
    made_by = {f"tally/{path.relative_to(ROOM)}" for path in modules()}
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh")
    for message in sorted(catalogue, key=lambda each: str(each.id)):
        places = {place for place, _line in message.locations}
        if places & made_by or any(_PUBLISHED.fullmatch(place) for place in places):
            yield str(message.id), str(message.string).encode()


def modules() -> set[Path]:
    """The modules of this room that reports are made by."""
    seen: set[Path] = set()
    waiting = [FIRST]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += imported_by(path)
    return seen


def imported_by(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            for module in (node.module, *(f"{node.module}.{each.name}" for each in node.names)):
                found = ROOT / (module.replace(".", "/") + ".py")
                if module.startswith("tally.") and found.exists():
                    yield found


def test_the_pages_are_those_of_their_number() -> None:
    known = json.loads(KNOWN.read_text())
    assert str(RENDERING) == max(known, key=int), "the newest number is that of the program"
    assert known[str(RENDERING)] == digest(parts()), (
        "what published pages are made of has changed: raise RENDERING in "
        "tally/outcome/file/rendering_version.py and "
        f'put "{RENDERING + 1}": "{digest(parts())}" into {KNOWN.name}'
    )


def test_every_number_stands_for_other_pages() -> None:
    known = json.loads(KNOWN.read_text())
    assert len(set(known.values())) == len(known)
    assert sorted(map(int, known)) == list(range(1, RENDERING + 1))


def test_a_change_anywhere_changes_the_digest() -> None:
    found = list(parts())
    whole = digest(iter(found))
    assert {name for name, _content in found} >= {"report.html", "report.css", "README.txt"}
    assert any(name == "index.html-0" for name, _content in found)
    assert any(content == "应到".encode() for _name, content in found)
    for at, (name, content) in enumerate(found):
        changed = [*found[:at], (name, content + b"."), *found[at + 1 :]]
        assert digest(iter(changed)) != whole

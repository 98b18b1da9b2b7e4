"""Keeps the Chinese catalogues in step with the sentences in the code and the templates.

    python maintenance/messages.py            new sentences into every .po, compile every .mo
    python maintenance/messages.py --check    change nothing; name what is not in step, fail

Every room that speaks to users has `translations/zh/LC_MESSAGES/messages.po` and, compiled and
committed, `messages.mo`. A sentence is found where it is an argument of one of the KEYWORDS; a
sentence that is chosen elsewhere is marked with `N_("…")` where it stands. What click says by
itself is in the catalogue of `meeting`, which has what all command lines share.
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
ROOMS = ("meeting", "ballot_server", "desk", "kiosk", "tally", "demo")
CATALOGUE = Path("translations/zh/LC_MESSAGES/messages.po")

# A problem's sentence is its second argument, after its code.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "Problem": (2,),
    "DemoProblem": (2,),
    "lazy_gettext": None,
    "say": None,
}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
CLICK = Path(click.__file__).parent
OPTIONS = {"templates/**.html": {"silent": "false"}, "templates/**.txt": {"silent": "false"}}


def sentences(room: Path) -> Catalog:
    """Every sentence of the room, each with the files it stands in."""
    found = Catalog(charset="utf-8")
    for file, _, message, comments, context in extract_from_dir(
        room,
        METHODS,
        OPTIONS,
        keywords=KEYWORDS,
        comment_tags=["Translators:"],
        strip_comment_tags=True,
    ):
        place = (f"{room.name}/{file}", 0)
        found.add(message, None, [place], auto_comments=comments, context=context)
    if room.name == "meeting":
        for file, _, message, _, context in extract_from_dir(CLICK, [("*.py", "python")]):
            found.add(message, None, [(f"click/{file}", 0)], context=context)
    return found


def read(room: Path) -> Catalog:
    """The room's catalogue, or an empty one."""
    path = room / CATALOGUE
    if not path.exists():
        return Catalog(locale="zh", domain="messages", project="piaoxiang", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="zh", domain="messages", abort_invalid=True)


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the catalogue's .mo file."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update(room: Path) -> None:
    """Puts new sentences into the room's catalogue, drops unused ones, compiles it."""
    catalogue = read(room)
    catalogue.update(sentences(room), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    path = room / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(read(room)))


def faults(room: Path) -> Iterator[str]:
    """What is not in step in the room's catalogue, one sentence each."""
    path = (room / CATALOGUE).relative_to(ROOT)
    said, known = sentences(room), read(room)
    for message in said:
        if message.id and message.id not in known:
            yield f"{path}: lacks {message.id!r} ({message.locations[0][0]})"
    for message in known:
        if not message.id:
            continue
        if message.id not in said:
            yield f"{path}: nothing says {message.id!r} any more"
        translations = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(translations):
            yield f"{path}: {message.id!r} is not translated"
        for error in message.check(known):
            yield f"{path}: {message.id!r}: {error}"
        if not message.fuzzy and translations == (message.id,) and says_words(str(message.id)):
            yield f"{path}: {message.id!r} stands in its own place, in English"
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        told = unfit(map(str, originals), (each for each in translations if isinstance(each, str)))
        yield from (f"{path}: {message.id!r}: {error}" for error in told)
    binary = ROOT / path.with_suffix(".mo")
    if not binary.exists() or binary.read_bytes() != compiled(known):
        yield f"{binary.relative_to(ROOT)}: is not what {path.name} compiles to"


def unfit(originals: Iterable[str], translations: Iterable[str]) -> Iterator[str]:
    """What of the translations cannot be filled in as the originals are: `format` would raise."""
    try:
        given = {name for each in originals for name in fields(each)}
    except ValueError:  # it is no template: braces are words of it
        return
    for translation in translations:
        try:
            asked = fields(translation)
        except ValueError as error:
            yield f"the translation is no template: {error}"
            continue
        if asked - given:
            yield f"the translation asks for what is not there: {sorted(asked - given)}"


def says_words(original: str) -> bool:
    """Whether a reader of Chinese would see English: words stand in it beside what is filled in."""
    return bool(re.search(r"[a-z]+ [a-z]+", re.sub(r"\{[^}]*\}|%\([^)]*\)s", "", original)))


def fields(template: str) -> set[str]:
    """The names in braces of a template for `format`; ValueError if its braces do not pair."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def main() -> int:
    """Updates or checks every room that has something to say; the number to exit with."""
    rooms = [ROOT / name for name in ROOMS if any(message.id for message in sentences(ROOT / name))]
    if "--check" not in sys.argv[1:]:
        for room in rooms:
            update(room)
    found = [fault for room in rooms for fault in faults(room)]
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        print("Translate what is missing, then: make messages", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

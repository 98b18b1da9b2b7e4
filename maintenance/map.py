"""Writes the map of the house into CONTRIBUTING.md: each package with its docstring's first line.

    python maintenance/map.py            write the map
    python maintenance/map.py --check    change nothing; fail if the map is not that of today

A newcomer then finds every file from the listing and that page alone.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "CONTRIBUTING.md"
ROOMS = ("crypto", "meeting", "ballot_server", "desk", "kiosk", "tally", "demo")
BEGIN, END = "<!-- map -->\n", "<!-- end of the map -->\n"


def lines() -> Iterator[str]:
    """Yield a table of the packages, rooms in their order and wings by name."""
    yield "| package | what is there |\n|---|---|\n"
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("__init__.py")):
            said = (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").partition("\n")[0]
            place = file.parent.relative_to(ROOT)
            name = f"**`{place}/`**" if file.parent.name == room else f"`{place}/`"
            yield f"| {name} | {said} |\n"


def main() -> None:
    """Write or check the map."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    today = before + BEGIN + "".join(lines()) + END + after
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(today, "utf-8")
    elif page != today:
        sys.exit("CONTRIBUTING.md does not show today's packages: python maintenance/map.py")


if __name__ == "__main__":
    main()

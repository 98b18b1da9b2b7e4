"""Makes the table by which names stand in the order of strokes.

Run by hand, where cn_sort (MIT) is installed, when the typefaces have new characters::

    python -m maintenance.strokes

cn_sort 0.14.0 has the characters of GB 13000.1 in their order by strokes: by their number, equal
ones by the kinds of their strokes from the first on (横竖撇点折). The table has those of them that
our typefaces have, in this order, `WIDTH` to a line; a line has no meaning of its own.
"""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from maintenance.pinyin import characters

TABLE: Final = Path(__file__).resolve().parent.parent / "meeting" / "strokes.txt"
WIDTH: Final = 30


def table() -> str:
    """The whole table."""
    file = Path(str(distribution("cn_sort").locate_file("cn_sort/res/all_word.json")))
    known = characters()
    places = {
        each["chinese"]: each["stroke_increment_level"]
        for each in json.loads(file.read_text(encoding="utf-8"))["all_word"]
        if each["chinese"] in known and each["chinese"] >= "㐀"
    }
    order = sorted(places, key=lambda each: (places[each], each))
    lines = (order[at : at + WIDTH] for at in range(0, len(order), WIDTH))
    return "".join("".join(line) + "\n" for line in lines)


def main() -> None:
    """Write the table, and say how large it came out."""
    text = table()
    TABLE.write_text(text, encoding="utf-8")
    count = len(text) - text.count("\n")
    print(f"{TABLE.name}: {count:,} characters, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()

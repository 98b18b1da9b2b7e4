"""The procedure of a meeting: a preset by name, a preset's file beside it, or its own papers.

A meeting.toml may hold `[[papers]]`, `[[rounds]]` and `[[rules]]` itself, in the words of a
preset's file: a procedure that no preset foresaw.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from meeting.presets import load_preset, no_preset
from meeting.presets.file import read_papers, read_preset, read_rounds
from meeting.presets.preset import Preset
from meeting.problem import Problem
from meeting.toml.steps import read_steps
from meeting.toml.tables import Table


def read_procedure(root: Table, beside: Callable[[str], Path]) -> Preset | None:
    """The procedure that a meeting's file names or holds; None where it has none, which is noted.

    `beside` gives the path of a file in the same folder. Raises Problems for a preset's file.
    """
    has_preset = root.has("preset")
    if root.has("papers"):
        return _own(root, also_preset=has_preset)
    name = root.text("preset") if has_preset else ""
    if not name:
        if not root.source.touched(("preset",)):
            root.note("preset", no_preset())
        return None
    return read_preset(beside(name)) if name.endswith(".toml") else load_preset(name)


def _own(root: Table, *, also_preset: bool) -> Preset:
    if also_preset:
        root.note(
            "preset",
            Problem(
                "procedure-twice",
                "The file names a preset and has papers of its own. Take away preset, or [[papers]]"
                " and [[rounds]].",
            ),
        )
    return Preset(
        id="",
        name="",
        name_en="",
        description="",
        description_en="",
        settings=(),
        papers=read_papers(root, []),
        rounds=read_rounds(root),
        rules=read_steps(root),
    )

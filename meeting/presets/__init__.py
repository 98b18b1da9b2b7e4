"""The presets that come with Piaoxiang: one TOML file each, named in a meeting.toml."""

from __future__ import annotations

from pathlib import Path

from meeting.presets.file import read_preset
from meeting.presets.preset import Preset
from meeting.problem import Problem, Several

PRESETS = Path(__file__).parent


def preset_names() -> tuple[str, ...]:
    """The names of all presets, sorted."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


def load_preset(name: str) -> Preset:
    """The preset of that name. Raises Problem("preset-unknown")."""
    if name not in preset_names():
        raise Problem(
            "preset-unknown",
            "There is no preset {name!r}. Known are: {known}.",
            name=name[:60],
            known=Several(preset_names()),
        )
    return read_preset(PRESETS / f"{name}.toml")

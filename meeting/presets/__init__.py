"""The presets that come with Piaoxiang: one TOML file each, named in a meeting.toml."""

from __future__ import annotations

from pathlib import Path

from meeting.language import said
from meeting.presets.file import read_preset
from meeting.presets.preset import Preset
from meeting.printable import Lines
from meeting.problem import Problem, Several

PRESETS = Path(__file__).parent


def preset_names() -> tuple[str, ...]:
    """The names of all presets, sorted."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


class Existing(Several):
    """The presets that exist, one on a line of its own each, with what it is for."""

    __slots__ = ()

    def told(self, language: str) -> str:
        """The list in `language`."""
        return Lines("".join(f"\n    {_told(load_preset(name), language)}" for name in self.parts))


def _told(preset: Preset, language: str) -> str:
    name, description = (said(preset, each, language) for each in ("name", "description"))
    return (
        f"{preset.id}: {name}: {description}"
        if language == "en"
        else (f"{preset.id}：{name}。{description}")
    )


def no_preset() -> Problem:
    """What is said where a meeting.toml names none."""
    return Problem(
        "preset-missing",
        "preset is missing: it names the procedure of the meeting. Those that exist:{known}",
        known=Existing(preset_names()),
    )


def preset_file(name: str) -> Path:
    """The file of the preset of that name. Raises Problem("preset-unknown")."""
    if name not in preset_names():
        raise Problem(
            "preset-unknown",
            "There is no preset {name!r}. Those that exist:{known}",
            name=name[:60],
            known=Existing(preset_names()),
        )
    return PRESETS / f"{name}.toml"


def load_preset(name: str) -> Preset:
    """The preset of that name. Raises Problem("preset-unknown")."""
    return read_preset(preset_file(name))

"""The look every room shares: palette and scale (tokens.css), typefaces (fonts.css)."""

from pathlib import Path
from typing import Final

LOOK: Final = Path(__file__).resolve().parent
"""The folder of `tokens.css` and `fonts.css`."""

CHARACTERS: Final = LOOK / "characters.txt"
"""What both Hei and Song have: code points and ranges of them, in hexadecimal, a line each."""

"""The typefaces of Piaoxiang: `fonts/*.woff2`, each beside its licence."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent
"""The folder in which `fonts/` lies."""

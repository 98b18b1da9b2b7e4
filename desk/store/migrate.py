"""Where the migrations of the desk's own database are."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"

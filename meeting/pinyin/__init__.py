"""How Chinese characters are read: the kept table, for the keys of a booth and for equal sounds."""

from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).resolve().parent / "pinyin.txt"
"""Syllables without their tones (ü is v), each with its characters, as `maintenance/pinyin.py`
writes them."""

"""Example meetings, with invented places and people."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
TOWNSHIP = FOLDER / "township"
"""A township's change of term: 62 voters in three groups, 12 people, double evaluation.

It has no word of English, as most meetings have none.
"""
TOWNSHIP_EN = FOLDER / "township_en"
"""The same meeting with everything said in English too."""
EXAMPLES = {"zh": TOWNSHIP, "en": TOWNSHIP_EN}
"""The example for each language that a reader may ask for."""

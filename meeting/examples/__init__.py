"""Example meetings, with invented places and people."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = Path(__file__).parent
TOWNSHIP = EXAMPLES / "township"
"""A township's change of term: 62 voters in three groups, 12 people, double evaluation."""

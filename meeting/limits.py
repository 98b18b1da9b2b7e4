"""How much every room reads, at most: what is larger was never written by this program.

They stand here because a meeting that could outgrow them must not begin
(`meeting.feasibility.capacity`).
"""

from __future__ import annotations

LARGEST_RECORD = 1 << 31
"""Bytes of a box's record."""
LARGEST_SMALL_FILE = 1 << 24
"""Bytes of a draw, of the list that was sorted by it, or of a box's cancelled slips."""
LARGEST_OUTCOME = 1 << 26
"""Bytes of outcome.json: 12,000 voters who fill ten lines each stay below."""
LARGEST_REPORT = 4 * LARGEST_OUTCOME
"""Bytes of a report: its tables have marks around every figure that outcome.json has."""
LARGEST_SUM_OPENING = 1 << 28
"""Bytes of the file that opens several boxes as one."""
LARGEST_SETUP = 1 << 25
"""Bytes of a box's Setup, as the board gives it to kiosks and to whoever checks a ballot."""
LARGEST_FORM = 1 << 16
"""Bytes of what a browser sends from one screen of a kiosk."""
LONGEST_LINE = 100
"""UTF-16 units, as browsers count, in a line for a name."""
LONGEST_SCORE = 20
"""Characters in a field for a score."""
LONGEST_QR = 2331
"""Bytes in a QR code, where 15 % of it may be spoiled (level M)."""

"""Check-in on the day: who of the roster came, and counts of slips. Never a time or an order."""

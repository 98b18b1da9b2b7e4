"""A whole meeting with real processes, from the shipped spreadsheets to a verified count."""

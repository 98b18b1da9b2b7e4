"""A whole meeting played through with real processes, from the shipped spreadsheets to a verified count."""

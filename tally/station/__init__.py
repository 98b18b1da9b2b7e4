"""A teller's own page: what the folder waits for, and one button for the next act of this key."""

"""Commands of other rooms, run as processes: nothing of those rooms is imported here."""

"""The voting booth: one voter at a time, choices in memory only."""

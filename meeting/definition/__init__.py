"""A meeting as one immutable value, and whether it is possible at all."""

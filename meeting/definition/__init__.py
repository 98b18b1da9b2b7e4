"""A meeting as one immutable value, and whether it contradicts itself."""

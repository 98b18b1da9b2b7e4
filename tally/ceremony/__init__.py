"""The key ceremony in a folder that goes round: steps, faults and whose they are, a new start."""

"""The key ceremony on a stick: its steps, its faults and whose they are, starting anew."""

"""One record by itself, from its first byte to its result."""

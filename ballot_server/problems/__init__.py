"""Everything the board refuses, each with its code, status and sentence."""

"""Everything the board or its commands refuse, each with its code, status and sentence."""

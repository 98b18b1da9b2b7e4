"""The journal: what organisers did, each line holding the one before. Never anything of voters."""

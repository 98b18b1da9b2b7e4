"""Which closed boxes are opened alone, and which as one: a pure function of what was closed."""

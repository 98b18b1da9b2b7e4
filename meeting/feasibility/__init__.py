"""Whether all that a meeting needs can be printed, kept and read, before anything is published."""

"""HTTP: the interface for programs, and the pages for people."""

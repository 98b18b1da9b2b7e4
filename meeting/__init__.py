"""The vocabulary every room shares, and all that happens before the doors open."""

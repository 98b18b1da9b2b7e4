"""The record of a box: its archive, its events, and the hash chain through them."""

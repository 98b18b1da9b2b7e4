"""Receipts and kept checkpoints, held against the records."""

"""The life of one box inside a transaction."""

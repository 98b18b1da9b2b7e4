"""The verdict as a person reads it."""

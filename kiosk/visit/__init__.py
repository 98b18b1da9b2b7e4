"""One voter's way through the booth."""

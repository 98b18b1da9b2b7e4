"""One ballot: its answers, their encryption and proofs, and how it is opened for checking."""

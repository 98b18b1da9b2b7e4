"""One box inside a transaction: its states, and which waiting ballots are sealed when."""

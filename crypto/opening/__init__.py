"""From all ballots to the counts: the encrypted tally, shares of its decryption, the result."""

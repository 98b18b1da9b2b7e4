"""From counts to the outcome: pure figures."""

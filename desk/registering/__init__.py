"""The slips: made by a command, printed once, destroyed, and what is counted of them."""

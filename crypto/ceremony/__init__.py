"""How tellers make one key together, step by step."""

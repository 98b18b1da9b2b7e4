"""The voting protocol: pure functions over values, from groups to the hash-chained record."""

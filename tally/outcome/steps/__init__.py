"""The engine of the rules: from counts, step by step, to the people who go on. Pure and exact."""

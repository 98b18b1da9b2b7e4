"""A teller opens a closed box: shuffles, shares, and shares that are bad."""

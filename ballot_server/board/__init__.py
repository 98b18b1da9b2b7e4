"""One meeting's board: taking ballots, spoiling, opening, closing, signing, recovering."""

"""Re-encryption shuffles and their proofs (section 6 of the specification)."""

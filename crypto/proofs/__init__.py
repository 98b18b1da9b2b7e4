"""Zero-knowledge proofs over group elements, each with the section that defines it."""

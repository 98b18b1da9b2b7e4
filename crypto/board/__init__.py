"""What a server signs and proves: notes, checkpoints, receipts, Merkle proofs."""

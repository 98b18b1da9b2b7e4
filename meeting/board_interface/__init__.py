"""What is asked of a board over HTTP and what it answers: one contract for both sides."""

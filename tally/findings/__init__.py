"""What the verifier has to say, and under which code."""

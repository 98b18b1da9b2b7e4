"""What must hold because of the meeting: boxes, sums, outcome, files."""

"""What a work folder waits for, and the commands that do it."""

"""What all commands share: help, misuse, commands to copy, the terminal."""

"""What is typed: click lives here, and in the room's cli.py."""

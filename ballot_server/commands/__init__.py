"""What is typed: click lives here and nowhere else in this room."""

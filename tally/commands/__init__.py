"""What is typed: click and rich live here and nowhere else in this room."""

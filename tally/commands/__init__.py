"""The commands of this room: click and rich live here and nowhere else in this room."""

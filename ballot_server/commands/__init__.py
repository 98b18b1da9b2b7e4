"""The commands of this room: click lives here and nowhere else in this room."""

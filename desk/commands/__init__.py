"""The command of this room: click lives here and nowhere else in it."""

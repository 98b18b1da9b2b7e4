"""The commands of this room: click and rich live here (a page's own command is with it)."""

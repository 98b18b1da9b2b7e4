"""What the organiser writes: meeting.toml and figures.toml."""

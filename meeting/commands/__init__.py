"""What the organiser and the registrar type."""

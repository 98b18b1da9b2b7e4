"""The commands of the organiser and the registrar."""

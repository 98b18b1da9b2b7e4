"""Meetings that continue another: from a verified outcome to the next definition, and the link."""

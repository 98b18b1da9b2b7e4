"""meeting.json, with its fields and its hash; the names of boxes on paper."""

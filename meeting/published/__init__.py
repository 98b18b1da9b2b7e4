"""The published meeting: meeting.json and its hash, and whether a box's Setup is the meeting's."""

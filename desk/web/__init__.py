"""The pages of the desk: access rules, headers, the frame around each page."""

"""What people decided, as tellers write it down before they sign it."""

"""Who may use the desk: this machine's own browser, and accounts with roles for other devices."""

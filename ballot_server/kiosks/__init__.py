"""Which kiosks may ask: those that are enrolled, their sessions, their signatures."""

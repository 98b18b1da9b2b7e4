"""Who may open: trustees' keys and certificates, thresholds, and the acts they sign."""

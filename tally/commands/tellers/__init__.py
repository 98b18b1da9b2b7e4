"""What tellers type: the key ceremony, openings, what they sign, the count."""

"""Drawing by lot: the list that is put up, a teller's share, and the table of who was drawn."""

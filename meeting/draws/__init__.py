"""What is drawn from by lot: judges for a round, groups, an order of speaking."""

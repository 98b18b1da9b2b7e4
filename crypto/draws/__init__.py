"""Draws by lot that nobody can steer: from the tellers' shares of one point to those drawn."""

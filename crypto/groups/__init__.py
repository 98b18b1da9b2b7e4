"""Groups of prime order, arithmetic in them (on as many cores as there are), and ElGamal."""

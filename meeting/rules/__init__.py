"""Rules as data: the steps by which a meeting's counts become its outcome."""

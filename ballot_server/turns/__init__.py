"""Who waits for whom: first come, first served, among threads and among processes."""

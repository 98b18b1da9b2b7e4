"""Lists typed by people, in .xlsx or .csv: who is voted on, and who may come."""

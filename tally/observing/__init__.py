"""Devices and people who watch: cosigning, opened ballots, receipts."""

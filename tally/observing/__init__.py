"""Devices and people who watch: cosigning, checking opened ballots, reading receipts."""

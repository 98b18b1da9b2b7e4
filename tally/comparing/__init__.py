"""The same survey in several published meetings: units side by side, or a series over time."""

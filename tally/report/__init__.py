"""The count report: tables, bars, derivation, pages."""

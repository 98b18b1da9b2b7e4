"""Everything that can go wrong at a kiosk, in words."""
